package hub_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// heard collects what a hub's subscribers are told, as NAME.ACTION by LOGIN.
func heard(h *hub.Hub) func() string {
	var mu sync.Mutex
	var list []string
	h.Subscribe(func(e hub.Event) {
		mu.Lock()
		defer mu.Unlock()
		by := e.Sender.Login
		if e.ByJob {
			by += " in a job"
		}
		list = append(list, fmt.Sprintf("%s.%s by %s", e.Name, e.Action, by))
	})
	return func() string {
		mu.Lock()
		defer mu.Unlock()
		defer func() { list = nil }()
		return strings.Join(list, ", ")
	}
}

func TestSubscribe_hearsNothingOfRefusedWrites(t *testing.T) {
	w := newWorld(t)
	i := w.issue("rita", "x")
	w.publish.AddLabel("accepted", "00ff00", "")
	told := heard(w.Hub)
	_, err := w.AddLabels(w.As("rita"), i.ID, "accepted")
	refused(t, err, hub.Forbidden)
	_, err = w.CreateIssue(w.As("rita"), w.publish.ID(), hub.NewIssue{})
	refused(t, err, hub.Invalid)
	_, err = w.AddComment(w.As("rita"), i.ID, "")
	refused(t, err, hub.Invalid)
	if got := told(); got != "" {
		t.Errorf("told of %s", got)
	}
	if got := w.timeline(i.ID); len(got) != 0 {
		t.Errorf("the timeline has %v", got)
	}
}

func TestSubscribe_hearsWhatWorkflowsCanStartOn(t *testing.T) {
	w := newWorld(t)
	w.publish.AddLabel("accepted", "00ff00", "")
	told := heard(w.Hub)
	tara := w.As("tara")
	i, err := w.CreateIssue(tara, w.publish.ID(), hub.NewIssue{Title: "x", Labels: []string{"accepted", "accepted"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := told(); got != "issues.opened by tara, issues.labeled by tara" {
		t.Errorf("opening: %s", got)
	}
	for _, step := range []struct {
		want string
		do   func() error
	}{
		{"issues.unlabeled by tara", func() error { _, err := w.RemoveLabel(tara, i.ID, "accepted"); return err }},
		{"issues.labeled by tara", func() error { _, err := w.AddLabels(tara, i.ID, "accepted"); return err }},
		{"", func() error { _, err := w.AddLabels(tara, i.ID, "accepted"); return err }},
		{"issues.edited by tara", func() error {
			_, err := w.UpdateIssue(tara, i.ID, hub.IssueChange{Title: new("y"), Body: new("z")})
			return err
		}},
		{"", func() error { _, err := w.UpdateIssue(tara, i.ID, hub.IssueChange{Title: new("y")}); return err }},
		{"issues.closed by tara", func() error {
			_, err := w.UpdateIssue(tara, i.ID, hub.IssueChange{State: new(hub.ClosedState)})
			return err
		}},
		{"issues.reopened by tara", func() error { _, err := w.UpdateIssue(tara, i.ID, hub.IssueChange{State: new(hub.Open)}); return err }},
		{"issue_comment.created by tara", func() error { _, err := w.AddComment(tara, i.ID, "hello"); return err }},
		{"label.edited by wendy", func() error {
			_, err := w.UpdateLabel(w.As("wendy"), w.publish.ID(), "accepted", hub.LabelChange{Name: new("old")})
			return err
		}},
		{"label.deleted by wendy", func() error { return w.DeleteLabel(w.As("wendy"), w.publish.ID(), "old") }},
		{"push. by wendy", func() error {
			return w.Pushed(w.As("wendy"), w.publish.ID(), hub.RefUpdate{Ref: "refs/heads/main", Before: hub.ZeroSHA, After: strings.Repeat("a", 40)})
		}},
	} {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.want, err)
		}
		if got := told(); got != step.want {
			t.Errorf("got %q, want %q", got, step.want)
		}
	}
}

func TestSubscribe_saysWhatAJobCaused(t *testing.T) {
	w := newWorld(t)
	w.publish.AddLabel("failed", "ff0000", "")
	i := w.issue("rita", "x")
	told := heard(w.Hub)
	job := w.caller(hub.TokenSpec{Kind: hub.Job, Repos: []string{"acme/publish"}, Permissions: map[string]hub.Access{"issues": hub.WriteAccess}})
	if _, err := w.AddLabels(job, i.ID, "failed"); err != nil {
		t.Fatal(err)
	}
	if got := told(); got != "issues.labeled by github-actions[bot] in a job" {
		t.Errorf("got %s", got)
	}
}

func TestSubscribe_mayCallTheHubAndIsDoneBeforeTheWriteReturns(t *testing.T) {
	w := newWorld(t)
	w.Subscribe(func(e hub.Event) {
		if e.Name == "issues" && e.Action == "opened" {
			if _, err := w.AddComment(w.As("olga"), e.Issue.ID, "thanks"); err != nil {
				t.Error(err)
			}
		}
	})
	i := w.issue("rita", "x")
	if got, err := w.Comments(w.As("rita"), i.ID); err != nil || len(got) != 1 {
		t.Errorf("%v, %v", got, err)
	}
}

func TestHub_atTheSameInstantALabelIsAddedOnce(t *testing.T) {
	w := newWorld(t)
	w.publish.AddLabel("accepted", "00ff00", "")
	i := w.issue("rita", "x")
	told := heard(w.Hub)
	var group sync.WaitGroup
	for n := range 16 {
		who := w.As([]string{"olga", "wendy", "tara"}[n%3])
		group.Go(func() {
			if _, err := w.AddLabels(who, i.ID, "accepted"); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got := w.timeline(i.ID); len(got) != 1 || strings.Count(told(), "issues.labeled") != 1 {
		t.Errorf("%d timeline events: %v", len(got), got)
	}
}
