package publish

import (
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestObey_retractByTheRequesterEndsTheRequestAndItsBranch(t *testing.T) {
	s := newStage(t, "retract")
	s.say("erin", s.number, "#retract")
	s.sweep()
	s.ended(s.number, hub.NotPlanned, "retracted")
	s.says(s.number, "**Taken back (`erin`).**")
	if got := s.branches(); got != "main" {
		t.Errorf("the branches are %q", got)
	}
	s.wantStarted()
}

func TestObey_retractLeavesABranchThatIsNotTheRecords(t *testing.T) {
	for name, change := range map[string]func(*stage){
		"moved": func(s *stage) {
			s.Write("more", "x\n")
			s.Git("erin", s.Clone, "commit", "-q", "-m", "more")
			s.Git("erin", s.Clone, "push", "-q", "origin", "HEAD")
		},
		"wanted": func(s *stage) { s.FileAs("adam", s.Request("1.2.3", s.Commit)) },
		"edited": func(s *stage) {
			title, body := s.Render(s.Request("1.2.3", s.Commit))
			s.edit("erin", s.number, title, body+" ")
			s.edit("erin", s.number, title, body)
		},
		"foreign": func(s *stage) { s.Source.SetRole("erin", hub.Read) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, "keep-"+name)
			change(s)
			s.say("erin", s.number, "#retract")
			s.sweep()
			s.ended(s.number, hub.NotPlanned, "retracted")
			if got := s.branches(); !strings.Contains(got, "release/1.2.3") {
				t.Errorf("the branches are %q", got)
			}
		})
	}
}

func TestObey_rejectByAnApproverEndsTheRequest(t *testing.T) {
	s := newStage(t, "reject")
	s.Press("adam", s.number)
	s.say("adam", s.number, "#reject the migration is <b>not</b> tested, @rita")
	s.sweep()
	s.ended(s.number, hub.NotPlanned, "rejected")
	s.says(s.number, "**Rejected (`adam`).** the migration is &#60;b&#62;not&#60;/b&#62; tested, @&#8203;rita")
	if got := s.branches(); !strings.Contains(got, "release/1.2.3") {
		t.Errorf("the branches are %q", got)
	}
	s.wantStarted()
}

func TestObey_retryAsksTheGateOnce(t *testing.T) {
	s := newStage(t, "retry")
	s.say("erin", s.number, "#retry")
	s.sweep()
	s.wantStarted(s.number)
	s.says(s.number, "by erin is obeyed: the gate is asked again")
	s.say("erin", s.number, "#retry")
	s.sweep()
	s.wantStarted(s.number)
	s.says(s.number, "is obeyed", "changes nothing: a run for this request is under way")
	s.endRuns()
	s.say("adam", s.number, "#retry")
	s.sweep()
	s.wantStarted(s.number, s.number)
	s.says(s.number, "is obeyed", "changes nothing", "by adam is obeyed: the gate is asked again")
	s.open(s.number)
}

func TestObey_answersOnceWhoMayNot(t *testing.T) {
	s := newStage(t, "maynot")
	s.say("rita", s.number, "#retract")
	s.say("rita", s.number, "#reject no")
	s.say("rita", s.number, "#retry")
	s.say("adam", s.number, "#retract")
	s.say("erin", s.number, "#reject no")
	s.say("adam", s.number, "#published npm")
	s.sweep()
	s.says(s.number,
		"#&#8203;retract](https://github.com/"+s.Repository()+"/issues/1#issuecomment-",
		"by rita is not obeyed: rita is no approver",
		"by rita is not obeyed: rita is no approver",
		"by adam is not obeyed: erin asked for it, and only they may take it back",
		"by erin is not obeyed: erin is no approver",
		"by adam is not obeyed: npm needs no settling")
	s.open(s.number)
	s.wantStarted()
}

func TestObey_hearsOnlyWhatAPersonSaidAndNeverChanged(t *testing.T) {
	s := newStage(t, "hear")
	for name, speak := range map[string]func(*stage){
		"talk": func(s *stage) { s.say("erin", s.number, "I will #retract this") },
		"form": func(s *stage) { s.say("erin", s.number, "#retract now") },
		"edited": func(s *stage) {
			comment := s.say("erin", s.number, "looks fine")
			if _, err := s.Hub().EditComment(s.Hub().As("erin"), comment.ID, "#retract"); err != nil {
				s.t.Fatal(err)
			}
		},
		"by another": func(s *stage) {
			comment := s.say("erin", s.number, "looks fine")
			if _, err := s.Hub().EditComment(s.Hub().As("olivia"), comment.ID, "#retract"); err != nil {
				s.t.Fatal(err)
			}
		},
		"app": func(s *stage) {
			h := s.Hub()
			token := h.NewToken(hub.TokenSpec{User: "erin", App: "acme-ci", Permissions: map[string]hub.Access{"issues": hub.WriteAccess}})
			caller, err := h.Authenticate(token.Secret)
			if err == nil {
				_, err = h.AddComment(caller, s.issue(s.number).ID, "#retract")
			}
			if err != nil {
				s.t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			speak(s)
			if err := s.keeper().Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
			s.open(s.number)
			s.says(s.number)
			s.wantStarted()
		})
	}
}

func TestObey_aCommandEndsWithTheRequestThatItEnded(t *testing.T) {
	s := newStage(t, "reopened")
	s.say("adam", s.number, "#reject not this week")
	s.sweep()
	s.reopen(s.number)
	s.sweep()
	s.open(s.number)
	s.says(s.number, "**Rejected", "**It was changed after it was filed")
}

func TestObey_settlesATargetAndGoesOn(t *testing.T) {
	for verb, said := range map[string]string{"published": "`npm` counts as published. The gate is asked again", "missing": "`npm` counts as not published. The gate is asked again"} {
		t.Run(verb, func(t *testing.T) {
			s := newStage(t, "settle-"+verb)
			s.lose("npm")
			s.say("rita", s.number, "#"+verb+" npm")
			s.say("adam", s.number, "#"+verb+" npm")
			s.sweep()
			s.says(s.number, "**Publishing `npm`, `docs`.**", "**It is not known whether everything is published.**",
				"is not obeyed: rita is no approver", said)
			s.wantStarted(s.number)
		})
	}
}

func TestObey_retractOfWhatIsNoRequestByWhoFiledIt(t *testing.T) {
	s := newStage(t, "nonsense")
	issue, err := s.Client("rita").CreateIssue(t.Context(), s.Repository(), "publish: acme/other@1.0.0", "please")
	if err != nil {
		t.Fatal(err)
	}
	s.say("adam", issue.Number, "#reject what is this")
	s.say("rita", issue.Number, "#retract")
	s.sweep()
	s.ended(issue.Number, hub.NotPlanned, "retracted")
	s.says(issue.Number, "is not obeyed: this is no request for a project of the policy", "**Taken back (`rita`).**")
}
