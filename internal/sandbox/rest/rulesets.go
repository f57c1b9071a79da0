package rest

import (
	"net/http"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Source: docs.github.com/rest/repos/rules.
func rulesetRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/repos/{owner}/{repo}/rules/branches/{branch}", Need: metadata, Handle: listBranchRules},
		{Method: "GET", Path: "/repos/{owner}/{repo}/rulesets", Need: metadata, Handle: listRulesets},
		{Method: "GET", Path: "/repos/{owner}/{repo}/rulesets/{ruleset_id}", Need: metadata, Handle: getRuleset},
	}
}

// listBranchRules lists the rules of rulesets only, not of branch protection, as on GitHub.
func listBranchRules(c *Call) (int, any, error) {
	list := []Object{}
	for _, s := range c.Hub.BranchRules(c.Repo.ID, c.Param("branch")) {
		for _, r := range s.Rules {
			o := rule(r)
			o["ruleset_id"] = s.ID
			o["ruleset_source_type"], o["ruleset_source"] = c.rulesetSource(s)
			list = append(list, o)
		}
	}
	return http.StatusOK, Page(c, list), nil
}

// listRulesets lists them without what is in them.
func listRulesets(c *Call) (int, any, error) {
	all, err := c.Hub.Rulesets(c.Caller, c.Repo.ID, c.Query("includes_parents") != "false")
	if err != nil {
		return 0, nil, err
	}
	if targets := c.Query("targets"); targets != "" && !strings.Contains(targets, "branch") {
		all = nil
	}
	return http.StatusOK, PageOf(c, all, c.rulesetSummary), nil
}

func getRuleset(c *Call) (int, any, error) {
	id, err := c.Number("ruleset_id")
	if err != nil {
		return 0, nil, err
	}
	all, err := c.Hub.Rulesets(c.Caller, c.Repo.ID, c.Query("includes_parents") != "false")
	if err != nil {
		return 0, nil, err
	}
	for _, s := range all {
		if s.ID == id {
			return http.StatusOK, c.ruleset(s), nil
		}
	}
	return 0, nil, NotFound()
}

func (c *Call) rulesetSummary(s hub.Ruleset) Object {
	kind, name := c.rulesetSource(s)
	self, page := repoAPI(c.Repo, "/rulesets/%d", s.ID), repoWeb(c.Repo, "/rules/%d", s.ID)
	if s.Repo == 0 {
		self, page = api("/orgs/%s/rulesets/%d", name, s.ID), web("/organizations/%s/settings/rules/%d", name, s.ID)
	}
	return Object{
		"id": s.ID, "node_id": s.NodeID(), "name": s.Name, "target": "branch", "source_type": kind, "source": name, "enforcement": s.Enforcement,
		"created_at": stamp(s.CreatedAt), "updated_at": stamp(s.UpdatedAt), "_links": Object{"self": Object{"href": self}, "html": Object{"href": page}},
	}
}

// ruleset is all of a ruleset. Who may go past it is left out for those who may not change it.
func (c *Call) ruleset(s hub.Ruleset) Object {
	o := c.rulesetSummary(s)
	rules, exclude := []Object{}, s.Exclude
	for _, r := range s.Rules {
		rules = append(rules, rule(r))
	}
	if exclude == nil {
		exclude = []string{}
	}
	names := Object{"ref_name": Object{"include": s.Include, "exclude": exclude}}
	if s.Repo == 0 {
		names["repository_name"] = Object{"include": []string{"~ALL"}, "exclude": []string{}, "protected": false}
	}
	o["rules"], o["conditions"], o["current_user_can_bypass"] = rules, names, c.Hub.Bypasses(c.Caller, c.Repo.ID, s)
	if s.Bypass == nil {
		return o
	}
	actors := []Object{}
	for _, a := range s.Bypass {
		actor := Object{"actor_id": a.ID, "actor_type": a.Type, "bypass_mode": a.Mode}
		if a.ID == 0 {
			actor["actor_id"] = nil
		}
		actors = append(actors, actor)
	}
	o["bypass_actors"] = actors
	return o
}

// rulesetSource says whose a ruleset is: the repository's or its owner's.
func (c *Call) rulesetSource(s hub.Ruleset) (kind, name string) {
	if s.Repo == 0 {
		return "Organization", c.Hub.OwnerOf(s).Login
	}
	return "Repository", c.Repo.FullName()
}

// rule is one rule as JSON.
func rule(r hub.Rule) Object {
	o := Object{"type": string(r.Type)}
	if r.Type == hub.PullRequestRule {
		o["parameters"] = Object{
			"required_approving_review_count": r.Reviews, "require_code_owner_review": r.CodeOwners, "dismiss_stale_reviews_on_push": false,
			"require_last_push_approval": false, "required_review_thread_resolution": false, "allowed_merge_methods": []string{"merge", "squash", "rebase"},
		}
	}
	return o
}
