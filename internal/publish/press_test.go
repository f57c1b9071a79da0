package publish

import (
	"slices"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
)

// buttonsWorld is a world whose policy ends in text, with an open request.
func buttonsWorld(t *testing.T, name, text string) (*factstest.World, int) {
	t.Helper()
	w := factstest.New(t, name)
	w.Central.AddLabel(policy.LabelEmergency, "b60205", "")
	w.SetPolicy(text)
	return w, w.File()
}

// gate runs the gate and returns its verdict, and the last receipt on the issue.
func gate(t *testing.T, w *factstest.World, number int) (policy.Verdict, *record.Receipt) {
	t.Helper()
	c := &Case{Reader: w.Reader("olivia", false), Issues: w.JobClient(), Runtime: openJob(t, w).Runtime, Number: number}
	verdict, err := c.Gate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var last *record.Receipt
	for _, comment := range w.Read(number, nil).Comments {
		if comment.Receipt != nil {
			last = &comment.Receipt.Receipt
		}
	}
	return verdict, last
}

func press(t *testing.T, w *factstest.World, who string, number int, label string) {
	t.Helper()
	if err := w.Client(who).AddLabel(t.Context(), w.Repository(), number, label); err != nil {
		t.Fatal(err)
	}
}

// wantLabels holds an issue to its labels.
func wantLabels(t *testing.T, w *factstest.World, number int, want ...string) {
	t.Helper()
	if got := w.Read(number, nil).Labels; !slices.Equal(got, want) {
		t.Errorf("labels %q, want %q", got, want)
	}
}

func TestGate_twoPeoplePressOneAfterTheOther(t *testing.T) {
	w, number := buttonsWorld(t, "two", "approval: {required: 2}\n")
	w.Press("adam", number)
	verdict, receipt := gate(t, w, number)
	if f := verdict.Finding(policy.RuleApproved); verdict.Decision != policy.Wait || f.Sentence != "1 of 2 approvals (adam)" {
		t.Errorf("decision %s: %s", verdict.Decision, f.Sentence)
	}
	if receipt == nil || !slices.Equal(receipt.Unlabelled, []string{policy.LabelAccepted}) {
		t.Errorf("the receipt says that it took off: %+v", receipt)
	}
	wantLabels(t, w, number)

	// The same person's second press is no second person's.
	w.Press("adam", number)
	if verdict, _ = gate(t, w, number); verdict.Decision != policy.Wait || len(verdict.Approvals) != 1 {
		t.Errorf("decision %s with %d approvals", verdict.Decision, len(verdict.Approvals))
	}
	w.Press("olivia", number)
	verdict, receipt = gate(t, w, number)
	if verdict.Decision != policy.Publish || len(verdict.Approvals) != 2 || receipt.Unlabelled != nil {
		t.Errorf("decision %s with %d approvals, taken off %v: %+v", verdict.Decision, len(verdict.Approvals), receipt.Unlabelled, verdict.Against())
	}
	wantLabels(t, w, number, policy.LabelAccepted)
}

// A person who takes the label off takes back what others said.
func TestGate_aPersonsUnlabellingVoidsWhatWasSaid(t *testing.T) {
	w, number := buttonsWorld(t, "voided", "approval: {required: 2}\n")
	w.Press("adam", number)
	gate(t, w, number)
	w.Press("olivia", number)
	if err := w.Client("olivia").RemoveLabel(t.Context(), w.Repository(), number, policy.LabelAccepted); err != nil {
		t.Fatal(err)
	}
	if verdict, _ := gate(t, w, number); verdict.Decision != policy.Wait || len(verdict.Approvals) != 0 {
		t.Errorf("decision %s with %d approvals", verdict.Decision, len(verdict.Approvals))
	}
}

func TestGate_takesOffEveryButtonThatIsOn(t *testing.T) {
	w, number := buttonsWorld(t, "both", "approval: {emergency: [olivia]}\n")
	w.Central.AddLabel("later", "c5def5", "")
	press(t, w, "adam", number, policy.LabelEmergency)
	press(t, w, "adam", number, "later")
	verdict, receipt := gate(t, w, number)
	if verdict.Decision != policy.Wait || verdict.Emergency != nil || !slices.Equal(receipt.Unlabelled, []string{policy.LabelEmergency}) {
		t.Errorf("decision %s, emergency %+v, taken off %v", verdict.Decision, verdict.Emergency, receipt.Unlabelled)
	}
	wantLabels(t, w, number, "later")

	press(t, w, "olivia", number, policy.LabelEmergency)
	verdict, receipt = gate(t, w, number)
	if verdict.Decision != policy.Publish || receipt.Verdict.Emergency == nil || receipt.Verdict.Emergency.By.Login != "olivia" {
		t.Errorf("decision %s, receipt %+v: %+v", verdict.Decision, receipt.Verdict.Emergency, verdict.Against())
	}
	if found := w.Read(number, nil).Facts.Emergencies(policy.Verdict{}); len(found) != 1 || found[0].Acknowledged != nil {
		t.Errorf("emergencies by the receipts: %+v", found)
	}
	wantLabels(t, w, number, "later", policy.LabelEmergency)
}

// A refusal spends an emergency, too: it has to be declared again.
func TestGate_aRefusalSpendsAnEmergency(t *testing.T) {
	w, number := buttonsWorld(t, "spent", "approval: {emergency: [olivia]}\n")
	press(t, w, "olivia", number, policy.LabelEmergency)
	w.Git("erin", w.Clone, "commit", "-q", "--allow-empty", "-m", "more")
	w.Git("erin", w.Clone, "push", "-q", "origin", "HEAD")
	verdict, receipt := gate(t, w, number)
	if verdict.Decision != policy.Refuse || !slices.Equal(receipt.Unlabelled, []string{policy.LabelEmergency}) {
		t.Errorf("decision %s, taken off %v: %+v", verdict.Decision, receipt.Unlabelled, verdict.Against())
	}
	w.Git("erin", w.Clone, "push", "-q", "--force", "origin", w.Commit+":release/1.2.3")
	verdict, _ = gate(t, w, number)
	if f := verdict.Finding(policy.RuleApproved); verdict.Emergency != nil || verdict.Decision != policy.Wait || !strings.Contains(f.Sentence, "the gate has refused it since") {
		t.Errorf("decision %s, emergency %+v: %s", verdict.Decision, verdict.Emergency, f.Sentence)
	}
	press(t, w, "olivia", number, policy.LabelEmergency)
	if verdict, _ = gate(t, w, number); verdict.Decision != policy.Publish {
		t.Errorf("decision %s: %+v", verdict.Decision, verdict.Against())
	}
}
