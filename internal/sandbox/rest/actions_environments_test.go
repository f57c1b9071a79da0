package rest_test

import (
	"encoding/base64"
	"fmt"
	"testing"

	"golang.org/x/crypto/nacl/box"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

const environments = "/repos/acme/publish/environments"

func TestEnvironments(t *testing.T) {
	w := newWorld(t)
	for who, status := range map[string]int{"": 401, "rita": 403, "tara": 403, "wendy": 403} {
		w.call(who, "PUT", environments+"/npm", `{}`).want(status)
	}
	w.call("olga", "GET", environments+"/npm", "").want(404)
	w.call("olga", "PUT", environments+"/npm", `{"deployment_branch_policy":{"protected_branches":true,"custom_branch_policies":true}}`).want(422)
	if open := w.call("olga", "PUT", environments+"/npm", `{}`).want(200); open.get("deployment_branch_policy") != nil {
		t.Errorf("an environment without a policy: %s", open.body)
	}
	a := w.call("olga", "PUT", environments+"/npm", `{"deployment_branch_policy":{"protected_branches":false,"custom_branch_policies":true}}`).want(200)
	if a.get("deployment_branch_policy", "custom_branch_policies") != true {
		t.Errorf("environment: %s", a.body)
	}
	if list := w.call("", "GET", environments, "").want(200); list.get("total_count") != 1.0 {
		t.Errorf("environments: %s", list.body)
	}
	w.call("wendy", "DELETE", environments+"/npm", "").want(403)
	w.call("olga", "DELETE", environments+"/npm", "").want(204)
	w.call("olga", "DELETE", environments+"/npm", "").want(404)
}

func TestEnvironment_keepsWhatJobsWaitForUntilItIsLeftOut(t *testing.T) {
	w := newTeamWorld(t)
	tara, err := w.hub.User("tara")
	if err != nil {
		t.Fatal(err)
	}
	team := int64(w.call("olga", "GET", leads, "").want(200).get("id").(float64))
	a := w.call("olga", "PUT", environments+"/npm", fmt.Sprintf(
		`{"wait_timer":5,"prevent_self_review":true,"reviewers":[{"type":"User","id":%d},{"type":"Team","id":%d}]}`, tara.ID, team)).want(200)
	rules := a.get("protection_rules").([]any)
	if len(rules) != 2 || rules[0].(map[string]any)["wait_timer"] != 5.0 || len(rules[1].(map[string]any)["reviewers"].([]any)) != 2 {
		t.Errorf("environment: %s", a.body)
	}
	if a := w.call("olga", "PUT", environments+"/npm", `{}`).want(200); len(a.get("protection_rules").([]any)) != 0 {
		t.Errorf("environment: %s", a.body)
	}
}

func TestBranchPolicies(t *testing.T) {
	w := newWorld(t)
	w.publish.AddEnvironment(hub.EnvironmentSpec{Name: "open"})
	w.publish.AddEnvironment(hub.EnvironmentSpec{Name: "npm", Branches: []string{"main"}})
	policies := environments + "/npm/deployment-branch-policies"
	w.call("wendy", "POST", policies, `{"name":"side"}`).want(403)
	w.call("olga", "POST", policies, `{}`).want(422)
	w.call("olga", "POST", environments+"/open/deployment-branch-policies", `{"name":"main"}`).want(404)
	w.call("olga", "POST", policies, `{"name":"main"}`).want(303)
	made := w.call("olga", "POST", policies, `{"name":"v*","type":"tag"}`).want(200)
	if made.get("type") != "tag" {
		t.Errorf("policy: %s", made.body)
	}
	if list := w.call("", "GET", policies, "").want(200); list.get("total_count") != 2.0 {
		t.Errorf("policies: %s", list.body)
	}
	number, _ := made.get("id").(float64)
	one := policies + "/" + id(int64(number))
	w.call("", "GET", one, "").want(200)
	w.call("wendy", "DELETE", one, "").want(403)
	w.call("olga", "DELETE", one, "").want(204)
	w.call("olga", "DELETE", one, "").want(404)
	w.call("", "GET", one, "").want(404)
}

func TestSecrets(t *testing.T) {
	w := newWorld(t)
	w.publish.AddEnvironment(hub.EnvironmentSpec{Name: "npm"})
	for _, base := range []string{environments + "/npm/secrets", "/repos/acme/publish/actions/secrets"} {
		environment := "npm"
		if base != environments+"/npm/secrets" {
			environment = ""
		}
		w.call("tara", "GET", base+"/public-key", "").want(403)
		key := w.call("wendy", "GET", base+"/public-key", "").want(200)
		sealed := seal(t, key.get("key").(string), "hush")
		body := fmt.Sprintf(`{"encrypted_value":%q,"key_id":%q}`, sealed, key.get("key_id"))
		w.call("tara", "PUT", base+"/NPM_TOKEN", body).want(403)
		w.call("wendy", "PUT", base+"/NPM_TOKEN", `{"key_id":"1"}`).want(422)
		w.call("wendy", "PUT", base+"/NPM_TOKEN", fmt.Sprintf(`{"encrypted_value":%q,"key_id":"1"}`, sealed)).want(422)
		w.call("wendy", "PUT", base+"/NPM_TOKEN", fmt.Sprintf(`{"encrypted_value":"aGVsbG8=","key_id":%q}`, key.get("key_id"))).want(422)
		w.call("wendy", "PUT", base+"/GITHUB_X", body).want(422)
		w.call("wendy", "PUT", base+"/NPM_TOKEN", body).want(201)
		w.call("wendy", "PUT", base+"/NPM_TOKEN", body).want(204)
		if got := w.hub.SecretValues(w.publish.ID(), environment)["NPM_TOKEN"]; got != "hush" {
			t.Errorf("%s: the value came to be %q", base, got)
		}
		list := w.call("wendy", "GET", base, "").want(200)
		if list.get("total_count") != 1.0 {
			t.Errorf("%s: %s", base, list.body)
		}
	}
	one := environments + "/npm/secrets/NPM_TOKEN"
	w.call("wendy", "GET", one, "").want(200)
	w.call("tara", "DELETE", one, "").want(403)
	w.call("wendy", "DELETE", one, "").want(204)
	w.call("wendy", "DELETE", one, "").want(404)
	w.call("wendy", "GET", one, "").want(404)
	w.call("wendy", "GET", environments+"/none/secrets", "").want(404)
	job := w.hub.NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{"acme/publish"}, Permissions: map[string]hub.Access{"actions": hub.WriteAccess}}).Secret
	w.call(job, "GET", "/repos/acme/publish/actions/secrets/public-key", "").want(403)
}

func seal(t *testing.T, key, value string) string {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(key)
	if err != nil || len(raw) != 32 {
		t.Fatalf("key %q: %v", key, err)
	}
	sealed, err := box.SealAnonymous(nil, []byte(value), (*[32]byte)(raw), nil)
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(sealed)
}
