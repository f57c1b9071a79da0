package publish

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// trial is a request in a run that GitHub has on record.
type trial struct {
	*testing.T
	w      *factstest.World
	number int
	run    *factstest.Run
	Case   *Case
	output string
}

// try begins a run for a request, as the label does.
func try(t *testing.T, w *factstest.World, number int) *trial {
	t.Helper()
	run := w.StartRun(number, nil)
	j := openRun(t, w, run.ID)
	reader := w.Reader("olivia", false)
	reader.OwnRun = run.ID
	return &trial{t, w, number, run, &Case{Reader: reader, Issues: w.JobClient(), Runtime: j.Runtime, Number: number}, j.output}
}

// gate runs the gate and returns its verdict.
func (t *trial) gate() policy.Verdict {
	t.Helper()
	verdict, err := t.Case.Gate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return verdict
}

// outputs are those of the step, in their order.
func (t *trial) outputs() (names []string, values map[string]string) {
	t.Helper()
	b, err := os.ReadFile(t.output)
	if err != nil {
		t.Fatal(err)
	}
	values = map[string]string{}
	form := regexp.MustCompile(`(?s)([a-z0-9-]+)<<(end-[A-Z2-7]+)\n(.*?)\n(end-[A-Z2-7]+)\n`)
	for _, m := range form.FindAllStringSubmatch(string(b), -1) {
		if m[2] != m[4] {
			t.Fatalf("an output of %s ends early", m[1])
		}
		names, values[m[1]] = append(names, m[1]), m[3]
	}
	return names, values
}

