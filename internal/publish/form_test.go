package publish

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// doorstep is a source repository as the keeper's job has it, in which nobody
// carries out what it starts.
type doorstep struct {
	*github.Client
	stage *stage
}

var errNotStarted = errors.New("the workflow is not there")

func (s doorstep) StartRun(_ context.Context, start Start) error {
	if start.Inputs["version"] == "4.0.4" {
		return errNotStarted
	}
	s.stage.forms = append(s.stage.forms, fmt.Sprintf("%s of %s on %s for %s: %s", start.File, start.Repository, start.Branch, start.Inputs["issue"], start.Inputs["version"]))
	return nil
}

func (s doorstep) KeyLogin(context.Context, string) (string, error) { return "olivia", nil }

// judge stands for the looking at a source repository, which is not this
// package's.
func (s *stage) judge(_ context.Context, form *facts.Reading, want Wanted) (*Start, []error, error) {
	inputs := map[string]string{"version": string(want.Answers.Version), "issue": fmt.Sprint(form.Central.Issue.Number)}
	return &Start{Repository: want.Project.Source.Repository(), File: "release.yml", Branch: "main", Inputs: inputs}, s.against, nil
}

func sdkForm(version, branch, notes string) string {
	return factstest.FormText("sdk", version, branch, notes)
}

// newForm is a stage with nothing but a form, number 2, that erin has opened.
func newForm(t *testing.T, name, text string) *stage {
	t.Helper()
	s := newAsked(t, "form-"+name)
	s.OpenForm("erin", text)
	return s
}

func (s *stage) wantForms(want ...string) {
	s.t.Helper()
	for i, f := range want {
		want[i] = fmt.Sprintf("release.yml of %s on main for %s", s.Name(), f)
	}
	if !slices.Equal(s.forms, want) {
		s.t.Errorf("runs were started as %q, want %q", s.forms, want)
	}
}

// body makes a form another, as a person.
func (s *stage) body(who string, number int, text string) {
	s.t.Helper()
	s.edit(who, number, s.issue(number).Title, text)
}

func TestForm_becomesARequestOfItsAuthor(t *testing.T) {
	s := newForm(t, "honest", sdkForm("1.2.3", "", "At last, thanks to @adam"))
	s.policy("version: 1", "version: 1\napproval: {approvers: [erin, adam, olivia]}")
	s.intake(2)
	s.wantForms("2: 1.2.3")
	s.says(2, "**The release is being prepared**, by the workflow `release.yml` of `"+s.Name()+"`")
	s.Press("adam", 2) // too early
	early := s.StartRun(2, nil)
	s.decide(2, early, policy.Refuse)
	early.End("success")
	s.sweep()
	s.wantForms("2: 1.2.3")

	asked := s.AskFor(2, nil)
	s.sweep()
	s.wantForms("2: 1.2.3")
	issue := s.issue(2)
	parsed, problems := record.Parse(issue.Title, issue.Body, "github.com")
	asked.Requester = "erin"
	if len(problems) > 0 || parsed.Request.Run != asked.Run || parsed.Request.Requester != "erin" || issue.Author.Login != "erin" {
		t.Fatalf("the form became %+v %v", parsed.Request, problems)
	}
	if got := s.issues(); got != 2 {
		t.Errorf("there are %d issues", got)
	}
	told := strings.Join(s.told(2), "\n")
	for _, words := range []string{"form-not-filled", "erin wrote in the form: At last, thanks to @&#8203;adam", "@adam: this release waits for an approval"} {
		if strings.Count(told, words) < 1 {
			t.Errorf("it is not said on the issue: %q in\n%s", words, told)
		}
	}
	s.Press("adam", 2)
	s.decide(2, s.StartRun(2, nil), policy.Publish)
}

