package publish

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// published is a trial whose gate let both targets go, and whose jobs ended as
// their publish steps say.
func published(t *testing.T, w *factstest.World, version release.Version, commit string, npm, docs string) *trial {
	t.Helper()
	number := w.FileAs("erin", w.Request(version, commit))
	w.Press("adam", number)
	c := try(t, w, number)
	verdict := c.gate()
	if verdict.Decision != policy.Publish {
		t.Fatalf("%s: %+v", verdict.Decision, verdict.Against())
	}
	for target, conclusion := range map[string]string{"npm": npm, "docs": docs} {
		if conclusion != "" {
			c.run.Job(facts.JobName(target, verdict.Digest), conclusion, factstest.Publishing(conclusion)...)
		}
	}
	return c
}

// report is the report of the trial's run. do stands between it and GitHub.
func (t *trial) report(do func(what string) error) (release.State, error) {
	t.Helper()
	_, outputs := t.outputs()
	r := &Report{Case: *t.Case, Source: t.w.Client("olivia"), Remarks: t.w.Client("olivia"), Digest: outputs["digest"]}
	r.Reader = t.w.Reader("olivia", false)
	if do != nil {
		r.Issues, r.Source = &slowIssues{r.Issues, do}, &slowSource{r.Source, do}
	}
	return r.Run(t.Context())
}

// slowIssues and slowSource ask before each change whether it may still be made.
type slowIssues struct {
	issues
	do func(string) error
}

func (s *slowIssues) CreateComment(ctx context.Context, repo string, number int, body string) (github.Comment, error) {
	if err := s.do("comment"); err != nil {
		return github.Comment{}, err
	}
	return s.issues.CreateComment(ctx, repo, number, body)
}

func (s *slowIssues) RemoveLabel(ctx context.Context, repo string, number int, label string) error {
	if err := s.do("unlabel"); err != nil {
		return err
	}
	return s.issues.RemoveLabel(ctx, repo, number, label)
}

func (s *slowIssues) CloseIssue(ctx context.Context, repo string, number int, reason string) error {
	if err := s.do("close"); err != nil {
		return err
	}
	return s.issues.CloseIssue(ctx, repo, number, reason)
}

type slowSource struct {
	source
	do func(string) error
}

func (s *slowSource) CreateTag(ctx context.Context, repo, name, commit string) error {
	if err := s.do("tag"); err != nil {
		return err
	}
	return s.source.CreateTag(ctx, repo, name, commit)
}

func (s *slowSource) Merge(ctx context.Context, repo, base, commit, message string) (bool, error) {
	if err := s.do("merge"); err != nil {
		return false, err
	}
	return s.source.Merge(ctx, repo, base, commit, message)
}

func (s *slowSource) DeleteBranchAt(ctx context.Context, id, branch, commit string) error {
	if err := s.do("delete"); err != nil {
		return err
	}
	return s.source.DeleteBranchAt(ctx, id, branch, commit)
}

// refs are the source repository's, as "name commit".
func refs(w *factstest.World) []string {
	return strings.Split(w.Git("olivia", w.Source.Repository().Dir, "for-each-ref", "--format=%(refname) %(objectname)"), "\n")
}

// holds reports whether main holds a commit.
func holds(w *factstest.World, commit string) bool {
	contained := w.Git("olivia", w.Source.Repository().Dir, "branch", "--contains", commit, "--format=%(refname)")
	return slices.Contains(strings.Split(contained, "\n"), "refs/heads/main")
}

func TestReport_finishesWhatIsPublishedAndTheSecondTimeNothing(t *testing.T) {
	w := factstest.New(t, "finish")
	c := published(t, w, "1.2.3", w.Commit, "success", "success")
	if state, err := c.report(nil); err != nil || state != release.Published {
		t.Fatalf("%s, %v", state, err)
	}
	c.wantSaid(0, "verdict publish", "result published", "closed published")
	issue := c.issue()
	if issue.State != hub.ClosedState || issue.StateReason != hub.Completed {
		t.Errorf("the issue is %s, %s", issue.State, issue.StateReason)
	}
	after := refs(w)
	if !slices.Contains(after, "refs/tags/1.2.3 "+w.Commit) || !holds(w, w.Commit) || strings.Contains(strings.Join(after, " "), "refs/heads/release/1.2.3") {
		t.Errorf("refs are %q", after)
	}
	// The report's job is run again.
	now := w.Hub().Now()
	if state, err := c.report(nil); err != nil || state != release.Published {
		t.Errorf("again: %s, %v", state, err)
	}
	if !w.Hub().Now().Equal(now) {
		t.Errorf("it changed something: the clock is at %s, and was at %s", w.Hub().Now(), now)
	}
}

func TestReport_diesAtEachStepAndTheNextRunEndsTheSame(t *testing.T) {
	t.Parallel()
	w := factstest.New(t, "dies")
	steps := []string{"tag", "merge", "delete", "comment", "comment", "unlabel", "close"}
	for n := range steps {
		version := release.Version(fmt.Sprintf("2.0.%d", n))
		commit := w.Push(version)
		c := published(t, w, version, commit, "success", "success")
		var done []string
		_, err := c.report(func(what string) error {
			if done = append(done, what); len(done) > n {
				return errors.New("the machine went away")
			}
			return nil
		})
		if err == nil || !slices.Equal(done[:n+1], steps[:n+1]) {
			t.Fatalf("step %d: did %q, %v", n, done, err)
		}
		c.run.End("failure")
		again := try(t, w, c.number)
		if verdict := again.gate(); verdict.Decision != policy.Finish {
			t.Fatalf("died at %s: the gate says %s: %+v", steps[n], verdict.Decision, verdict.Against())
		}
		if state, err := again.report(nil); err != nil || state != release.Published {
			t.Fatalf("died at %s: %s, %v", steps[n], state, err)
		}
		again.run.End("success")
		receipts, _ := again.said()
		if again.issue().State != hub.ClosedState || receipts[len(receipts)-1] != "closed published" || again.issue().HasLabel(labelFailed) {
			t.Errorf("died at %s: issue %s, receipts %q", steps[n], again.issue().State, receipts)
		}
		after := strings.Join(refs(w), " ")
		if !strings.Contains(after, "refs/tags/"+string(version)+" "+commit) || !holds(w, commit) || strings.Contains(after, "refs/heads/release/"+string(version)) {
			t.Errorf("died at %s: refs %q", steps[n], after)
		}
	}
}

