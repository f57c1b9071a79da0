package approve_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/approve"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestMain(m *testing.M) { os.Exit(factstest.Main(m)) }

// button is a request of erin's, and who may press.
type button struct {
	*factstest.World
	t      *testing.T
	number int
	issue  int64
	waited time.Duration
	onWait func() // called at each wait
}

func newButton(t *testing.T, name string) *button {
	t.Helper()
	b := &button{World: factstest.New(t, name), t: t, onWait: func() {}}
	b.number = b.File()
	h := b.Hub()
	issue, err := h.Issue(h.As("olivia"), b.Central.ID(), b.number)
	if err != nil {
		t.Fatal(err)
	}
	b.issue = issue.ID
	return b
}

func (b *button) read(who string) *facts.Reading {
	b.t.Helper()
	reading, err := b.Reader(who, true).Read(b.t.Context(), b.number)
	if err != nil {
		b.t.Fatal(err)
	}
	return reading
}

func (b *button) approver(who string) *approve.Approver {
	b.t.Helper()
	return &approve.Approver{Hub: b.Client(who), Repository: b.Repository(), Wait: func(_ context.Context, d time.Duration) error {
		b.waited += d
		b.onWait()
		return nil
	}}
}

// label sets or takes off the label as somebody else.
func (b *button) label(who string, on bool) {
	b.t.Helper()
	h := b.Hub()
	change := h.RemoveLabel
	if on {
		change = func(c hub.Caller, issue int64, name string) (hub.Issue, error) { return h.AddLabels(c, issue, name) }
	}
	if _, err := change(h.As(who), b.issue, policy.LabelAccepted); err != nil {
		b.t.Fatal(err)
	}
}

// ledger is what happened to the label: +who and -who.
func (b *button) ledger() string {
	b.t.Helper()
	events, err := b.Client("olivia").Timeline(b.t.Context(), b.Repository(), b.number)
	if err != nil {
		b.t.Fatal(err)
	}
	var list []string
	for _, e := range events {
		switch e.Event {
		case "labeled":
			list = append(list, "+"+e.Actor.Person().Login)
		case "unlabeled":
			list = append(list, "-"+e.Actor.Person().Login)
		}
	}
	return strings.Join(list, " ")
}

func TestPress_leavesAnEventOfOnesOwn(t *testing.T) {
	b := newButton(t, "own-event")
	press := func(who, ledger string) {
		t.Helper()
		approval, err := b.approver(who).Press(t.Context(), b.read(who))
		if err != nil || approval.By.Login != who {
			t.Fatalf("%+v, %v", approval, err)
		}
		if got := b.ledger(); got != ledger {
			t.Errorf("the label went %q, want %q", got, ledger)
		}
		verdict := b.read("olivia").Verdict()
		if !slices.ContainsFunc(verdict.Approvals, func(a release.Approval) bool { return a.Event == approval.Event }) {
			t.Errorf("the gate counts %+v, and not event %d", verdict.Approvals, approval.Event)
		}
	}
	press("adam", "+adam")
	press("olivia", "+adam -olivia +olivia") // on already: set again it would leave no event
	if b.waited != 0 {
		t.Errorf("waited for %v, and no gate runs", b.waited)
	}
}

// gate makes a reading say that the gate of the request runs.
func gate(reading *facts.Reading) *facts.Reading {
	reading.Facts.Unfinished = policy.Known([]policy.Run{{Request: reading.Central.Issue.Number}})
	return reading
}

func TestPress_letsARunningGateTakeTheLabelOff(t *testing.T) {
	b := newButton(t, "running-gate")
	b.label("olivia", true)
	b.onWait = func() {
		if b.waited > 3*time.Second && b.ledger() == "+olivia" {
			b.label("olivia", false) // as the gate would
		}
	}
	if _, err := b.approver("adam").Press(t.Context(), gate(b.read("adam"))); err != nil || b.ledger() != "+olivia -olivia +adam" {
		t.Errorf("the label went %q, %v", b.ledger(), err)
	}

	// One that does not is waited for a minute.
	b.onWait, b.waited = func() {}, 0
	if _, err := b.approver("adam").Press(t.Context(), gate(b.read("adam"))); err != nil || b.ledger() != "+olivia -olivia +adam -adam +adam" || b.waited != time.Minute {
		t.Errorf("after %v the label went %q, %v", b.waited, b.ledger(), err)
	}

	// Ctrl-C while waiting leaves everything as it was.
	approver := b.approver("olivia")
	approver.Wait = func(context.Context, time.Duration) error { return context.Canceled }
	if _, err := approver.Press(t.Context(), gate(b.read("olivia"))); !errors.Is(err, context.Canceled) || b.ledger() != "+olivia -olivia +adam -adam +adam" {
		t.Errorf("interrupted, the label went %q, %v", b.ledger(), err)
	}
}

