package inbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/inbox"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// broken fails to read one request.
type broken struct {
	*facts.Reader
	number int
}

func (b broken) Read(ctx context.Context, number int) (*facts.Reading, error) {
	if number == b.number {
		return nil, errors.New("HTTP 502: out of order\nand more")
	}
	return b.Reader.Read(ctx, number)
}

// ReadOpen leaves it to be read by itself.
func (b broken) ReadOpen(ctx context.Context, limit int, pick func(github.RequestIssue) bool) ([]facts.Opened, bool, error) {
	list, more, err := b.Reader.ReadOpen(ctx, limit, pick)
	for i := range list {
		if list[i].Issue.Number == b.number {
			list[i] = facts.Opened{Issue: list[i].Issue, Err: errors.New("HTTP 502: out of order")}
		}
	}
	return list, more, err
}

func all(release.Project) bool { return true }

// issue files an ordinary issue.
func issue(t *testing.T, w *factstest.World, title, body string) int {
	t.Helper()
	h := w.Hub()
	made, err := h.CreateIssue(h.As("erin"), w.Central.ID(), hub.NewIssue{Title: title, Body: body})
	if err != nil {
		t.Fatal(err)
	}
	return made.Number
}

// listed are the requests of a list with their states.
func listed(t *testing.T, in *inbox.Inbox, limit int, keep func(release.Project) bool) (lines []string, more bool) {
	t.Helper()
	items, more, err := in.List(t.Context(), limit, keep)
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range items {
		lines = append(lines, fmt.Sprintf("%d %s %s", item.Number, item.State, item.Detail))
	}
	return lines, more
}

func TestList_oneRequestThatCannotBeReadHurtsOnlyItself(t *testing.T) {
	w := factstest.New(t, "unreadable")
	first, second := w.File(), w.File()
	in := &inbox.Inbox{Repository: w.Repository(), Reader: broken{w.Reader("adam", true), second}}
	lines, more := listed(t, in, 50, all)
	want := []string{fmt.Sprintf("%d unknown it cannot be read: HTTP 502: out of order", second), fmt.Sprintf("%d pending 0 of 1 approvals", first)}
	if !slices.Equal(lines, want) || more {
		t.Errorf("listed are %q, %v", lines, more)
	}
}

func TestList_findsRequestsAmongOtherIssues(t *testing.T) {
	w := factstest.New(t, "among")
	first := w.File()
	for n := range 7 {
		issue(t, w, fmt.Sprintf("question %d", n), "publish: acme/among@1.2.3")
	}
	forgedToo := issue(t, w, "publish: acme/among@9.9.8", "please")
	forged := issue(t, w, "publish: acme/among@9.9.9", "please")
	other := issue(t, w, "publish: acme/other@1.2.3", "please")
	in := &inbox.Inbox{Repository: w.Repository(), Reader: w.Reader("adam", true)}

	const spoilt = " malformed the first line of the text is no record"
	pending := fmt.Sprint(first, " pending 0 of 1 approvals")
	every := []string{fmt.Sprint(other, spoilt), fmt.Sprint(forged, spoilt), fmt.Sprint(forgedToo, spoilt), pending}
	among := func(p release.Project) bool { return p.Repo == "among" }
	for name, test := range map[string]struct {
		limit int
		keep  func(release.Project) bool
		want  []string
		more  bool
	}{
		"all":                     {50, all, every, false},
		"as many as there are":    {4, all, every, false},
		"the newest":              {2, all, every[:2], true},
		"the newest of a project": {1, among, every[1:2], true},
		"two of a project":        {2, among, every[1:3], true},
		"of a project":            {5, among, every[1:], false},
		"of no project":           {5, func(release.Project) bool { return false }, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			lines, more := listed(t, in, test.limit, test.keep)
			if !slices.EqualFunc(lines, test.want, strings.HasPrefix) || more != test.more {
				t.Errorf("listed are %q, %v", lines, more)
			}
		})
	}
	if _, err := in.View(t.Context(), 2); err == nil || !strings.Contains(err.Error(), "#2 is an issue, but no request") || fault.HintOf(err) == "" {
		t.Errorf("an ordinary issue is viewed: %v", err)
	}
	if _, err := in.View(t.Context(), 99); err == nil || !strings.Contains(err.Error(), "there is no request") {
		t.Errorf("what is not there is viewed: %v", err)
	}
}

// Renaming a request must not take it out of sight.
func TestList_showsARequestThatWasRenamed(t *testing.T) {
	w := factstest.New(t, "renamed")
	number := w.File()
	h := w.Hub()
	filed, err := h.Issue(h.As("erin"), w.Central.ID(), number)
	if err != nil {
		t.Fatal(err)
	}
	title := "nothing to see here"
	if _, err := h.UpdateIssue(h.As("erin"), filed.ID, hub.IssueChange{Title: &title}); err != nil {
		t.Fatal(err)
	}
	in := &inbox.Inbox{Repository: w.Repository(), Reader: w.Reader("adam", true)}
	items, _, err := in.List(t.Context(), 50, all)
	if err != nil || len(items) != 1 {
		t.Fatalf("listed are %+v, %v", items, err)
	}
	item, err := in.View(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range []inbox.Item{items[0], *item} {
		if i.State != release.Malformed && i.State != release.Changed || i.Version != "" || i.Issue.Title != title {
			t.Errorf("it is %s (%s)", i.State, i.Detail)
		}
	}
}