func TestReport_saysWhatIsNotOut(t *testing.T) {
	t.Parallel()
	w := factstest.New(t, "notout")
	w.Central.AddLabel(labelFailed, "d93f0b", "")
	for i, test := range []struct {
		npm, docs string
		want      release.State
		gate      policy.Decision // of a retry
		left      string
	}{
		{"success", "failure", release.Failed, policy.Publish, "docs"},
		{"failure", "", release.Failed, policy.Publish, "npm docs"},
		{"cancelled", "", release.Unknown, policy.Refuse, "docs"},
	} {
		version := release.Version(fmt.Sprintf("3.0.%d", i))
		before := w.Push(version)
		c := published(t, w, version, before, test.npm, test.docs)
		for range 2 { // the second time says nothing new
			if state, err := c.report(nil); err != nil || state != test.want {
				t.Errorf("%s: %s, %v", version, state, err)
			}
		}
		c.wantSaid(0, "verdict publish", "result "+string(test.want))
		if issue := c.issue(); issue.State != hub.Open || !issue.HasLabel(labelFailed) || !issue.HasLabel(policy.LabelAccepted) {
			t.Errorf("%s: issue %s, labels %v", version, issue.State, issue.Labels)
		}
		if all := strings.Join(refs(w), " "); strings.Contains(all, "refs/tags/") || holds(w, before) {
			t.Errorf("%s: refs %q", version, all)
		}
		c.run.End("failure")
		again := try(t, w, c.number)
		if verdict := again.gate(); verdict.Decision != test.gate || strings.Join(verdict.Left, " ") != test.left {
			t.Errorf("%s: the gate then says %s, left %v: %+v", version, verdict.Decision, verdict.Left, verdict.Against())
		}
		again.run.End("success")
		if err := w.Client("olivia").CloseIssue(t.Context(), w.Repository(), c.number, "not_planned"); err != nil {
			t.Fatal(err)
		}
	}
}

func TestReport_changesNothingOfWhatIsNotTheRequestAnyMore(t *testing.T) {
	t.Parallel()
	w := factstest.New(t, "was")
	for i, test := range []struct {
		when   string
		change func(number int, request release.Request)
		want   string
	}{
		{"edited", func(number int, request release.Request) {
			request.Commit = strings.Repeat("e", 40)
			_, body := w.Render(request)
			edit(t, w, number, hub.IssueChange{Body: &body})
		}, "was changed after the gate"},
		{"renamed", func(number int, _ release.Request) {
			title := "something else"
			edit(t, w, number, hub.IssueChange{Title: &title})
		}, "was changed after the gate"},
		{"edited there and back", func(number int, request release.Request) {
			_, body := w.Render(request)
			other := body + "\n\nx"
			edit(t, w, number, hub.IssueChange{Body: &other})
			edit(t, w, number, hub.IssueChange{Body: &body})
		}, "edited: erin edited the text"},
		{"the environment is gone", func(int, release.Request) {
			if err := w.Hub().DeleteEnvironment(w.Hub().As("olivia"), w.Central.ID(), "docs"); err != nil {
				t.Fatal(err)
			}
		}, "environment-missing"},
	} {
		version := release.Version(fmt.Sprintf("4.0.%d", i))
		request := w.Request(version, w.Push(version))
		c := published(t, w, version, request.Commit, "success", "success")
		before := refs(w)
		test.change(c.number, request)
		if state, err := c.report(nil); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %s, %v, want %q in it", test.when, state, err, test.want)
		}
		if after := refs(w); !slices.Equal(before, after) {
			t.Errorf("%s: refs were %q and are %q", test.when, before, after)
		}
		if issue := c.issue(); issue.State != hub.Open || !issue.HasLabel(labelFailed) {
			t.Errorf("%s: issue %s, labels %v", test.when, issue.State, issue.Labels)
		}
		c.run.End("failure")
	}
}

func TestReport_changesNothingInARepositoryThatMoved(t *testing.T) {
	t.Parallel()
	w := factstest.New(t, "leaves")
	c := published(t, w, "1.2.3", w.Commit, "success", "success")
	_, outputs := c.outputs()
	r := &Report{Case: *c.Case, Source: w.Client("olivia"), Remarks: w.Client("olivia"), Digest: outputs["digest"]}
	before := refs(w)
	w.Source.Rename("left")
	if state, err := r.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "project-moved") {
		t.Errorf("%s, %v", state, err)
	}
	if after := refs(w); !slices.Equal(before, after) {
		t.Errorf("refs were %q and are %q", before, after)
	}
}

func edit(t *testing.T, w *factstest.World, number int, change hub.IssueChange) {
	t.Helper()
	h := w.Hub()
	issue, err := h.Issue(h.As("erin"), w.Central.ID(), number)
	if err == nil {
		_, err = h.UpdateIssue(h.As("erin"), issue.ID, change)
	}
	if err != nil {
		t.Fatal(err)
	}
}