// issue is the request's issue as it is now.
func (t *trial) issue() hub.Issue {
	t.Helper()
	i, err := t.w.Hub().Issue(t.w.Hub().As("olivia"), t.w.Central.ID(), t.number)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// said is what the workflow's own account says on the issue: the receipts by
// their kinds and words, and the status.
func (t *trial) said() (receipts []string, status []string) {
	t.Helper()
	reading := t.w.Read(t.number, nil)
	for i, c := range reading.Comments {
		switch {
		case c.By.Login != facts.WorkflowAccount:
		case c.Receipt != nil:
			r := c.Receipt.Receipt
			word := r.Kind
			switch {
			case r.Verdict != nil:
				word += " " + string(r.Verdict.Decision)
			case r.Result != nil:
				word += " " + string(r.Result.State)
			case r.Closed != nil:
				word += " " + string(r.Closed.State)
			}
			receipts = append(receipts, word)
		case record.IsStatus(c.Body):
			status = append(status, c.Body)
		default:
			t.Errorf("comment %d is neither receipt nor status: %s", i, c.Body)
		}
	}
	if got := reading.Verdict().Finding(policy.RuleRequestUnchanged); got.Outcome != policy.Pass {
		t.Errorf("the receipts are no chain: %s", got.Sentence)
	}
	return receipts, status
}

// wantSaid holds what was said to the receipts and a number of statuses.
func (t *trial) wantSaid(statuses int, receipts ...string) {
	t.Helper()
	got, status := t.said()
	if !slices.Equal(got, receipts) || len(status) != statuses {
		t.Errorf("receipts %q, want %q; %d statuses, want %d", got, receipts, len(status), statuses)
	}
}

func TestGate_letsGoAndHandsOnExactlyWhatIsNamed(t *testing.T) {
	w, number, reading := approved(t, "lets")
	c := try(t, w, number)
	if verdict := c.gate(); verdict.Decision != policy.Publish {
		t.Fatalf("%s: %+v", verdict.Decision, verdict.Against())
	}
	names, values := c.outputs()
	digest := reading.Parsed.Digest
	if want := "decision digest digest12 attested target-npm target-docs"; strings.Join(names, " ") != want {
		t.Errorf("outputs %q, want %q", names, want)
	}
	if values["decision"] != "publish" || values["digest"] != digest.String() || values["digest12"] != digest.Short() || values["target-npm"] != "go" || values["target-docs"] != "go" {
		t.Errorf("outputs %v", values)
	}
	var attested Attested
	if err := json.Unmarshal([]byte(values["attested"]), &attested); err != nil {
		t.Fatal(err)
	}
	adam, erin := w.Hub().As("adam").User.ID, w.Hub().As("erin").User.ID
	if attested.Digest != digest || attested.Run != c.Case.Runtime.Run.String() || time.Since(attested.At) == 0 || !attested.Roles.Central[adam].Triage || !attested.Roles.Source[erin].Push {
		t.Errorf("attested %+v", attested)
	}
	handed := Handed{Target: "npm", Digest: values["digest"], Attested: values["attested"], Grant: values[actions.OutputTarget("npm")]}
	if _, err := handed.Check(c.Case.Runtime.Run); err != nil {
		t.Errorf("what the gate hands on is refused: %v", err)
	}
	c.wantSaid(0, "verdict publish")
	if !c.issue().HasLabel(policy.LabelAccepted) {
		t.Error("the label was taken off")
	}
}

func TestGate_refusesAndTakesTheLabelOff(t *testing.T) {
	w, number, _ := approved(t, "refuser")
	w.Git("erin", w.Clone, "commit", "-q", "--allow-empty", "-m", "more")
	w.Git("erin", w.Clone, "push", "-q", "origin", "HEAD")
	c := try(t, w, number)
	if verdict := c.gate(); verdict.Decision != policy.Refuse {
		t.Fatalf("%s", verdict.Decision)
	}
	c.run.End("success")
	names, values := c.outputs()
	if strings.Join(names, " ") != "decision digest digest12" || values["decision"] != "refuse" {
		t.Errorf("outputs %q %v", names, values)
	}
	c.wantSaid(0, "verdict refuse")
	if c.issue().HasLabel(policy.LabelAccepted) {
		t.Error("the label is still on")
	}
	// The branch is put back. The old approval is spent, a new one counts.
	w.Git("erin", w.Clone, "push", "-q", "-f", "origin", w.Commit+":release/1.2.3")
	c = try(t, w, number)
	if verdict := c.gate(); verdict.Decision != policy.Wait || verdict.Finding(policy.RuleApproved).Reason != policy.ReasonApprovalSpent {
		t.Errorf("%s: %+v", verdict.Decision, verdict.Against())
	}
	c.run.End("success")
	c.wantSaid(0, "verdict refuse", "verdict wait")
	w.Press("adam", number)
	c = try(t, w, number)
	if verdict := c.gate(); verdict.Decision != policy.Publish {
		t.Errorf("%s: %+v", verdict.Decision, verdict.Against())
	}
	c.wantSaid(0, "verdict refuse", "verdict wait", "verdict publish")
}

func TestGate_waitsWithOneCommentAndLeavesTheLabel(t *testing.T) {
	w, number, _ := approved(t, "waiter")
	other := w.FileAs("erin", w.Request("1.9.0", w.Push("1.9.0")))
	first, second := w.StartRun(other, nil), w.StartRun(other, nil)
	defer second.End("success")
	// Others write what looks like the status; theirs is left alone.
	forged := record.RenderStatus("**Published.**")
	if _, err := w.Client("erin").CreateComment(t.Context(), w.Repository(), number, forged); err != nil {
		t.Fatal(err)
	}
	c := try(t, w, number)
	for range 2 {
		if verdict := c.gate(); verdict.Decision != policy.Wait {
			t.Fatalf("%s", verdict.Decision)
		}
		c.wantSaid(1)
	}
	if _, status := c.said(); !strings.Contains(status[0], "goes first") {
		t.Errorf("the status reads %s", status[0])
	}
	if !c.issue().HasLabel(policy.LabelAccepted) {
		t.Error("the label was taken off")
	}
	// Something else to wait for: the same comment says it.
	first.End("success")
	c.gate()
	c.wantSaid(1)
	comments, err := w.Client("erin").Comments(t.Context(), w.Repository(), number)
	if err != nil || comments[0].Body != forged || comments[0].User.Login != "erin" {
		t.Errorf("the comment of another reads %+v, %v", comments[0], err)
	}
}

func TestGate_waitsForAnApprovalWithoutTheLabel(t *testing.T) {
	w, number, _ := approved(t, "stale")
	w.Hub().Advance(73 * time.Hour)
	c := try(t, w, number)
	if verdict := c.gate(); verdict.Decision != policy.Wait || verdict.Finding(policy.RuleApproved).Reason != policy.ReasonApprovalTooOld {
		t.Fatalf("%s: %+v", verdict.Decision, verdict.Against())
	}
	c.wantSaid(0, "verdict wait")
	if c.issue().HasLabel(policy.LabelAccepted) {
		t.Error("the label is still on, and nobody can press it")
	}
}

func TestGate_saysThatItCouldNotDecide(t *testing.T) {
	w, number, _ := approved(t, "undecided")
	// Erin may edit her own comment, so the workflow must not say it there.
	if _, err := w.Client("erin").CreateComment(t.Context(), w.Repository(), number, record.RenderStatus("**Published.**")); err != nil {
		t.Fatal(err)
	}
	c := try(t, w, number)
	reader := w.Reader("olivia", false)
	reader.Source = w.ClientThrough("olivia", factstest.On("GraphQL Source", func(a *factstest.Answer) { a.Refuse(502, "Bad Gateway <@everyone>") }))
	c.Case.Reader = reader
	for range 2 {
		if _, err := c.Case.Gate(t.Context()); err == nil {
			t.Fatal("a gate that could not decide ended well")
		}
	}
	receipts, status := c.said()
	if len(receipts) > 0 || len(status) != 1 || !strings.Contains(status[0], "could not decide") || strings.Contains(status[0], "<@") {
		t.Errorf("receipts %q, status %q", receipts, status)
	}
	if _, err := os.Stat(c.output); err == nil {
		t.Error("it set outputs all the same")
	}
	if !c.issue().HasLabel(policy.LabelAccepted) {
		t.Error("the label was taken off, and nobody said no")
	}
}