func TestForm_isAnsweredBeforeAnythingIsStarted(t *testing.T) {
	for name, c := range map[string]struct {
		who, text string
		do        func(*stage)
		says      []string
	}{
		"answers":   {"erin", sdkForm("", "a..b", ""), nil, []string{"Version: it is not answered", "Branch: "}},
		"project":   {"erin", factstest.FormText("`sdk` @adam", "1.2.3", "", ""), nil, []string{"&#96;sdk&#96; @&#8203;adam", "is no project of the policy"}},
		"rights":    {"rita", sdkForm("1.2.3", "", ""), nil, []string{"**rita may not ask for this.** rita has no write access to acme/stage-asked-form-answers-rights."}},
		"unlisted":  {"erin", sdkForm("1.2.3", "", ""), func(s *stage) { s.policy("expire-after: never", "requesters: [olivia]") }, []string{"erin is not among olivia"}},
		"judged":    {"erin", sdkForm("1.2.3", "", ""), func(s *stage) { s.against = []error{errors.New("one"), errors.New("two")} }, []string{"- one\n- two\n"}},
		"another's": {"erin", sdkForm("1.2.2", "", ""), func(s *stage) { s.body("olivia", 2, sdkForm("1.2.3", "", "")) }, []string{"olivia edited the text"}},
		"key":       {"erin", sdkForm("4.0.4", "", ""), nil, []string{"**The release cannot be prepared.** the workflow is not there."}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newAsked(t, "form-answers-"+strings.ReplaceAll(name, "'", ""))
			s.OpenForm(c.who, c.text)
			if c.do != nil {
				c.do(s)
			}
			s.intake(2)
			s.sweep()
			s.wantForms()
			s.says(2, c.says[0])
			for _, words := range c.says {
				s.says(2, words)
			}
			s.open(2)
		})
	}
}

func TestForm_isReadAgainWhenItsAuthorMendsIt(t *testing.T) {
	s := newForm(t, "mended", sdkForm("", "", ""))
	s.intake(2)
	s.body("erin", 2, sdkForm("1.2.3", "", ""))
	s.intake(2)
	s.wantForms("2: 1.2.3")
	s.AskFor(2, nil)
	s.body("erin", 2, sdkForm("1.2.4", "", "")) // before the record is there
	s.intake(2)
	s.sweep()
	s.wantForms("2: 1.2.3", "2: 1.2.4")
	if !record.IsForm(s.issue(2).Body) {
		t.Fatal("what was asked for before the edit was put into the form")
	}
	s.body("erin", 2, sdkForm("1.2.3", "", "")) // as it was, and still asked anew
	s.intake(2)
	s.wantForms("2: 1.2.3", "2: 1.2.4", "2: 1.2.3")
	s.says(2, "is being prepared")
}

func TestForm_tellsWhatBecameOfItsRun(t *testing.T) {
	s := newForm(t, "failed", sdkForm("1.2.3", "", ""))
	s.intake(2)
	asked := s.AskFor(2, func(a *factstest.Asking) { a.Notices[0].Job = "nobody's" })
	id, err := release.ParseRun(asked.Run)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Hub().SetRunStatus(id.ID, "completed", "failure"); err != nil {
		t.Fatal(err)
	}
	s.sweep()
	s.says(2, fmt.Sprintf("**[Run %d](", id.ID))
	s.says(2, "ended as failure.**")
	again := asked
	again.Run = release.Run{ID: id.ID, Attempt: 2}.String()
	s.AskAgain("olivia", id.ID, factstest.Notice{Job: factstest.RecordJob, Level: "notice", Title: record.AttestationTitle, Message: s.Attest(again, "")})
	s.sweep()
	s.says(2, "asks for nothing that counts") // it does not say for which form
	s.AskAgain("olivia", id.ID, factstest.Notice{Job: factstest.RecordJob, Level: "notice", Title: record.IssueTitle, Message: "2"})
	s.sweep()
	s.says(2, "it left no record")
	s.wantForms("2: 1.2.3")
}

// Whoever may start the workflow can give it the number of anybody's form.
func TestForm_takesNothingButWhatItSays(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*stage, *factstest.Asking)
		says   string
	}{
		"version":   {func(s *stage, a *factstest.Asking) { a.Request = s.Request("1.2.4", s.Push("1.2.4")) }, "it is of version 1.2.4"},
		"base":      {func(_ *stage, a *factstest.Asking) { a.Request.Base = "1.x" }, "it was made from 1.x, and not from main"},
		"rehearsal": {func(_ *stage, a *factstest.Asking) { a.Request.Rehearsal = true }, "it is a rehearsal"},
		"starter":   {func(s *stage, a *factstest.Asking) { a.Run.Actor = s.Hub().As("erin").User }, "somebody else than the workflow of this repository started it"},
		"project": {func(s *stage, a *factstest.Asking) {
			s.policy("    targets: [npm, docs]\n", "    targets: [npm, docs]\n    branch: \"release/{path}{version}\"\n    tag: \"{path}{version}\"\n")
			s.policy("projects:\n", "projects:\n  sub: {repository: "+s.Name()+", path: sub, targets: [docs], branch: \"{path}/{version}\", tag: \"{path}-{version}\", prepare: none}\n")
			a.Request.Path, a.Request.Branch = "sub", "sub/1.2.3"
		}, "it is of acme/stage-asked-form-other-project/sub"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newForm(t, "other-"+name, sdkForm("1.2.3", "", ""))
			s.intake(2)
			s.AskFor(2, func(a *factstest.Asking) {
				run := a.Request.Run
				c.change(s, a)
				a.Request.Run, a.Request.Requester = run, ""
			})
			s.sweep()
			s.says(2, "is being prepared", c.says)
			if !record.IsForm(s.issue(2).Body) {
				t.Error("it was put into the form")
			}
		})
	}
}

