package rest_test

import (
	"fmt"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

const permissionsPath = "/repos/acme/publish/actions/permissions"

func TestActionsPermissions_areToldToAdministratorsOnly(t *testing.T) {
	w := newWorld(t)
	reads := map[string]hub.Access{"administration": hub.ReadAccess}
	may := w.hub.NewToken(hub.TokenSpec{User: "olga", Kind: hub.FineGrained, Permissions: reads}).Secret
	mayNot := w.hub.NewToken(hub.TokenSpec{User: "olga", Kind: hub.FineGrained, Permissions: map[string]hub.Access{"actions": hub.WriteAccess}}).Secret
	for _, path := range []string{"", "/workflow", "/artifact-and-log-retention", "/fork-pr-contributor-approval"} {
		w.call("", "GET", permissionsPath+path, "").want(401)
		w.call("wendy", "GET", permissionsPath+path, "").want(403, "Must have admin rights to Repository.")
		w.call(mayNot, "GET", permissionsPath+path, "").want(403, "Resource not accessible by personal access token")
		w.call("tara", "GET", "/repos/acme/vault/actions/permissions"+path, "").want(404)
		w.call(may, "GET", permissionsPath+path, "").want(200)
	}
}

func TestActionsPermissions_areThoseOfANewRepository(t *testing.T) {
	w := newWorld(t)
	for path, want := range map[string]string{
		"":                              "map[allowed_actions:all enabled:true sha_pinning_required:false]",
		"/workflow":                     "map[can_approve_pull_request_reviews:false default_workflow_permissions:read]",
		"/artifact-and-log-retention":   "map[days:90 maximum_allowed_days:90]",
		"/fork-pr-contributor-approval": "map[approval_policy:first_time_contributors]",
	} {
		if got := fmt.Sprint(w.call("olga", "GET", permissionsPath+path, "").want(200).object()); got != want {
			t.Errorf("%s: %s", path, got)
		}
	}
	w.call("olga", "GET", permissionsPath+"/selected-actions", "").want(409)
	w.call("olga", "GET", permissionsPath+"/fork-pr-workflows-private-repos", "").want(422)
	const private = "/repos/acme/vault/actions/permissions"
	w.call("olga", "GET", private+"/fork-pr-contributor-approval", "").want(422, "Fork PR approval is not allowed for private repositories.")
	w.vault.ChangeActions(func(s *hub.ActionsSettings) { s.ForkRuns = hub.ForkRuns{Run: true, Secrets: true} })
	if runs := w.call("olga", "GET", private+"/fork-pr-workflows-private-repos", "").want(200); runs.get("send_secrets_and_variables") != true || runs.get("send_write_tokens_to_workflows") != false {
		t.Errorf("runs of forks: %s", runs.body)
	}
	if most := w.call("olga", "GET", private+"/artifact-and-log-retention", "").want(200).get("maximum_allowed_days"); most != 400.0 {
		t.Errorf("a private repository keeps logs for at most %v days", most)
	}
}

func TestActionsPermissions_sayWhatWasChanged(t *testing.T) {
	w := newWorld(t)
	w.publish.ChangeActions(func(s *hub.ActionsSettings) {
		s.Allowed, s.Selected = "selected", hub.SelectedActions{GitHubOwned: true, Patterns: []string{"acme/*"}}
		s.DefaultToken, s.MayApprove = hub.WriteAccess, true
	})
	if got := w.call("olga", "GET", permissionsPath, "").want(200).get("allowed_actions"); got != "selected" {
		t.Errorf("allowed are %v", got)
	}
	if got := fmt.Sprint(w.call("olga", "GET", permissionsPath+"/selected-actions", "").want(200).object()); got != "map[github_owned_allowed:true patterns_allowed:[acme/*] verified_allowed:false]" {
		t.Errorf("selected are %s", got)
	}
	if got := w.call("olga", "GET", permissionsPath+"/workflow", "").want(200).get("default_workflow_permissions"); got != "write" {
		t.Errorf("jobs may %v", got)
	}
	w.publish.ChangeActions(func(s *hub.ActionsSettings) { s.Enabled = false })
	if got := fmt.Sprint(w.call("olga", "GET", permissionsPath, "").want(200).object()); got != "map[enabled:false]" {
		t.Errorf("switched off: %s", got)
	}
}
