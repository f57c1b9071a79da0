// Package inbox shows requests: which are open, where each stands, on whom it
// waits and why. It stands on the work floor. It writes nothing, and what it
// shows is what the gate would say, as far as this reader can see.
package inbox

import (
	"context"
	"fmt"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// reader reads the facts of a request.
type reader interface {
	Read(ctx context.Context, number int) (*facts.Reading, error)
}

// hub lists the issues of the central repository.
type hub interface {
	OpenIssues(ctx context.Context, repo string, limit int) (issues []github.RequestIssue, more bool, err error)
}

// Inbox is the requests of one central repository.
type Inbox struct {
	Repository string
	Hub        hub
	Reader     reader
}

// Item is one request as it stands.
type Item struct {
	Number  int
	Project release.Project // of the title, which is all there is when the record does not parse
	Version release.Version
	State   release.State
	Detail  string         // what it waits for, failed at, or was ended by; may be empty
	Reading *facts.Reading // nil when it could not be read
	Verdict policy.Verdict
	Err     error // why it could not be read
	Issue   github.RequestIssue
}

// atOnce is how many requests are read at the same time.
const atOnce = 6

// List returns the open requests, newest first, at most limit, and whether
// there may be more; keep picks those of interest by project. One request that
// cannot be read hurts only itself.
func (in *Inbox) List(ctx context.Context, limit int, keep func(release.Project) bool) (items []Item, more bool, err error) {
	issues, more, err := in.Hub.OpenIssues(ctx, in.Repository, limit)
	if err != nil {
		return nil, false, err
	}
	for _, issue := range issues {
		project, version, err := record.ParseTitle(issue.Title)
		if err != nil || !keep(project) {
			continue // an ordinary issue, or another project's request
		}
		items = append(items, Item{Number: issue.Number, Project: project, Version: version, Issue: issue})
	}
	var g errgroup.Group
	g.SetLimit(atOnce)
	for i := range items {
		g.Go(func() error {
			in.fill(ctx, &items[i])
			return nil
		})
	}
	_ = g.Wait() // fill keeps errors where they belong
	return items, more, ctx.Err()
}

// View returns one request, open or closed.
func (in *Inbox) View(ctx context.Context, number int) (*Item, error) {
	reading, err := in.Reader.Read(ctx, number)
	if err != nil {
		return nil, err
	}
	text := reading.Central.Issue
	item := &Item{Number: number, Issue: github.RequestIssue{Number: number, Title: text.Title, Body: text.Body,
		State: text.State, URL: text.URL, CreatedAt: text.CreatedAt, Author: text.Author}}
	if item.Project, item.Version, err = record.ParseTitle(text.Title); err != nil && reading.Parsed.Request.Version == "" {
		item.Detail = err.Error()
	}
	item.judge(reading)
	return item, nil
}

func (in *Inbox) fill(ctx context.Context, item *Item) {
	reading, err := in.Reader.Read(ctx, item.Number)
	if err != nil {
		item.State, item.Detail, item.Err = release.Unknown, fmt.Sprintf("it cannot be read: %s", firstLine(err)), err
		return
	}
	item.judge(reading)
}

func (item *Item) judge(reading *facts.Reading) {
	item.Reading, item.Verdict = reading, reading.Verdict()
	item.State, item.Detail = policy.StateOf(item.Verdict, reading.Parsed.Request, reading.Facts)
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
