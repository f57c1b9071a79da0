package publish

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// stage is a world with a request by erin, and a keeper of it.
type stage struct {
	*factstest.World
	t       *testing.T
	number  int
	started []int // requests for which the keeper started a run
	runs    []*factstest.Run
	forms   []string // what runs were started for, of forms
	against []error  // what stands against whatever a form wants
}

func newStage(t *testing.T, name string) *stage {
	t.Helper()
	w := factstest.New(t, "stage-"+name)
	w.Central.AddLabel(labelFailed, "d93f0b", "")
	w.Central.AddLabel("emergency", "b60205", "")
	return &stage{World: w, t: t, number: w.File()}
}

// central is the central repository's API as the keeper's job has it. A run
// that it starts is staged, since nobody carries it out.
type central struct {
	*github.Client
	stage *stage
}

func (c central) Dispatch(_ context.Context, _, _, _ string, inputs map[string]string) error {
	number, err := strconv.Atoi(inputs["issue"])
	c.stage.started = append(c.stage.started, number)
	c.stage.runs = append(c.stage.runs, c.stage.StartRun(number, func(run *hub.RunSpec) { run.Event = "workflow_dispatch" }))
	return err
}

// endRuns ends the runs that the keeper started.
func (s *stage) endRuns() {
	for _, run := range s.runs {
		run.End("success")
	}
	s.runs = nil
}

func (s *stage) keeper() *Keeper {
	client := s.JobClient()
	return &Keeper{Reader: s.Reader("olivia", false), Issues: client, Hub: central{client, s}, Source: doorstep{s.Client("olivia"), s},
		Judge: s.judge, Runtime: openJob(s.t, s.World).Runtime}
}