// outrun is a door behind which somebody else sets the label first, so that
// setting it leaves no event.
type outrun struct {
	*github.Client
	first func()
}

func (o outrun) AddLabel(ctx context.Context, repo string, number int, label string) error {
	o.first()
	return o.Client.AddLabel(ctx, repo, number, label)
}

func TestPress_takesNobodyElsesEventForOnesOwn(t *testing.T) {
	b := newButton(t, "outrun")
	b.label("adam", true)
	b.label("adam", false) // an older event of one's own is none either
	approver := b.approver("adam")
	approver.Hub = outrun{b.Client("adam"), func() { b.label("olivia", true) }}
	approval, err := approver.Press(t.Context(), b.read("adam"))
	if err == nil || !strings.Contains(err.Error(), "does not show it as yours") || fault.HintOf(err) != fmt.Sprintf("gh release-request view %d", b.number) {
		t.Errorf("%+v, %v", approval, err)
	}
}

// late is a door that shows events a few looks later.
type late struct {
	*github.Client
	looks *int
}

func (l late) Timeline(ctx context.Context, repo string, number int) ([]github.TimelineEvent, error) {
	events, err := l.Client.Timeline(ctx, repo, number)
	if *l.looks--; *l.looks > 0 {
		events = slices.DeleteFunc(events, func(e github.TimelineEvent) bool { return e.Event == "labeled" })
	}
	return events, err
}

func TestPress_waitsUntilTheTimelineShowsIt(t *testing.T) {
	b := newButton(t, "late")
	looks := 4
	approver := b.approver("adam")
	approver.Hub = late{b.Client("adam"), &looks}
	if approval, err := approver.Press(t.Context(), b.read("adam")); err != nil || approval.By.Login != "adam" || b.waited == 0 {
		t.Errorf("%+v, %v", approval, err)
	}
}

func TestPress_explainsWhyItMayNot(t *testing.T) {
	b := newButton(t, "may-not")
	_, err := b.approver("rita").Press(t.Context(), b.read("rita"))
	if !github.IsForbidden(err) || !strings.Contains(err.Error(), "setting labels there needs the triage role") || b.ledger() != "" {
		t.Errorf("a reader: %v; the label went %q", err, b.ledger())
	}
	h := b.Hub()
	if err := h.DeleteLabel(h.As("olivia"), b.Central.ID(), policy.LabelAccepted); err != nil {
		t.Fatal(err)
	}
	_, err = b.approver("adam").Press(t.Context(), b.read("adam"))
	if err == nil || fault.HintOf(err) != "an owner makes it: gh label create accepted -R "+b.Repository() || b.ledger() != "" {
		t.Errorf("without the label: %v; it went %q", err, b.ledger())
	}
	if labels, err := h.Labels(h.As("olivia"), b.Central.ID()); err != nil || slices.ContainsFunc(labels, func(l hub.Label) bool { return l.Name == policy.LabelAccepted }) {
		t.Errorf("the label was made: %v", err)
	}
}

func TestPreview_isTheVerdictThatThePressBrings(t *testing.T) {
	b := newButton(t, "preview")
	for who, want := range map[string]policy.Decision{"olivia": policy.Publish, "adam": policy.Publish, "erin": policy.Refuse} {
		b.Central.SetRole("erin", hub.Triage)
		reading := b.read(who)
		if got := approve.Preview(reading).Decision; got != want {
			t.Errorf("%s: %s, want %s", who, got, want)
		}
		if reading.Verdict().Decision != policy.Wait {
			t.Errorf("%s: previewing changed the facts", who)
		}
	}
}
