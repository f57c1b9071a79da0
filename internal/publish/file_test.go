package publish

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// newAsked is a stage without a request of a person's.
func newAsked(t *testing.T, name string) *stage {
	t.Helper()
	s := newStage(t, "asked-"+name)
	if err := s.Client("olivia").CloseIssue(t.Context(), s.Repository(), s.number, "not_planned"); err != nil {
		t.Fatal(err)
	}
	return s
}

// issues counts the issues of the central repository.
func (s *stage) issues() int {
	s.t.Helper()
	issues, err := s.Hub().Issues(s.Hub().As("olivia"), s.Central.ID())
	if err != nil {
		s.t.Fatal(err)
	}
	return len(issues)
}

func TestSweep_filesWhatARunAskedForOnce(t *testing.T) {
	s := newAsked(t, "once")
	s.policy("version: 1", "version: 1\napproval: {approvers: [erin, adam, olivia]}")
	const changelog = "- A feature"
	request := s.Ask(func(a *factstest.Asking) {
		a.Request.Changelog = record.HashChangelog(changelog)
		a.Notices[0].Message = s.Attest(a.Request, changelog)
		a.Notices = append(a.Notices, factstest.Notice{Job: factstest.RecordJob, Level: "notice", Title: record.ChangelogTitle, Message: changelog})
	})
	s.sweep() // twice
	s.intake(0)
	if got := s.issues(); got != 2 {
		t.Fatalf("there are %d issues", got)
	}
	issue := s.issue(2)
	parsed, problems := record.Parse(issue.Title, issue.Body, "github.com")
	if len(problems) > 0 || parsed.Request.Run != request.Run || parsed.Changelog != changelog || issue.Author.Login != hub.ActionsBotLogin {
		t.Errorf("%s filed %+v %v", issue.Author.Login, parsed, problems)
	}
	s.says(2, "@adam @olivia: this release waits for an approval. To see it and to approve it: `gh release-request approve 2`.")
	s.Press("adam", 2)
	if v := s.Read(2, nil).Verdict(); v.Decision != policy.Publish {
		t.Errorf("the gate will decide %s: %+v", v.Decision, v.Against())
	}
}

func TestSweep_filesNothingAgainThatEndedOrWasChanged(t *testing.T) {
	s := newAsked(t, "again")
	s.Ask(nil)
	s.sweep()
	s.say("erin", 2, "#retract")
	s.sweep()
	s.ended(2, hub.NotPlanned, "retracted")
	issue := s.issue(2)
	s.edit("olivia", 2, issue.Title+"0", issue.Body+"\n\nMore")
	s.sweep()
	if got := s.issues(); got != 2 {
		t.Errorf("there are %d issues", got)
	}
}

func TestSweep_filesWhatTheNewestAttemptAskedFor(t *testing.T) {
	s := newAsked(t, "attempts")
	first := s.Ask(nil)
	id, err := release.ParseRun(first.Run)
	if err != nil {
		t.Fatal(err)
	}
	s.Source.SetRole("adam", hub.Write)
	s.AskAgain("adam", id.ID, factstest.Notice{Job: factstest.RecordJob, Level: "notice", Title: record.AttestationTitle, Message: s.Attest(first, "")})
	s.sweep() // the second attempt kept the record of the first
	if parsed, _ := record.Parse(s.issue(2).Title, s.issue(2).Body, "github.com"); parsed.Request.Run != first.Run {
		t.Errorf("it filed %s", parsed.Request.Run)
	}
	third := first
	third.Run, third.Requester = release.Run{ID: id.ID, Attempt: 3}.String(), "adam"
	s.AskAgain("adam", id.ID, factstest.Notice{Job: factstest.RecordJob, Level: "notice", Title: record.AttestationTitle, Message: s.Attest(third, "")})
	s.sweep()
	if parsed, _ := record.Parse(s.issue(3).Title, s.issue(3).Body, "github.com"); parsed.Request.Run != third.Run {
		t.Errorf("it filed %s", parsed.Request.Run)
	}
	if got := s.issues(); got != 3 {
		t.Errorf("there are %d issues", got)
	}
}

func TestSweep_filesNothingThatNobodyAttests(t *testing.T) {
	s := newAsked(t, "nothing")
	s.Ask(func(a *factstest.Asking) { a.Notices = nil })
	s.Ask(func(a *factstest.Asking) { a.Run.Ref = "refs/heads/release/1.2.3" })
	s.Ask(func(a *factstest.Asking) { a.Notices[0].Job = factstest.PrepareJob })
	s.Ask(func(a *factstest.Asking) { a.Run.Event = "push" })
	s.Ask(func(a *factstest.Asking) { // of a project that is none
		a.Request.Path = "sub"
		a.Notices[0].Message = s.Attest(a.Request, "")
	})
	s.sweep()
	if got := s.issues(); got != 1 {
		t.Errorf("there are %d issues", got)
	}
}

func TestSweep_filesNothingThatIsTooOld(t *testing.T) {
	s := newAsked(t, "old")
	s.policy("expire-after: never", "expire-after: 3d")
	s.Ask(nil)
	s.Hub().Advance(73 * time.Hour)
	s.sweep()
	if got := s.issues(); got != 1 {
		t.Errorf("there are %d issues", got)
	}
}

func TestSweep_aRunThatCannotBeFiledKeepsNoneFromTheRest(t *testing.T) {
	s := newAsked(t, "bad")
	s.Ask(nil)
	keeper := s.keeper()
	keeper.Reader = spoilt{keeper.Reader}
	err := keeper.Sweep(t.Context())
	if err == nil || !strings.Contains(err.Error(), "filing what run 7/1") || !strings.Contains(err.Error(), "another cannot be read") {
		t.Errorf("got %v", err)
	}
	if got := s.issues(); got != 2 {
		t.Errorf("there are %d issues", got)
	}
}

// spoilt tells of a run that cannot be filed, and of one that cannot be read.
type spoilt struct{ meeting }

func (s spoilt) ReadAsked(ctx context.Context) (*facts.Asked, []error) {
	asked, problems := s.meeting.ReadAsked(ctx)
	bad := facts.Attestation{ID: release.Run{ID: 7, Attempt: 1}}
	asked.Requests = append([]facts.Attestation{bad}, asked.Requests...)
	return asked, append(problems, errors.New("another cannot be read"))
}