func TestForm_isFilledOnceAndOnlyWhileItIsOpen(t *testing.T) {
	s := newForm(t, "once", sdkForm("1.2.3", "", ""))
	s.intake(2)
	s.AskFor(2, nil)
	s.AskFor(2, nil)
	s.sweep()
	parsed, problems := record.Parse(s.issue(2).Title, s.issue(2).Body, "github.com")
	if got := s.issues(); got != 2 || len(problems) > 0 || parsed.Request.Run == "" {
		t.Errorf("%d issues, the second %+v %v", got, parsed.Request, problems)
	}
	closed := s.OpenForm("erin", sdkForm("1.2.3", "", ""))
	s.AskFor(closed, nil)
	s.say("erin", closed, "#retract")
	s.intake(closed)
	s.sweep()
	s.ended(closed, hub.NotPlanned, "retracted")
	if !record.IsForm(s.issue(closed).Body) || s.issues() != 3 {
		t.Error("a closed form was filled, or its run filed")
	}
}

func TestForm_expires(t *testing.T) {
	s := newForm(t, "old", sdkForm("1.2.3", "", ""))
	s.policy("expire-after: never", "expire-after: 3d")
	s.intake(2)
	s.Hub().Advance(73 * time.Hour)
	s.sweep()
	s.ended(2, hub.NotPlanned, "expired")
}

// dying is the writing of a job that ends before its nth change.
type dying struct {
	issues
	left *int
}

var errDied = errors.New("the job ended")

func (d dying) gone() error {
	if *d.left--; *d.left < 0 {
		return errDied
	}
	return nil
}

func (d dying) CreateComment(ctx context.Context, repo string, number int, body string) (github.Comment, error) {
	if err := d.gone(); err != nil {
		return github.Comment{}, err
	}
	return d.issues.CreateComment(ctx, repo, number, body)
}

func (d dying) UpdateComment(ctx context.Context, repo string, id int64, body string) error {
	if err := d.gone(); err != nil {
		return err
	}
	return d.issues.UpdateComment(ctx, repo, id, body)
}

func (d dying) UpdateIssue(ctx context.Context, repo string, number int, title, body string) error {
	if err := d.gone(); err != nil {
		return err
	}
	return d.issues.UpdateIssue(ctx, repo, number, title, body)
}

func TestForm_survivesAJobThatEndsBetweenTwoChanges(t *testing.T) {
	s := newForm(t, "dying", sdkForm("1.2.3", "", "soon"))
	s.policy("version: 1", "version: 1\napproval: {approvers: [erin, adam]}")
	die := func(left int) {
		t.Helper()
		keeper := s.keeper()
		keeper.Issues = dying{keeper.Issues, &left}
		if err := keeper.Intake(t.Context(), 2); err == nil || !strings.Contains(err.Error(), errDied.Error()) {
			t.Fatalf("the job did not end: %v", err)
		}
	}
	die(0) // after starting the run, before saying so
	s.intake(2)
	s.wantForms("2: 1.2.3", "2: 1.2.3")
	s.AskFor(2, nil)
	s.AskFor(2, nil)
	for left := range 3 { // before the notes, the request, and what is said of it
		die(left)
	}
	s.sweep()
	s.wantForms("2: 1.2.3", "2: 1.2.3")
	if _, problems := record.Parse(s.issue(2).Title, s.issue(2).Body, "github.com"); len(problems) > 0 || s.issues() != 2 {
		t.Errorf("%d issues, the form has %v", s.issues(), problems)
	}
	told := strings.Join(s.told(2), "\n")
	for _, once := range []string{"erin wrote in the form: soon", "@adam: this release waits"} {
		if strings.Count(told, once) != 1 {
			t.Errorf("%q is said %d times:\n%s", once, strings.Count(told, once), told)
		}
	}
}
