package publish

import (
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// intake looks after one issue, twice: the second time must change nothing.
func (s *stage) intake(number int) {
	s.t.Helper()
	for range 2 {
		if err := s.keeper().Intake(s.t.Context(), number); err != nil {
			s.t.Fatal(err)
		}
	}
}

func TestIntake_tellsEveryProblemOfAMalformedRequestInOneComment(t *testing.T) {
	s := newStage(t, "malformed")
	title, body := s.Render(s.Request("1.2.3", s.Commit))
	issue, err := s.Client("erin").CreateIssue(t.Context(), s.Repository(), title+"4", strings.Replace(body, "Publish version", "Publish the version", 1))
	if err != nil {
		t.Fatal(err)
	}
	s.intake(issue.Number)
	s.says(issue.Number, "- the title is \"publish: ")
	if told := s.told(issue.Number)[0]; !strings.Contains(told, "- line 3 of the text is not what the record makes it") || !strings.Contains(told, "This is no request that can be published") {
		t.Errorf("it says %s", told)
	}
	s.open(issue.Number)
	s.says(s.number)
}

func TestIntake_saysThatARequestWasChanged(t *testing.T) {
	s := newStage(t, "changed")
	title, body := s.Render(s.Request("1.2.3", s.Commit))
	s.edit("erin", s.number, title, body+"\n\n ")
	s.intake(s.number)
	s.says(s.number, "**It was changed after it was filed, so it is never published.**")
	if told := s.told(s.number)[0]; !strings.Contains(told, "`request-unchanged` (`edited`): erin edited the text") {
		t.Errorf("it says %s", told)
	}
	s.open(s.number)
}

func TestIntake_ofEqualRequestsTheLowerNumberStays(t *testing.T) {
	s := newStage(t, "equal")
	second := s.FileAs("erin", s.Request("1.2.3", s.Commit))
	s.intake(second)
	s.open(s.number)
	s.says(s.number)
	s.ended(second, hub.NotPlanned, "superseded")
	s.says(second, "the same request is open already as #&#8203;1")
	if got := s.branches(); !strings.Contains(got, "release/1.2.3") {
		t.Errorf("the branches are %q", got)
	}
}

func TestIntake_aNewerRequestTakesThePlaceOfTheOlder(t *testing.T) {
	for name, who := range map[string]string{"the same person": "erin", "an approver": "adam"} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, "newer-"+who)
			s.Source.SetRole("adam", hub.Write)
			request := s.Request("1.2.3", s.Commit)
			request.Requester, request.Targets = who, []string{"npm"}
			newer := s.FileAs(who, request)
			s.intake(newer)
			s.ended(s.number, hub.NotPlanned, "superseded")
			s.says(s.number, "#&#8203;2 by "+who+" has taken its place")
			s.open(newer)
			s.says(newer)
		})
	}
}

func TestIntake_aRivalOfOneWhoMayNotIsRefused(t *testing.T) {
	s := newStage(t, "rival")
	s.Source.SetRole("rita", hub.Write)
	request := s.Request("1.2.3", s.Commit)
	request.Requester = "rita"
	rival := s.FileAs("rita", request)
	s.intake(rival)
	s.open(s.number)
	s.says(s.number)
	s.open(rival)
	s.says(rival, "**As it stands, the gate refuses this request.**")
	if told := s.told(rival)[0]; !strings.Contains(told, "`other-request-open`") {
		t.Errorf("it says %s", told)
	}
}

func TestIntake_whatIsBeingPublishedIsNotSuperseded(t *testing.T) {
	s := newStage(t, "underway")
	s.Press("adam", s.number)
	run := s.StartRun(s.number, nil)
	s.decide(s.number, run, policy.Publish)
	request := s.Request("1.2.3", s.Commit)
	request.Targets = []string{"npm"}
	newer := s.FileAs("erin", request)
	s.intake(newer)
	s.open(s.number, "accepted")
	s.open(newer)
}

func TestIntake_reportsThatAButtonWasTouched(t *testing.T) {
	h := func(s *stage) *hub.Hub { return s.Hub() }
	for name, c := range map[string]struct {
		touch  func(*stage) error
		change LabelChange
		says   []string
		asks   bool
	}{
		"deleted": {func(s *stage) error { return h(s).DeleteLabel(h(s).As("olivia"), s.Central.ID(), "accepted") },
			LabelChange{Name: "accepted", Deleted: true}, []string{"**olivia changed the label `accepted`", "gh label create accepted"}, true},
		"renamed away": {func(s *stage) error {
			_, err := h(s).UpdateLabel(h(s).As("olivia"), s.Central.ID(), "accepted", hub.LabelChange{Name: new("approved")})
			return err
		}, LabelChange{Name: "approved", Before: "accepted"}, []string{"**olivia changed the label `accepted`", "gh label create accepted"}, false},
		"recoloured": {func(s *stage) error {
			_, err := h(s).UpdateLabel(h(s).As("olivia"), s.Central.ID(), "accepted", hub.LabelChange{Color: new("ffffff")})
			return err
		}, LabelChange{Name: "accepted"}, []string{"**olivia changed the label `accepted`", "proves nothing any more"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, "label-"+name[:4])
			untouched := s.FileAs("erin", s.Request("1.2.4", s.Push("1.2.4")))
			s.Press("adam", s.number)
			if err := c.touch(s); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				keeper := s.keeper()
				keeper.Label, keeper.Runtime = &c.change, s.runtime(77)
				if err := keeper.Intake(t.Context(), 0); err != nil {
					t.Fatal(err)
				}
			}
			s.says(s.number, c.says[0])
			if told := s.told(s.number)[0]; !strings.Contains(told, c.says[1]) {
				t.Errorf("it says %s", told)
			}
			s.says(untouched)
			var asked []int
			if c.asks { // what it means for the approval is for the gate to say
				asked = []int{s.number}
			}
			s.wantStarted(asked...)
		})
	}
}

func TestLabelChange_onlyButtonsMatter(t *testing.T) {
	for _, c := range []struct {
		change *LabelChange
		want   string
	}{
		{nil, ""},
		{&LabelChange{Name: "bug"}, ""},
		{&LabelChange{Name: "bug", Before: "question"}, ""},
		{&LabelChange{Name: "accepted"}, "accepted"},
		{&LabelChange{Name: "accepted", Before: "harmless"}, "accepted"},
		{&LabelChange{Name: "harmless", Before: "emergency"}, "emergency"},
		{&LabelChange{Name: "emergency", Deleted: true}, "emergency"},
	} {
		if got := c.change.button(); got != c.want {
			t.Errorf("%+v touches %q, want %q", c.change, got, c.want)
		}
	}
}

func TestIntake_looksAfterTheOthersToo(t *testing.T) {
	s := newStage(t, "others")
	other := s.FileAs("erin", s.Request("1.2.4", s.Push("1.2.4")))
	s.say("erin", other, "#retract")
	s.intake(s.number)
	s.ended(other, hub.NotPlanned, "retracted")
}

func TestIntake_answersACommandOnAClosedRequest(t *testing.T) {
	s := newStage(t, "closed")
	s.say("erin", s.number, "#retract")
	s.intake(s.number)
	s.say("adam", s.number, "#retry")
	s.intake(s.number)
	s.ended(s.number, hub.NotPlanned, "retracted")
	s.says(s.number, "**Taken back", "by adam is not obeyed: it is closed, and nothing of it is left to do")
	s.wantStarted()
}