// sweep looks after everything twice: the second time must change nothing.
func (s *stage) sweep() {
	s.t.Helper()
	if err := s.keeper().Sweep(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	before := s.print()
	if err := s.keeper().Sweep(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	if diff := cmp.Diff(before, s.print()); diff != "" {
		s.t.Errorf("a second sweep changed something: %s", diff)
	}
}

// print is all that a keeper could change.
func (s *stage) print() []string {
	s.t.Helper()
	h := s.Hub()
	issues, err := h.Issues(h.As("olivia"), s.Central.ID())
	if err != nil {
		s.t.Fatal(err)
	}
	all := []string{fmt.Sprint("started ", s.started), s.branches()}
	for _, issue := range issues {
		all = append(all, fmt.Sprint(issue.Number, issue.State, issue.StateReason, labels(issue)))
		comments, err := h.Comments(h.As("olivia"), issue.ID)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, c := range comments {
			all = append(all, fmt.Sprintf("#%d %s: %s", issue.Number, c.Author.Login, c.Body))
		}
	}
	return all
}

func labels(issue hub.Issue) []string {
	var names []string
	for _, l := range issue.Labels {
		names = append(names, l.Name)
	}
	slices.Sort(names)
	return names
}

func (s *stage) branches() string {
	return s.Git("olivia", s.Source.Repository().Dir, "for-each-ref", "--format=%(refname:short)", "refs/heads")
}

func (s *stage) issue(number int) hub.Issue {
	s.t.Helper()
	issue, err := s.Hub().Issue(s.Hub().As("olivia"), s.Central.ID(), number)
	if err != nil {
		s.t.Fatal(err)
	}
	return issue
}

// say comments on a request as a person.
func (s *stage) say(who string, number int, body string) hub.Comment {
	s.t.Helper()
	comment, err := s.Hub().AddComment(s.Hub().As(who), s.issue(number).ID, body)
	if err != nil {
		s.t.Fatal(err)
	}
	return comment
}

// told lists what the workflow said on a request: its comments, without the
// machine-readable parts.
func (s *stage) told(number int) []string {
	s.t.Helper()
	comments, err := s.Hub().Comments(s.Hub().As("olivia"), s.issue(number).ID)
	if err != nil {
		s.t.Fatal(err)
	}
	var said []string
	for _, c := range comments {
		if c.Author.Login == hub.ActionsBotLogin {
			text, _, _ := strings.Cut(c.Body, "<!-- release-request-receipt")
			said = append(said, text)
		}
	}
	return said
}

// says fails unless the workflow's comments are as many as wanted and each holds
// the words.
func (s *stage) says(number int, want ...string) {
	s.t.Helper()
	told := s.told(number)
	if len(told) != len(want) {
		s.t.Fatalf("the workflow said %d things on #%d, want %d:\n%s", len(told), number, len(want), strings.Join(told, "\n--\n"))
	}
	for i, words := range want {
		if !strings.Contains(told[i], words) {
			s.t.Errorf("comment %d on #%d does not say %q:\n%s", i+1, number, words, told[i])
		}
	}
}

// ended fails unless a request is closed so, with a receipt.
func (s *stage) ended(number int, reason hub.StateReason, state string) {
	s.t.Helper()
	issue := s.issue(number)
	if issue.State != hub.ClosedState || issue.StateReason != reason {
		s.t.Errorf("#%d is %s, %q; want it closed, %q", number, issue.State, issue.StateReason, reason)
	}
	if last := s.last(number); last.Closed != nil && string(last.Closed.State) == state {
		return
	}
	s.t.Errorf("the last receipt on #%d does not say %s", number, state)
}

// last is the last receipt on a request.
func (s *stage) last(number int) record.Receipt {
	s.t.Helper()
	found := facts.Receipts(s.Read(number, nil).Comments)
	if len(found) == 0 {
		s.t.Fatalf("#%d has no receipt", number)
	}
	return found[len(found)-1].Receipt
}

// open fails unless a request is open with these labels.
func (s *stage) open(number int, want ...string) {
	s.t.Helper()
	issue := s.issue(number)
	if got := labels(issue); issue.State != hub.Open || !slices.Equal(got, want) {
		s.t.Errorf("#%d is %s with the labels %v; want it open with %v", number, issue.State, got, want)
	}
}

func (s *stage) wantStarted(want ...int) {
	s.t.Helper()
	if !slices.Equal(s.started, want) {
		s.t.Errorf("runs were started for %v, want %v", s.started, want)
	}
}

// policy changes the policy file by replacing text.
func (s *stage) policy(old, with string) {
	s.t.Helper()
	clone := filepath.Join(s.t.TempDir(), "central")
	s.Git("olivia", "", "clone", "-q", "https://github.com/"+s.Repository()+".git", clone)
	file := filepath.Join(clone, ".github", "release-requests.yml")
	text, err := os.ReadFile(file)
	if err != nil {
		s.t.Fatal(err)
	}
	if !strings.Contains(string(text), old) {
		s.t.Fatalf("the policy does not hold %q", old)
	}
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(string(text), old, with)), 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.Git("olivia", clone, "commit", "-q", "-a", "-m", "Change the policy")
	s.Git("olivia", clone, "push", "-q", "origin", "HEAD:main")
}

// edit changes title and body of a request as a person.
func (s *stage) edit(who string, number int, title, body string) {
	s.t.Helper()
	if _, err := s.Hub().UpdateIssue(s.Hub().As(who), s.issue(number).ID, hub.IssueChange{Title: &title, Body: &body}); err != nil {
		s.t.Fatal(err)
	}
}

// reopen opens a request again as its author, or as an owner.
func (s *stage) reopen(number int) {
	s.t.Helper()
	open := hub.Open
	if _, err := s.Hub().UpdateIssue(s.Hub().As("olivia"), s.issue(number).ID, hub.IssueChange{State: &open}); err != nil {
		s.t.Fatal(err)
	}
}

// runtime is that of a job of a run.
func (s *stage) runtime(run int64) *actions.Runtime {
	s.t.Helper()
	env := map[string]string{
		"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": s.Repository(), "GITHUB_REF": "refs/heads/main",
		"GITHUB_SHA": s.CentralHead(), "GITHUB_SERVER_URL": "https://github.com", "RUNNER_TEMP": s.t.TempDir(),
		"GITHUB_WORKSPACE": "/tmp", "GITHUB_ACTOR": "olivia", "GITHUB_RUN_ID": strconv.FormatInt(run, 10), "GITHUB_RUN_ATTEMPT": "1",
		"GITHUB_OUTPUT": filepath.Join(s.t.TempDir(), "output"),
	}
	r, err := actions.Open(func(name string) string { return env[name] }, io.Discard)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// gate is that of a run. It waits for nothing.
func (s *stage) gate(number int, run *factstest.Run) *Case {
	reader := s.Reader("olivia", false)
	reader.OwnRun = run.ID
	return &Case{
		Reader: reader, Issues: s.JobClient(), Runtime: s.runtime(run.ID), Number: number,
		CI: &Watch{Checks: reader, Wait: func(context.Context, time.Duration) error { return errors.New("it waited") }},
	}
}

// decide has a run's gate decide, which must come to this.
func (s *stage) decide(number int, run *factstest.Run, want policy.Decision) {
	s.t.Helper()
	verdict, err := s.gate(number, run).Gate(s.t.Context())
	if err != nil || verdict.Decision != want {
		s.t.Fatalf("the gate decides %q, %v; want %q: %+v", verdict.Decision, err, want, verdict.Against())
	}
}

// job stages the job that publishes a target in a run; the last step came to
// the conclusion.
func (s *stage) job(run *factstest.Run, number int, target, conclusion string) {
	s.t.Helper()
	name := facts.JobName(target, s.Read(number, nil).Parsed.Digest)
	run.Job(name, conclusion, factstest.Publishing(conclusion)...)
}

// report has a run report, and ends it.
func (s *stage) report(number int, run *factstest.Run) {
	s.t.Helper()
	reader := s.Reader("olivia", false)
	reader.OwnRun = run.ID
	report := &Report{
		Case:   Case{Reader: reader, Issues: s.JobClient(), Runtime: s.runtime(run.ID), Number: number},
		Source: s.Client("olivia"), Remarks: s.Client("olivia"), Digest: s.Read(number, nil).Parsed.Digest.String(),
	}
	if _, err := report.Run(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	run.End("completed")
}

// lose has the request approved, and a target lost in its run.
func (s *stage) lose(target string) {
	s.t.Helper()
	s.Press("adam", s.number)
	run := s.StartRun(s.number, nil)
	s.decide(s.number, run, policy.Publish)
	s.job(run, s.number, target, "cancelled")
	run.End("cancelled")
	s.report(s.number, run)
}
