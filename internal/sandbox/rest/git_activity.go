package rest

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Source: docs.github.com/rest/repos/repos#list-repository-activities.
func activityRoutes() []Route {
	return []Route{{Method: "GET", Path: "/repos/{owner}/{repo}/activity", Need: readContents, Handle: listActivity}}
}

var periods = map[string]time.Duration{
	"day": 24 * time.Hour, "week": 7 * 24 * time.Hour, "month": 30 * 24 * time.Hour, "quarter": 90 * 24 * time.Hour, "year": 365 * 24 * time.Hour,
}

func listActivity(c *Call) (int, any, error) {
	ref := c.Query("ref")
	if ref != "" && !strings.HasPrefix(ref, "refs/") {
		ref = "refs/heads/" + ref
	}
	period, limited := periods[c.Query("time_period")]
	if c.Query("time_period") != "" && !limited {
		return 0, nil, Unprocessable("The time_period is none of day, week, month, quarter, year")
	}
	var list []hub.Push
	for _, p := range c.Hub.Pushes(c.Repo.ID, ref) {
		_, branch := hub.BranchName(p.Ref)
		by, kind := c.Query("actor"), c.Query("activity_type")
		switch {
		case !branch, by != "" && !strings.EqualFold(by, p.Pusher.Login), kind != "" && kind != activityType(p):
		case limited && p.At.Before(c.Hub.Now().Add(-period)):
		default:
			list = append(list, p)
		}
	}
	if c.Query("direction") == "asc" {
		slices.Reverse(list)
	}
	answers := []Object{}
	for _, p := range c.between(list) {
		answers = append(answers, Object{
			"id": p.ID, "node_id": hub.Node{Kind: hub.TimelineNode, Repo: c.Repo.ID, ID: p.ID}.String(), "before": p.Before, "after": p.After,
			"ref": p.Ref, "timestamp": stamp(p.At), "activity_type": activityType(p), "actor": nullableUser(p.Pusher),
		})
	}
	return http.StatusOK, answers, nil
}

func activityType(p hub.Push) string {
	switch {
	case p.Created():
		return "branch_creation"
	case p.Deleted():
		return "branch_deletion"
	case p.Forced:
		return "force_push"
	}
	return "push"
}

// between cuts out the page that follows or precedes a cursor, and links to its neighbours: this list has no page numbers.
func (c *Call) between(list []hub.Push) []hub.Push {
	size := between(c.Query("per_page"), 30, 1, 100)
	at := func(cursor string) int {
		return slices.IndexFunc(list, func(p hub.Push) bool { return activityCursor(p) == cursor })
	}
	from := 0
	if after := c.Query("after"); after != "" {
		from = at(after) + 1
	} else if before := c.Query("before"); before != "" {
		from = max(0, at(before)-size)
	}
	to := min(from+size, len(list))
	var links []string
	link := func(rel, side string, p hub.Push) {
		q := c.Request.URL.Query()
		q.Del("before")
		q.Del("after")
		q.Set(side, activityCursor(p))
		u := url.URL{Path: c.Request.URL.Path, RawQuery: q.Encode()}
		links = append(links, fmt.Sprintf(`<%s%s>; rel="%s"`, apiHost, u.String(), rel))
	}
	if to < len(list) {
		link("next", "after", list[to-1])
	}
	if from > 0 && from < len(list) {
		link("prev", "before", list[from])
	}
	if len(links) > 0 {
		c.header.Set("Link", strings.Join(links, ", "))
	}
	return list[min(from, to):to]
}

func activityCursor(p hub.Push) string {
	return base64.RawURLEncoding.EncodeToString([]byte("activity " + strconv.FormatInt(p.ID, 10)))
}
