package rest_test

import (
	"slices"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

const rulesetsPath = "/repos/acme/sdk/rulesets"

func reviewed(bypass ...hub.BypassActor) hub.Ruleset {
	return hub.Ruleset{Name: "reviewed", Bypass: bypass, Rules: []hub.Rule{
		{Type: hub.PullRequestRule, Reviews: 1, CodeOwners: true}, {Type: hub.NonFastForwardRule}, {Type: hub.DeletionRule},
	}}
}

func TestBranchRules_areThoseOfActiveRulesetsForTheBranch(t *testing.T) {
	w := newGitWorld(t)
	w.sdk.AddRuleset(reviewed())
	w.sdk.AddRuleset(hub.Ruleset{Name: "off", Enforcement: "disabled", Include: []string{"~ALL"}, Rules: []hub.Rule{{Type: hub.DeletionRule}}})
	w.sdk.AddRuleset(hub.Ruleset{Name: "releases", Include: []string{"refs/heads/release/*"}, Exclude: []string{"refs/heads/release/open"}, Rules: []hub.Rule{{Type: hub.DeletionRule}}})
	w.hub.AddOrgRuleset("acme", hub.Ruleset{Name: "everywhere", Include: []string{"~ALL"}, Rules: []hub.Rule{{Type: hub.NonFastForwardRule}}})
	for branch, want := range map[string][]string{
		"main":         {"Repository:pull_request", "Repository:non_fast_forward", "Repository:deletion", "Organization:non_fast_forward"},
		"release/1":    {"Repository:deletion", "Organization:non_fast_forward"},
		"release/open": {"Organization:non_fast_forward"},
	} {
		var got []string
		for _, r := range w.call("", "GET", "/repos/acme/sdk/rules/branches/"+branch, "").want(200).list() {
			got = append(got, r["ruleset_source_type"].(string)+":"+r["type"].(string))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", branch, got, want)
		}
	}
	if a := w.call("", "GET", "/repos/acme/sdk/branches/main", "").want(200); a.get("protected") != true {
		t.Errorf("branch: %s", a.body)
	}
	w.call("olga", "GET", "/repos/acme/sdk/branches/main/protection", "").want(404, "Branch not protected")
}

func TestRuleset_tellsWhoGoesPastItToThoseWhoMayChangeIt(t *testing.T) {
	w := newGitWorld(t)
	own := w.sdk.AddRuleset(reviewed(hub.BypassActor{Type: "RepositoryRole", ID: 5, Mode: "always"}, hub.BypassActor{Type: "DeployKey", Mode: "always"}))
	bare := w.sdk.AddRuleset(hub.Ruleset{Name: "bare"})
	orgs := w.hub.AddOrgRuleset("acme", reviewed(hub.BypassActor{Type: "OrganizationAdmin", ID: 1, Mode: "pull_request"}))
	owner := w.hub.NewToken(hub.TokenSpec{User: "olga", Scopes: []string{"repo", "admin:org"}}).Secret
	for _, who := range []string{"", "wendy"} {
		if _, told := w.call(who, "GET", rulesetsPath+"/"+id(own), "").want(200).object()["bypass_actors"]; told {
			t.Errorf("%q was told", who)
		}
	}
	a := w.call("olga", "GET", rulesetsPath+"/"+id(own), "").want(200)
	if actors := a.get("bypass_actors").([]any); len(actors) != 2 || actors[1].(map[string]any)["actor_id"] != nil || a.get("current_user_can_bypass") != "always" {
		t.Errorf("ruleset: %s", a.body)
	}
	if a := w.call("olga", "GET", rulesetsPath+"/"+id(bare), "").want(200); len(a.get("bypass_actors").([]any)) != 0 {
		t.Errorf("ruleset: %s", a.body)
	}
	if _, told := w.call("olga", "GET", rulesetsPath+"/"+id(orgs), "").want(200).object()["bypass_actors"]; told {
		t.Error("a token for repositories was told of the organisation's ruleset")
	}
	if a := w.call(owner, "GET", rulesetsPath+"/"+id(orgs), "").want(200); a.get("current_user_can_bypass") != "pull_requests_only" || a.get("source") != "acme" {
		t.Errorf("ruleset: %s", a.body)
	}
	w.call("", "GET", rulesetsPath+"/"+id(orgs)+"?includes_parents=false", "").want(404)
	if list := w.call("", "GET", rulesetsPath, "").want(200).list(); len(list) != 3 || list[0]["rules"] != nil {
		t.Errorf("rulesets: %v", list)
	}
	if list := w.call("", "GET", rulesetsPath+"?targets=tag", "").want(200).list(); len(list) != 0 {
		t.Errorf("rulesets for tags: %v", list)
	}
	w.hub.RemoveRuleset(own)
	w.call("", "GET", rulesetsPath+"/"+id(own), "").want(404)
}

func TestRuleset_bindsAllButThoseWhoGoPastIt(t *testing.T) {
	w := newGitWorld(t)
	update := func(who, sha string) answer {
		return w.call(who, "PATCH", refs+"/heads/main", `{"sha":"`+sha+`","force":true}`)
	}
	next := w.commit(w.main, w.author(), map[string]string{"x": "y"})
	w.sdk.AddRuleset(hub.Ruleset{Name: "kept", Rules: []hub.Rule{{Type: hub.NonFastForwardRule}, {Type: hub.DeletionRule}}})
	update("wendy", w.side).want(422, "Cannot force-push to this branch")
	w.call("wendy", "PATCH", refs+"/heads/side", `{"sha":"`+w.first+`","force":true}`).want(200) // is for the default branch
	set := w.sdk.AddRuleset(reviewed())
	for _, who := range []string{"wendy", "olga"} {
		update(who, next).want(422, "Changes must be made through a pull request.")
	}
	w.hub.RemoveRuleset(set)
	user, err := w.hub.User("wendy")
	if err != nil {
		t.Fatal(err)
	}
	set = w.sdk.AddRuleset(reviewed(hub.BypassActor{Type: "User", ID: user.ID, Mode: "pull_request"}))
	update("wendy", next).want(422)
	w.hub.RemoveRuleset(set)
	w.sdk.AddRuleset(reviewed(hub.BypassActor{Type: "User", ID: user.ID, Mode: "always"}))
	update("olga", next).want(422)
	update("wendy", next).want(200)
}

func TestProtection_letsThoseNamedPushWithoutReview(t *testing.T) {
	w := newGitWorld(t)
	w.hub.AddTeam("acme", "leads", "wendy")
	next := w.commit(w.main, w.author(), map[string]string{"x": "y"})
	w.sdk.Protect(hub.Protection{Pattern: "main", Reviews: 1, CodeOwners: true, Bypass: hub.Bypass{Users: []string{"rita"}}})
	w.call("wendy", "PATCH", refs+"/heads/main", `{"sha":"`+next+`"}`).want(422, "through a pull request")
	w.sdk.Protect(hub.Protection{Pattern: "main", Reviews: 1, CodeOwners: true, Bypass: hub.Bypass{Users: []string{"rita"}, Teams: []string{"leads"}}})
	w.call("wendy", "PATCH", refs+"/heads/main", `{"sha":"`+next+`"}`).want(200)
	a := w.call("olga", "GET", "/repos/acme/sdk/branches/main/protection", "").want(200)
	if a.get("required_pull_request_reviews", "require_code_owner_reviews") != true {
		t.Errorf("protection: %s", a.body)
	}
	allowed := a.get("required_pull_request_reviews", "bypass_pull_request_allowances").(map[string]any)
	if len(allowed["users"].([]any)) != 1 || len(allowed["teams"].([]any)) != 1 || len(allowed["apps"].([]any)) != 0 {
		t.Errorf("allowed past it are %v", allowed)
	}
}
