package rest

import (
	"net/http"
	"slices"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func timelineRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/repos/{owner}/{repo}/issues/{issue_number}/timeline", Need: readIssues, Handle: listTimeline},
		{Method: "GET", Path: "/repos/{owner}/{repo}/issues/{issue_number}/events", Need: readIssues, Handle: listIssueEvents},
		{Method: "GET", Path: "/repos/{owner}/{repo}/issues/events", Need: readIssues, Handle: listRepoEvents},
	}
}

func listTimeline(c *Call) (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return 0, nil, err
	}
	items, err := c.Hub.Timeline(c.Caller, i.ID)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, PageOf(c, items, c.timelineItem), nil
}

func listIssueEvents(c *Call) (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return 0, nil, err
	}
	items, err := c.Hub.Timeline(c.Caller, i.ID)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, PageOf(c, slices.DeleteFunc(items, timelineOnly), c.issueEvent), nil
}

// listRepoEvents lists the events of all issues, newest first.
func listRepoEvents(c *Call) (int, any, error) {
	issues, err := c.Hub.Issues(c.Caller, c.Repo.ID)
	if err != nil {
		return 0, nil, err
	}
	var items []hub.TimelineItem
	of := map[int64]hub.Issue{}
	for _, i := range issues {
		its, err := c.Hub.Timeline(c.Caller, i.ID)
		if err != nil {
			return 0, nil, err
		}
		items, of[i.ID] = append(items, its...), i
	}
	items = slices.DeleteFunc(items, timelineOnly)
	slices.SortFunc(items, func(a, b hub.TimelineItem) int { return int(b.ID - a.ID) })
	return http.StatusOK, PageOf(c, items, func(t hub.TimelineItem) Object {
		o := c.issueEvent(t)
		o["issue"] = c.renderIssue(c.Repo, of[t.Issue])
		return o
	}), nil
}

// timelineOnly reports whether an event stands in the timeline, but not among
// an issue's events. Source: docs.github.com/rest/using-the-rest-api/issue-event-types.
func timelineOnly(t hub.TimelineItem) bool {
	return t.Kind == hub.Commented || t.Kind == hub.CrossReferenced
}

// timelineItem is an event as the timeline has it.
func (c *Call) timelineItem(t hub.TimelineItem) Object {
	switch t.Kind {
	case hub.Commented:
		m, err := c.Hub.Comment(c.Caller, t.Comment)
		if err != nil {
			return Object{"event": string(t.Kind)}
		}
		o := c.renderComment(m)
		o["event"], o["actor"] = string(t.Kind), simpleUser(t.Actor)
		return o
	case hub.CrossReferenced:
		return Object{"event": string(t.Kind), "actor": simpleUser(t.Actor), "created_at": stamp(t.At), "updated_at": stamp(t.At), "source": c.source(t)}
	}
	o := c.event(t)
	if t.Kind == hub.Closed || t.Kind == hub.Reopened {
		o["state_reason"] = orNull(string(t.StateReason))
	}
	return o
}

// source is the issue that refers to this one.
func (c *Call) source(t hub.TimelineItem) Object {
	o := Object{"type": "issue"}
	if i, err := c.Hub.IssueByID(c.Caller, t.Source); err == nil {
		if r, err := c.Hub.RepoByID(c.Caller, i.Repo); err == nil {
			o["issue"] = c.renderIssue(r, i)
		}
	}
	return o
}

// issueEvent is an event as the list of an issue's events has it.
func (c *Call) issueEvent(t hub.TimelineItem) Object {
	o := c.event(t)
	if t.Kind == hub.Assigned || t.Kind == hub.Unassigned {
		o["assigner"] = simpleUser(t.Actor)
	}
	return o
}

// event is what both lists say of an event.
func (c *Call) event(t hub.TimelineItem) Object {
	o := Object{
		"id": t.ID, "node_id": t.NodeID(), "url": repoAPI(c.Repo, "/issues/events/%d", t.ID), "actor": simpleUser(t.Actor), "event": string(t.Kind),
		"commit_id": nil, "commit_url": nil, "created_at": stamp(t.At), "performed_via_github_app": c.via(t.App),
	}
	switch t.Kind {
	case hub.Labeled, hub.Unlabeled:
		o["label"], o["intent"] = Object{"name": t.Label.Name, "color": t.Label.Color}, intent(t.Intent)
	case hub.Renamed:
		o["rename"] = Object{"from": t.From, "to": t.To}
	case hub.Assigned, hub.Unassigned:
		o["assignee"] = simpleUser(t.Assignee)
	}
	return o
}

func intent(i *hub.Intent) any {
	if i == nil {
		return nil
	}
	return Object{"rationale": orNull(i.Rationale), "confidence": orNull(i.Confidence)}
}
