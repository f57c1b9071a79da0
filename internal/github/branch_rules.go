package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// BranchRule is one rule of a ruleset that holds for a branch.
type BranchRule struct {
	Type       string `json:"type"` // pull_request, non_fast_forward, ...
	Ruleset    int64  `json:"ruleset_id"`
	Parameters struct {
		// These two are of pull_request alone.
		Reviews    int  `json:"required_approving_review_count"`
		CodeOwners bool `json:"require_code_owner_review"`
	} `json:"parameters"`
}

// BranchRules lists the rules of all active rulesets that hold for a branch,
// whether it exists or not. Whoever may read the repository may ask.
// https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch
func (c *Client) BranchRules(ctx context.Context, repo, branch string) ([]BranchRule, error) {
	return list[BranchRule](ctx, c, "repos/"+repo+"/rules/branches/"+refPath(branch)+"?per_page=100")
}

// Ruleset is what a ruleset says of those whom it does not bind.
type Ruleset struct {
	Name   string        `json:"name"`
	Bypass []BypassActor `json:"bypass_actors"` // nil: GitHub does not tell this reader
}

// BypassActor is somebody whom a ruleset does not bind.
type BypassActor struct {
	ID   *int64 `json:"actor_id"`
	Type string `json:"actor_type"`  // User, Team, Integration, RepositoryRole, OrganizationAdmin, DeployKey
	Mode string `json:"bypass_mode"` // always, pull_request, exempt
}

// Ruleset reads a ruleset that holds for a repository; its own or one of its
// owner's. Whom it does not bind is told only to those who may change it.
// https://docs.github.com/en/rest/repos/rules#get-a-repository-ruleset
func (c *Client) Ruleset(ctx context.Context, repo string, id int64) (Ruleset, error) {
	var r Ruleset
	_, err := c.call(ctx, "GET", fmt.Sprintf("repos/%s/rulesets/%d", repo, id), nil, &r)
	return r, err
}

// Protection is the protection of a branch, as there was before rulesets.
type Protection struct {
	Reviews *struct {
		Count      int  `json:"required_approving_review_count"`
		CodeOwners bool `json:"require_code_owner_reviews"`
		Bypass     struct {
			Users []Account `json:"users"`
			Teams []Team    `json:"teams"`
			Apps  []App     `json:"apps"`
		} `json:"bypass_pull_request_allowances"`
	} `json:"required_pull_request_reviews"`
	Admins      Switch  `json:"enforce_admins"` // whether it binds administrators, too
	ForcePushes *Switch `json:"allow_force_pushes"`
}

// Switch is a setting that is on or off.
type Switch struct {
	Enabled bool `json:"enabled"`
}

// ErrNoBranch means that there is no branch of that name.
var ErrNoBranch = errors.New("there is no such branch")

// Protection reads the protection of a branch; nil for none. It takes an
// administrator: to others GitHub says 404.
// https://docs.github.com/en/rest/branches/branch-protection#get-branch-protection
func (c *Client) Protection(ctx context.Context, repo, branch string) (*Protection, error) {
	var p Protection
	_, err := c.call(ctx, "GET", "repos/"+repo+"/branches/"+refPath(branch)+"/protection", nil, &p)
	if e, ok := errors.AsType[*Error](err); ok {
		switch {
		case e.Status == http.StatusNotFound && e.Message == "Branch not protected":
			return nil, nil
		case e.Status == http.StatusNotFound && e.Message == "Branch not found":
			return nil, ErrNoBranch
		case e.Status == http.StatusForbidden && strings.HasPrefix(e.Message, "Upgrade to"):
			return nil, nil // private repositories of the free plans have none
		}
	}
	if err != nil {
		return nil, err
	}
	return &p, nil
}

// BranchesWithPrefix lists the branches whose names begin with a text.
// https://docs.github.com/en/rest/git/refs#list-matching-references
func (c *Client) BranchesWithPrefix(ctx context.Context, repo, prefix string) ([]string, error) {
	refs, err := list[Ref](ctx, c, "repos/"+repo+"/git/matching-refs/heads/"+refPath(prefix))
	var names []string
	for _, r := range refs {
		names = append(names, strings.TrimPrefix(r.Ref, "refs/heads/"))
	}
	return names, err
}

// CodeownersError is a line of CODEOWNERS that GitHub leaves out, such as one
// with an owner who is unknown or may not write.
type CodeownersError struct {
	Path    string `json:"path"`
	Line    int    `json:"line"`
	Kind    string `json:"kind"`
	Message string `json:"message"`
}

// CodeownersErrors lists what is wrong with CODEOWNERS on a branch. Where there
// is no such file GitHub says 404.
// https://docs.github.com/en/rest/repos/repos#list-codeowners-errors
func (c *Client) CodeownersErrors(ctx context.Context, repo, branch string) ([]CodeownersError, error) {
	var out struct {
		Errors []CodeownersError `json:"errors"`
	}
	_, err := c.call(ctx, "GET", "repos/"+repo+"/codeowners/errors?ref="+url.QueryEscape(branch), nil, &out)
	return out.Errors, err
}
