package cli

import (
	"cmp"
	"time"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/inbox"
	"github.com/release-request/gh-release-request/internal/output"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// itemFields is what --json tells of a request. A request that cannot be read
// has no record and no verdict, and says so in its detail.
var itemFields = output.Fields[inbox.Item]{
	{Name: "approvals", Of: func(i inbox.Item) any { return orEmpty(approvalsOf(i)) }},
	{Name: "automatic", Of: func(i inbox.Item) any { return i.Verdict.Automatic }},
	{Name: "base", Of: func(i inbox.Item) any { return requestOf(i).Base }},
	{Name: "branch", Of: func(i inbox.Item) any { return requestOf(i).Branch }},
	{Name: "commit", Of: func(i inbox.Item) any { return requestOf(i).Commit }},
	{Name: "createdAt", Of: func(i inbox.Item) any { return i.Issue.CreatedAt }},
	{Name: "decision", Of: func(i inbox.Item) any { return i.Verdict.Decision }},
	{Name: "detail", Of: func(i inbox.Item) any { return i.Detail }},
	{Name: "digest", Of: func(i inbox.Item) any { return digestOf(i) }},
	{Name: "emergencies", Of: func(i inbox.Item) any { return orEmpty(emergenciesOf(i)) }},
	{Name: "left", Of: func(i inbox.Item) any { return orEmpty(i.Verdict.Left) }},
	{Name: "next", Of: func(i inbox.Item) any { return i.Next() }},
	{Name: "number", Of: func(i inbox.Item) any { return i.Number }},
	{Name: "policyCommit", Of: func(i inbox.Item) any { return i.Verdict.PolicyCommit }},
	{Name: "project", Of: func(i inbox.Item) any { return projectOf(i) }},
	{Name: "rehearsal", Of: func(i inbox.Item) any { return requestOf(i).Rehearsal }},
	{Name: "requester", Of: func(i inbox.Item) any { return requesterOf(i) }},
	{Name: "rules", Of: func(i inbox.Item) any { return orEmpty(i.Verdict.Findings) }},
	{Name: "state", Of: func(i inbox.Item) any { return i.State }},
	{Name: "targets", Of: func(i inbox.Item) any { return targetsOf(i) }},
	{Name: "title", Of: func(i inbox.Item) any { return i.Issue.Title }},
	{Name: "url", Of: func(i inbox.Item) any { return i.Issue.URL }},
	{Name: "version", Of: func(i inbox.Item) any { return i.Version }},
}

// requesterOf is who asked; of what could not be read, who filed it.
func requesterOf(item inbox.Item) string {
	if item.Reading == nil {
		return item.Issue.Author.Person().Login
	}
	return item.Reading.Requester()
}

// target is what became of one target, for JSON and for people.
type target struct {
	Name  string             `json:"name"`
	State policy.TargetState `json:"state"`
	URL   string             `json:"url"`
	Why   string             `json:"why"`
}

// targetRehearsed is what people and programs read of a rehearsal, whose targets
// are done without being out.
const targetRehearsed policy.TargetState = "rehearsed"

// projectOf names a request's project; it is empty where somebody renamed the
// issue.
func projectOf(i inbox.Item) string {
	if i.Version == "" {
		return ""
	}
	return i.Project.String()
}

// nameOf is projectOf for people, who are shown the title where that is all
// there is.
func nameOf(i inbox.Item) string { return cmp.Or(projectOf(i), i.Issue.Title) }

func requestOf(i inbox.Item) release.Request {
	if i.Reading == nil {
		return release.Request{}
	}
	return i.Reading.Parsed.Request
}

func digestOf(i inbox.Item) string {
	if i.Reading == nil || i.Reading.Parsed.Digest.IsZero() {
		return ""
	}
	return i.Reading.Parsed.Digest.String()
}

// emergenciesOf returns the broken glasses that the request rests on, or would.
func emergenciesOf(i inbox.Item) []policy.Emergency {
	if i.Reading == nil {
		return nil
	}
	return i.Reading.Facts.Emergencies(i.Verdict)
}

func targetsOf(i inbox.Item) []target {
	if i.Reading == nil {
		return []target{}
	}
	list := targetsIn(i.Reading)
	for n, t := range list {
		if r := reported(i, t.Name); r != nil && t.State == policy.TargetUnknown {
			list[n] = target{Name: t.Name, State: r.State, URL: r.URL, Why: r.Why}
		}
	}
	return list
}

// targetsIn goes by what approvers have settled, too.
func targetsIn(reading *facts.Reading) []target {
	request := reading.Parsed.Request
	states, _ := policy.Settled(reading.Rules, request, reading.Facts).Get()
	list := []target{}
	for _, name := range request.Targets {
		t := states[name]
		if t.State == policy.TargetPublished && request.Rehearsal {
			t.State = targetRehearsed
		}
		list = append(list, target{Name: name, State: t.State, URL: t.URL, Why: t.Why})
	}
	return list
}

// now is GitHub's clock, which the times of requests are of; ours where nothing
// was read.
func (env *Env) now(items []inbox.Item) time.Time {
	for _, item := range items {
		if item.Reading != nil {
			return item.Reading.Facts.Now
		}
	}
	return env.Now()
}

// receiptsOf returns the receipts that count, oldest first.
func receiptsOf(i inbox.Item) []facts.Comment {
	var list []facts.Comment
	if i.Reading != nil {
		for _, c := range i.Reading.Comments {
			if c.Receipt != nil {
				list = append(list, c)
			}
		}
	}
	return list
}

// orEmpty makes an empty list [] in JSON.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
