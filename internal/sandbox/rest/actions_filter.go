package rest

import (
	"strconv"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// runFilter is what the query asks of runs. Status may be a status or a
// conclusion.
// Source: docs.github.com/rest/actions/workflow-runs#list-workflow-runs-for-a-repository.
func (c *Call) runFilter() (func(hub.Run) bool, error) {
	within, err := timeRange(c.Query("created"))
	if err != nil {
		return nil, err
	}
	is := func(name, value string) bool {
		wanted := c.Query(name)
		return wanted == "" || strings.EqualFold(wanted, value)
	}
	return func(r hub.Run) bool {
		return is("event", r.Event) && is("branch", r.Branch()) && is("actor", r.Actor.Login) && is("head_sha", r.SHA) &&
			is("check_suite_id", strconv.FormatInt(r.Suite, 10)) &&
			(is("status", r.Status) || is("status", r.Conclusion)) && within(r.CreatedAt)
	}, nil
}

// timeRange reads a range of times: 2026-01-31, >=2026-01-31, a..b, *..b, with
// days or times. A day alone stands for all of it.
// Source: docs.github.com, "Understanding the search syntax", query for dates.
func timeRange(query string) (func(time.Time) bool, error) {
	from, to, isRange := strings.Cut(query, "..")
	switch {
	case query == "":
		return func(time.Time) bool { return true }, nil
	case isRange:
	case strings.HasPrefix(query, ">="):
		from, to = query[2:], "*"
	case strings.HasPrefix(query, ">"):
		_, after, err := span(query[1:])
		return func(t time.Time) bool { return t.After(after) }, err
	case strings.HasPrefix(query, "<="):
		from, to = "*", query[2:]
	case strings.HasPrefix(query, "<"):
		before, _, err := span(query[1:])
		return func(t time.Time) bool { return t.Before(before) }, err
	default:
		from, to = query, query
	}
	start, _, err := span(from)
	if err != nil {
		return nil, err
	}
	_, end, err := span(to)
	if err != nil {
		return nil, err
	}
	return func(t time.Time) bool {
		return (start.IsZero() || !t.Before(start)) && (end.IsZero() || !t.After(end))
	}, nil
}

// span is the first and the last second of a day or a time; zero for *.
func span(text string) (first, last time.Time, err error) {
	if text == "*" {
		return first, last, nil
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day, day.Add(24*time.Hour - time.Second), nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, t, nil
		}
	}
	return first, last, Unprocessable("The value of created is no range of dates")
}
