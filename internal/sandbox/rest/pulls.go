package rest

import (
	"net/http"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

var readPulls = hub.Need{Permission: "pull_requests", Access: hub.ReadAccess, Role: hub.Read}

func pullRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/repos/{owner}/{repo}/pulls", Need: readPulls, Handle: listPulls},
		{Method: "POST", Path: "/repos/{owner}/{repo}/pulls", Handle: createPull},
		{Method: "GET", Path: "/repos/{owner}/{repo}/pulls/{pull_number}", Need: readPulls, Handle: getPull},
	}
}

func listPulls(c *Call) (int, any, error) {
	list, err := c.Hub.Pulls(c.Caller, c.Repo.ID)
	if err != nil {
		return 0, nil, err
	}
	state, head, base := c.Query("state"), c.Query("head"), c.Query("base")
	if state == "" {
		state = "open"
	}
	list = slices.DeleteFunc(list, func(i hub.Issue) bool {
		return (state != "all" && string(i.State) != state) || (base != "" && i.Pull.Base != base) ||
			(head != "" && !strings.EqualFold(head, c.Repo.Owner.Login+":"+i.Pull.Head))
	})
	if c.Query("direction") != "asc" {
		slices.Reverse(list)
	}
	return http.StatusOK, PageOf(c, list, c.simplePull), nil
}

func getPull(c *Call) (int, any, error) {
	n, err := c.Number("pull_number")
	if err != nil {
		return 0, nil, err
	}
	i, err := c.Hub.Pull(c.Caller, c.Repo.ID, int(n))
	if err != nil {
		return 0, nil, err
	}
	return c.answerPull(http.StatusOK, i)
}

func createPull(c *Call) (int, any, error) {
	var in struct {
		Title, Body, Head, Base string
		Draft                   bool
	}
	if err := c.Decode(&in); err != nil {
		return 0, nil, err
	}
	for name, value := range map[string]string{"base": in.Base, "head": in.Head} {
		if value == "" {
			return 0, nil, missingField(name)
		}
	}
	if err := c.SignedIn(); err != nil {
		return 0, nil, err
	}
	i, err := c.Git.CreatePull(c.Request.Context(), c.Caller, c.Repo.ID, hub.NewPull{
		Title: in.Title, Body: in.Body, Pull: hub.Pull{Head: in.Head, Base: in.Base, Draft: in.Draft},
	})
	if err != nil {
		return 0, nil, err
	}
	c.header.Set("Location", repoAPI(c.Repo, "/pulls/%d", i.Number))
	return c.answerPull(http.StatusCreated, i)
}

// answerPull answers a pull request with what only its own address tells.
func (c *Call) answerPull(status int, i hub.Issue) (int, any, error) {
	lies, err := c.gitRepo().Compare(c.Request.Context(), i.Pull.BaseSHA, i.Pull.HeadSHA)
	if err != nil {
		return 0, nil, err
	}
	added, removed := 0, 0
	for _, f := range lies.Files {
		added, removed = added+f.Additions, removed+f.Deletions
	}
	o := c.simplePull(i)
	for k, v := range (Object{
		"merged": false, "mergeable": nil, "rebaseable": nil, "mergeable_state": "unknown", "merged_by": nil, "comments": i.Comments, "review_comments": 0,
		"maintainer_can_modify": false, "commits": lies.Ahead, "additions": added, "deletions": removed, "changed_files": len(lies.Files),
	}) {
		o[k] = v
	}
	return status, o, nil
}

// simplePull is a pull request as the list has it.
func (c *Call) simplePull(i hub.Issue) Object {
	self, page, issue := repoAPI(c.Repo, "/pulls/%d", i.Number), repoWeb(c.Repo, "/pull/%d", i.Number), repoAPI(c.Repo, "/issues/%d", i.Number)
	o := c.renderIssue(c.Repo, i)
	for _, name := range strings.Fields("repository_url labels_url events_url timeline_url state_reason closed_by performed_via_github_app reactions comments pull_request") {
		delete(o, name)
	}
	links := Object{
		"self": link(self), "html": link(page), "issue": link(issue), "comments": link(issue + "/comments"), "review_comments": link(self + "/comments"),
		"review_comment": link(repoAPI(c.Repo, "/pulls/comments{/number}")), "commits": link(self + "/commits"), "statuses": link(repoAPI(c.Repo, "/statuses/%s", i.Pull.HeadSHA)),
	}
	for k, v := range (Object{
		"url": self, "html_url": page, "diff_url": page + ".diff", "patch_url": page + ".patch", "issue_url": issue, "commits_url": self + "/commits",
		"review_comments_url": self + "/comments", "review_comment_url": repoAPI(c.Repo, "/pulls/comments{/number}"), "comments_url": issue + "/comments",
		"statuses_url": repoAPI(c.Repo, "/statuses/%s", i.Pull.HeadSHA), "merged_at": nil, "merge_commit_sha": nil, "draft": i.Pull.Draft, "auto_merge": nil,
		"requested_reviewers": []Object{}, "requested_teams": []Object{}, "_links": links,
		"head": c.pullEnd(i.Pull.Head, i.Pull.HeadSHA), "base": c.pullEnd(i.Pull.Base, i.Pull.BaseSHA),
	}) {
		o[k] = v
	}
	return o
}

func link(to string) Object { return Object{"href": to} }

func (c *Call) pullEnd(branch, sha string) Object {
	return Object{"label": c.Repo.Owner.Login + ":" + branch, "ref": branch, "sha": sha, "user": simpleUser(c.Repo.Owner), "repo": c.repository(c.Repo)}
}
