package request_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/request"
)

var errDead = errors.New("killed")

// mortal is a person's door that dies at one call, before it is made or after,
// and stays dead.
type mortal struct {
	*github.Client
	at    int // the number of the call, from 1
	after bool
	calls int
}

func (m *mortal) live(call func() error) error {
	m.calls++
	if m.calls > m.at || m.calls == m.at && !m.after {
		return errDead
	}
	err := call()
	if m.calls == m.at {
		return errDead
	}
	return err
}

func (m *mortal) ReadSource(ctx context.Context, q github.SourceQuery) (s *github.Source, err error) {
	err = m.live(func() error { s, err = m.Client.ReadSource(ctx, q); return err })
	return s, err
}

func (m *mortal) CreateIssue(ctx context.Context, repo, title, body string) (i github.Issue, err error) {
	err = m.live(func() error { i, err = m.Client.CreateIssue(ctx, repo, title, body); return err })
	return i, err
}

func (m *mortal) CloseIssue(ctx context.Context, repo string, number int, reason string) error {
	return m.live(func() error { return m.Client.CloseIssue(ctx, repo, number, reason) })
}

func (m *mortal) CreateComment(ctx context.Context, repo string, number int, body string) (c github.Comment, err error) {
	err = m.live(func() error { c, err = m.Client.CreateComment(ctx, repo, number, body); return err })
	return c, err
}

// IssuesTitled is not counted while others are under way, so that calls have the
// same numbers each time.
func (m *mortal) IssuesTitled(ctx context.Context, repo, title string) (i []github.RequestIssue, err error) {
	if m.calls == 0 {
		return m.Client.IssuesTitled(ctx, repo, title)
	}
	err = m.live(func() error { i, err = m.Client.IssuesTitled(ctx, repo, title); return err })
	return i, err
}

// Whatever a request dies of, asking again ends in one branch and one open
// request for its head, to which its approvers were called once.
func TestRequest_killedAnywhereAndAskedAgain(t *testing.T) {
	w := newWorld(t)
	project := w.project(`prepare: {run: [sh, -c, "echo {version} > VERSION"]}, approval: {approvers: [adam]}`)
	for minor, when := range []string{"before", "after"} {
		t.Run(when+" a call", func(t *testing.T) {
			w := world{w.World, t}
			died := true
			for at := 1; died; at++ {
				version := fmt.Sprintf("2.%d.%d", minor, at)
				wish := request.Wish{Project: project, Version: version}
				first := w.as("erin")
				first.Hub = &mortal{Client: w.Client("erin"), at: at, after: when == "after"}
				_, err := ask(t, first, wish)
				if died = err != nil; died && !errors.Is(err, errDead) {
					t.Fatal(err)
				}
				filed, err := ask(t, w.as("erin"), wish)
				if err != nil {
					t.Fatalf("killed at call %d: %v", at, err)
				}
				issue, commit := w.only()
				if issue.Number != filed.Number || commit != filed.Commit || commit != w.branch("release/"+version) {
					t.Errorf("killed at call %d: #%d at %s was returned, #%d is open for %s, and the branch is at %s",
						at, filed.Number, filed.Commit, issue.Number, commit, w.branch("release/"+version))
				}
				if calls := w.comments(issue); len(calls) != 1 || !strings.HasPrefix(calls[0], "@adam: ") {
					t.Errorf("killed at call %d: the comments are %q", at, calls)
				}
				w.close(issue)
			}
		})
	}
}

// meanwhile is a person's door through which the same person files the same
// request from somewhere else, just before or just after.
type meanwhile struct {
	*github.Client
	before bool
	t      *testing.T
	other  int // number of the other one
}

func (m *meanwhile) CreateIssue(ctx context.Context, repo, title, body string) (github.Issue, error) {
	file := func() github.Issue {
		issue, err := m.Client.CreateIssue(ctx, repo, title, body)
		if err != nil {
			m.t.Fatal(err)
		}
		return issue
	}
	if m.before {
		m.other = file().Number
		return file(), nil
	}
	mine := file()
	m.other = file().Number
	return mine, nil
}

func TestRequest_filedTwiceAtTheSameInstantTheLowerNumberStays(t *testing.T) {
	for name, before := range map[string]bool{"the other was faster": true, "the other was slower": false} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			r := w.as("erin")
			hub := &meanwhile{Client: w.Client("erin"), before: before, t: t}
			r.Hub = hub
			filed, err := ask(t, r, request.Wish{Project: w.project("prepare: none, approval: {approvers: [adam]}"), Version: "2.0.0"})
			if err != nil || filed.Number != 1 {
				t.Fatalf("returned is %+v, %v", filed, err)
			}
			open := w.open()
			if before && (hub.other != 1 || len(open) != 1 || open[0].Number != 1) {
				t.Errorf("open are %+v; only the first should be", open)
			}
			if before != (len(w.comments(open[0])) == 0) {
				t.Error("who stays calls the approvers, and nobody else")
			}
			if !before && len(open) != 2 {
				t.Errorf("there are %d; closing the other one is up to the other", len(open))
			}
		})
	}
}

// Only the requester's own call is one, for this request, to whomever it went.
func TestResume_callsOnlyThoseWhoWereNotCalled(t *testing.T) {
	w := newWorld(t)
	wish := request.Wish{Project: w.project("prepare: none, approval: {approvers: [adam, erin]}"), Version: "2.0.0"}
	first := w.as("erin")
	first.Hub = &mortal{Client: w.Client("erin"), at: 3} // filed, and checked for duplicates
	if _, err := ask(t, first, wish); !errors.Is(err, errDead) {
		t.Fatal(err)
	}
	issue, _ := w.only()
	if len(w.comments(issue)) > 0 {
		t.Fatalf("the approvers were called: %q", w.comments(issue))
	}
	say := func(who, text string) {
		if _, err := w.Client(who).CreateComment(t.Context(), w.Repository(), issue.Number, text); err != nil {
			t.Fatal(err)
		}
	}
	say("adam", "@adam: this release waits for an approval. To see it and to approve it: `gh release-request approve 1`.")
	say("erin", "@adam: this release waits for an approval. To see it and to approve it: `gh release-request approve 10`.")
	say("erin", "To see it and to approve it: `gh release-request approve 1`.")
	for range 2 {
		if _, err := ask(t, w.as("erin"), wish); err != nil {
			t.Fatal(err)
		}
	}
	if said := w.comments(issue); len(said) != 4 || !strings.HasPrefix(said[3], "@adam: ") {
		t.Errorf("the comments are %q", said)
	}
	wish.Project = w.project("prepare: none, approval: {approvers: [olivia]}")
	if _, err := ask(t, w.as("erin"), wish); err != nil || len(w.comments(issue)) != 4 {
		t.Errorf("others are called by another policy: %v, %q", err, w.comments(issue))
	}
}
