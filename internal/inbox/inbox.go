// Package inbox shows requests: which are open, where each stands, on whom it
// waits and why. It stands on the work floor. It writes nothing, and what it
// shows is what the gate would say, as far as this reader can see.
package inbox

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// reader reads the facts of requests.
type reader interface {
	Read(ctx context.Context, number int) (*facts.Reading, error)
	ReadOpen(ctx context.Context, limit int, pick func(github.RequestIssue) bool) (list []facts.Opened, more bool, err error)
}

// Inbox is the requests of one central repository.
type Inbox struct {
	Repository string
	Reader     reader
}

// Item is one request as it stands.
type Item struct {
	Number  int
	Project release.Project // of the title, or of a form; zero, as Version is, when that does not tell
	Version release.Version
	State   release.State
	Detail  string         // what it waits for, failed at, or was ended by; may be empty
	Reading *facts.Reading // nil when it could not be read
	Verdict policy.Verdict
	Issue   github.RequestIssue
}

// atOnce is how many requests are read by themselves at the same time.
const atOnce = 6

// List returns the open requests, newest first, at most limit, and whether
// there are more; keep picks those of interest by project. They are read all
// together; one of which the list could not tell is read by itself, and one that
// cannot be read at all hurts only itself.
func (in *Inbox) List(ctx context.Context, limit int, keep func(release.Project) bool) (items []Item, more bool, err error) {
	list, more, err := in.Reader.ReadOpen(ctx, limit, func(issue github.RequestIssue) bool {
		item, ok := itemOf(issue)
		return ok && keep(item.Project)
	})
	if err != nil {
		return nil, false, err
	}
	items = make([]Item, len(list))
	var g errgroup.Group
	g.SetLimit(atOnce)
	for i, opened := range list {
		items[i], _ = itemOf(opened.Issue)
		if opened.Err == nil {
			items[i].judge(opened.Reading)
			continue
		}
		g.Go(func() error {
			in.fill(ctx, &items[i])
			return nil
		})
	}
	_ = g.Wait() // fill keeps errors where they belong
	return items, more, ctx.Err()
}

// IsRequest reports whether an issue is a request, though perhaps one that
// somebody spoiled.
func IsRequest(issue github.RequestIssue) bool {
	_, ok := itemOf(issue)
	return ok
}

// itemOf tells a request from any other issue: by its title or by its record,
// since a request that lost one of them must not be out of sight.
func itemOf(issue github.RequestIssue) (Item, bool) {
	item := Item{Number: issue.Number, Issue: issue}
	if project, version, err := record.ParseTitle(issue.Title); err == nil {
		item.Project, item.Version = project, version
		return item, true
	}
	_, problems := record.Parse(issue.Title, issue.Body, "")
	return item, !slices.ContainsFunc(problems, func(p record.Problem) bool { return p.Code == record.ProblemNoRecord })
}

// View returns one request, open or closed.
func (in *Inbox) View(ctx context.Context, number int) (*Item, error) {
	reading, err := in.Reader.Read(ctx, number)
	if err != nil {
		return nil, err
	}
	text := reading.Central.Issue
	item, ok := itemOf(github.RequestIssue{Number: number, Title: text.Title, Body: text.Body,
		State: text.State, URL: text.URL, CreatedAt: text.CreatedAt, Author: text.Author})
	if !ok {
		return nil, fault.New(fault.Failed, "%s#%d is an issue, but no request", in.Repository, number).
			WithHint("gh issue view %d -R %s", number, in.Repository)
	}
	item.judge(reading)
	return &item, nil
}

func (in *Inbox) fill(ctx context.Context, item *Item) {
	reading, err := in.Reader.Read(ctx, item.Number)
	if err != nil {
		item.State, item.Detail = release.Unknown, fmt.Sprintf("it cannot be read: %s", firstLine(err))
		return
	}
	item.judge(reading)
}

func (item *Item) judge(reading *facts.Reading) {
	item.Reading, item.Verdict = reading, reading.Verdict()
	if reading.Facts.Record.Form {
		item.readForm()
	}
	item.State, item.Detail = policy.StateOf(item.Verdict, reading.Parsed.Request, reading.Facts)
	if item.Issue.State != "OPEN" {
		words := []string{endedBy(reading, item.State), item.Detail}
		item.Detail = strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), "; ")
	}
}

// readForm takes from a form what its request will be of, if that is known.
func (item *Item) readForm() {
	answers, problems := record.ParseForm(item.Issue.Body)
	if project, known := item.Reading.Policy.Lookup(answers.Project); known && len(problems) == 0 {
		item.Project, item.Version = project.Source, answers.Version
	}
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
