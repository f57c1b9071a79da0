package rest

import (
	"net/http"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/gitwrite"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Source: docs.github.com/rest/branches/branches.
func branchRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/repos/{owner}/{repo}/branches", Need: readContents, Handle: listBranches},
		{Method: "GET", Path: "/repos/{owner}/{repo}/branches/{branch}", Need: readContents, Handle: getBranch},
		{Method: "POST", Path: "/repos/{owner}/{repo}/merges", Need: writeContents, Handle: mergeBranch},
	}
}

func listBranches(c *Call) (int, any, error) {
	refs, err := c.gitRepo().Refs(c.Request.Context(), "refs/heads/")
	if err != nil {
		return 0, nil, err
	}
	if want := c.Query("protected"); want != "" {
		kept := refs[:0]
		for _, r := range refs {
			name, _ := hub.BranchName(r.Name)
			if c.isProtected(name) == (want == "true") {
				kept = append(kept, r)
			}
		}
		refs = kept
	}
	return http.StatusOK, PageOf(c, refs, func(r gitstore.Ref) Object {
		name, _ := hub.BranchName(r.Name)
		return Object{"name": name, "commit": Object{"sha": r.SHA, "url": repoAPI(c.Repo, "/commits/%s", r.SHA)}, "protected": c.isProtected(name)}
	}), nil
}

func getBranch(c *Call) (int, any, error) {
	name := c.Param("branch")
	ref, err := c.gitRepo().Branch(c.Request.Context(), name)
	if err != nil {
		return 0, nil, c.orElse(err, &Error{Status: http.StatusNotFound, Message: "Branch not found"})
	}
	k, err := c.gitRepo().Commit(c.Request.Context(), ref.SHA)
	if err != nil {
		return 0, nil, err
	}
	self := repoAPI(c.Repo, "/branches/%s", inPath(name))
	protected := c.isProtected(name)
	return http.StatusOK, Object{
		"name": name, "commit": c.commit(k), "protected": protected, "protection_url": self + "/protection",
		"protection": Object{
			"enabled":                protected,
			"required_status_checks": Object{"enforcement_level": "off", "contexts": []string{}, "checks": []Object{}},
		},
		"_links": Object{"self": self, "html": repoWeb(c.Repo, "/tree/%s", inPath(name))},
	}, nil
}

// isProtected reports whether a branch has a protection rule, or a ruleset has rules for it: both were seen to count
// (hub4j/github-api, 2062; crs-k/stale-branches, 1061).
func (c *Call) isProtected(branch string) bool {
	_, protected := c.Hub.ProtectionOf(c.Repo.ID, branch)
	return protected || len(c.Hub.BranchRules(c.Repo.ID, branch)) > 0
}

func mergeBranch(c *Call) (int, any, error) {
	var in struct {
		Base, Head    string
		CommitMessage string `json:"commit_message"`
	}
	if err := c.Decode(&in); err != nil {
		return 0, nil, err
	}
	switch {
	case in.Base == "":
		return 0, nil, missingField("base")
	case in.Head == "":
		return 0, nil, missingField("head")
	}
	sha, err := c.Git.Merge(c.Request.Context(), c.Caller, c.Repo.ID, gitwrite.Merge{Base: in.Base, Head: in.Head, Message: in.CommitMessage})
	if err != nil {
		return 0, nil, err
	}
	if sha == "" {
		return http.StatusNoContent, nil, nil
	}
	k, err := c.gitRepo().Commit(c.Request.Context(), sha)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusCreated, c.commit(k), nil
}
