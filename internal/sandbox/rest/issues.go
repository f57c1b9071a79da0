package rest

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func issueRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/repos/{owner}/{repo}/issues", Need: readIssues, Handle: listIssues},
		{Method: "POST", Path: "/repos/{owner}/{repo}/issues", Handle: createIssue},
		{Method: "GET", Path: "/repos/{owner}/{repo}/issues/{issue_number}", Need: readIssues, Handle: getIssue},
		{Method: "PATCH", Path: "/repos/{owner}/{repo}/issues/{issue_number}", Handle: updateIssue},
	}
}

func getIssue(c *Call) (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.renderIssue(c.Repo, i), nil
}

// issue finds the issue of {issue_number}. One that was transferred is where
// the error leads: 301, also for writes.
// Source: docs.github.com/rest/issues/issues#update-an-issue.
func (c *Call) issue() (hub.Issue, error) {
	n, err := c.Number("issue_number")
	if err != nil {
		return hub.Issue{}, err
	}
	i, err := c.Hub.Issue(c.Caller, c.Repo.ID, int(n))
	if err == nil {
		return i, nil
	}
	if moved, ok := c.Hub.MovedIssue(c.Caller, c.Repo.ID, int(n)); ok {
		segments := strings.Split(c.Request.URL.EscapedPath(), "/")
		at := slices.Index(segments, "issues")
		to := api("/repositories/%d/issues/%d", moved.Repo, moved.Number)
		return hub.Issue{}, &Moved{To: strings.Join(append([]string{to}, segments[at+2:]...), "/"), Status: http.StatusMovedPermanently}
	}
	return hub.Issue{}, err
}

func listIssues(c *Call) (int, any, error) {
	list, err := c.Hub.Issues(c.Caller, c.Repo.ID)
	if err != nil {
		return 0, nil, err
	}
	keep, err := c.issueFilter()
	if err != nil {
		return 0, nil, err
	}
	list = slices.DeleteFunc(list, func(i hub.Issue) bool { return !keep(i) })
	slices.SortStableFunc(list, c.issueOrder())
	return http.StatusOK, PageOf(c, list, func(i hub.Issue) Object { return c.renderIssue(c.Repo, i) }), nil
}

// issueFilter is the query's choice among issues.
// Source: docs.github.com/rest/issues/issues#list-repository-issues.
func (c *Call) issueFilter() (func(hub.Issue) bool, error) {
	state := cmp.Or(c.Query("state"), "open")
	if state != "open" && state != "closed" && state != "all" {
		return nil, Invalid("Issue", "state", "invalid")
	}
	since, err := c.since()
	if err != nil {
		return nil, err
	}
	creator, assignee := c.Query("creator"), c.Query("assignee")
	var labels []string
	if text := c.Query("labels"); text != "" {
		labels = strings.Split(text, ",")
	}
	return func(i hub.Issue) bool {
		return (state == "all" || string(i.State) == state) &&
			!i.UpdatedAt.Before(since) &&
			(creator == "" || strings.EqualFold(i.Author.Login, creator)) &&
			assigned(i, assignee) && bearsAll(i, labels)
	}, nil
}

// assigned is the filter assignee: a login, * for anybody, none.
func assigned(i hub.Issue, who string) bool {
	switch who {
	case "":
		return true
	case "none":
		return len(i.Assignees) == 0
	case "*":
		return len(i.Assignees) > 0
	}
	return slices.ContainsFunc(i.Assignees, func(u hub.User) bool { return strings.EqualFold(u.Login, who) })
}

func bearsAll(i hub.Issue, labels []string) bool {
	for _, name := range labels {
		if !slices.ContainsFunc(i.Labels, func(l hub.Label) bool { return strings.EqualFold(l.Name, name) }) {
			return false
		}
	}
	return true
}

// issueOrder is the query's sort and direction, newest first if not given.
func (c *Call) issueOrder() func(a, b hub.Issue) int {
	key := func(i hub.Issue) int64 { return int64(i.Number) }
	switch c.Query("sort") {
	case "updated":
		key = func(i hub.Issue) int64 { return i.UpdatedAt.Unix() }
	case "comments":
		key = func(i hub.Issue) int64 { return int64(i.Comments) }
	}
	if c.Query("direction") == "asc" {
		return func(a, b hub.Issue) int { return cmp.Compare(key(a), key(b)) }
	}
	return func(a, b hub.Issue) int { return cmp.Compare(key(b), key(a)) }
}

// renderIssue is an issue as JSON.
func (c *Call) renderIssue(r hub.Repository, i hub.Issue) Object {
	self := repoAPI(r, "/issues/%d", i.Number)
	labels, assignees := []Object{}, []Object{}
	for _, l := range i.Labels {
		labels = append(labels, labelOf(r, l))
	}
	for _, u := range i.Assignees {
		assignees = append(assignees, simpleUser(u))
	}
	var first any
	if len(assignees) > 0 {
		first = assignees[0]
	}
	o := Object{
		"id": i.ID, "node_id": i.NodeID(), "url": self, "repository_url": repoAPI(r, ""), "labels_url": self + "/labels{/name}",
		"comments_url": self + "/comments", "events_url": self + "/events", "timeline_url": self + "/timeline", "html_url": repoWeb(r, "/issues/%d", i.Number),
		"number": i.Number, "state": string(i.State), "state_reason": orNull(string(i.StateReason)), "title": i.Title, "body": orNull(i.Body),
		"user": simpleUser(i.Author), "labels": labels, "assignee": first, "assignees": assignees, "milestone": nil,
		"locked": false, "active_lock_reason": nil, "comments": i.Comments,
		"closed_at": stamp(i.ClosedAt), "created_at": stamp(i.CreatedAt), "updated_at": stamp(i.UpdatedAt), "closed_by": nullableUser(i.ClosedBy),
		"author_association": c.Hub.Association(r.ID, i.Author.ID), "performed_via_github_app": c.via(i.App), "reactions": reactions(self),
	}
	if i.Pull != nil {
		page := repoWeb(r, "/pull/%d", i.Number)
		o["html_url"], o["draft"] = page, i.Pull.Draft
		o["pull_request"] = Object{"url": repoAPI(r, "/pulls/%d", i.Number), "html_url": page, "diff_url": page + ".diff", "patch_url": page + ".patch", "merged_at": nil}
	}
	return o
}

// reactions are none: the sandbox has no reactions.
func reactions(self string) Object {
	o := Object{"url": self + "/reactions", "total_count": 0}
	for _, name := range []string{"+1", "-1", "laugh", "confused", "heart", "hooray", "eyes", "rocket"} {
		o[name] = 0
	}
	return o
}
