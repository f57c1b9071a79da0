package facts_test

import (
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

// receipt is a comment that the workflow could have left on the request: a
// verdict that refuses, and spends the approvals before it.
func receipt(t *testing.T, reading *facts.Reading, previous release.Digest) string {
	t.Helper()
	text, err := record.RenderReceipt(record.Receipt{
		Kind: policy.ReceiptVerdict, Number: reading.Central.Issue.Number, Request: reading.Parsed.Digest, Previous: previous,
		Policy: reading.Central.Head, Run: "77/1", URL: "https://github.com/acme/x/actions/runs/77/attempts/1", At: reading.Facts.Now,
		Verdict: &policy.Verdict{Schema: policy.VerdictSchema, Decision: policy.Refuse, Digest: reading.Parsed.Digest, At: reading.Facts.Now, Findings: []policy.Finding{}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func digestOf(t *testing.T, text string) release.Digest {
	t.Helper()
	found, err := record.ParseReceipt(text)
	if err != nil {
		t.Fatal(err)
	}
	return found.Digest
}

func TestRead_receiptsThatWereTouchedCountForMissingOnes(t *testing.T) {
	w := factstest.New(t, "receipts")
	reading := w.Read(w.File(), nil)
	good := receipt(t, reading, release.Digest{})
	second := receipt(t, reading, digestOf(t, good))
	h := w.Hub()
	bot := h.NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{w.Repository()}, Permissions: map[string]hub.Access{"issues": hub.WriteAccess}})
	job, err := h.Authenticate(bot.Secret)
	if err != nil {
		t.Fatal(err)
	}
	// say comments on a request and edits the comment, each unless it is empty.
	say := func(number int, by hub.Caller, text string, editor hub.Caller, edited string) hub.Comment {
		t.Helper()
		issue, err := h.Issue(job, w.Central.ID(), number)
		if err != nil {
			t.Fatal(err)
		}
		c, err := h.AddComment(by, issue.ID, text)
		if err == nil && edited != "" {
			c, err = h.EditComment(editor, c.ID, edited)
		}
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	newer := func(text string) string {
		return strings.Replace(text, `"schema":1,"kind"`, `"schema":2,"request":7,"kind"`, 1)
	}
	status, other := record.RenderStatus("**Waiting.**"), record.RenderStatus("**Still waiting.**")
	for name, test := range map[string]struct {
		do    func(number int, of func(string) string)
		spent bool   // the refusal counts
		want  string // reason of request-unchanged
	}{
		"left as it was":                       {func(n int, of func(string) string) { say(n, job, of(good), job, "") }, true, policy.RuleRequestUnchanged},
		"of a person":                          {func(n int, of func(string) string) { say(n, h.As("adam"), of(good), job, "") }, false, policy.RuleRequestUnchanged},
		"of an owner, whose login is no proof": {func(n int, of func(string) string) { say(n, h.As("olivia"), of(good), job, "") }, false, policy.RuleRequestUnchanged},
		"edited by an owner":                   {func(n int, of func(string) string) { say(n, job, of(good), h.As("olivia"), "nothing to see") }, false, policy.ReasonReceiptMissing},
		"made a status by an owner":            {func(n int, of func(string) string) { say(n, job, of(good), h.As("olivia"), status) }, false, policy.ReasonReceiptMissing},
		"edited and put back": {func(n int, of func(string) string) {
			c := say(n, job, of(good), h.As("olivia"), "x")
			if _, err := h.EditComment(h.As("olivia"), c.ID, of(good)); err != nil {
				t.Fatal(err)
			}
		}, false, policy.ReasonReceiptMissing},
		"edited by the workflow":             {func(n int, of func(string) string) { say(n, job, status, job, of(good)) }, false, policy.ReasonReceiptMissing},
		"a status that the workflow updates": {func(n int, of func(string) string) { say(n, job, status, job, other) }, false, policy.RuleRequestUnchanged},
		"a status that an owner updates":     {func(n int, of func(string) string) { say(n, job, status, h.As("olivia"), other) }, false, policy.ReasonReceiptMissing},
		"made nothing by a job":              {func(n int, of func(string) string) { say(n, job, of(good), job, "nothing to see") }, false, policy.ReasonReceiptMissing},
		"made a second status by a job": {func(n int, of func(string) string) {
			say(n, job, status, job, "")
			say(n, job, of(good), job, other)
		}, false, policy.ReasonReceiptMissing},
		"of another request":             {func(n int, of func(string) string) { say(n, job, good, job, "") }, false, policy.ReasonReceiptMissing},
		"one letter off":                 {func(n int, of func(string) string) { say(n, job, "x"+of(good), job, "") }, false, policy.ReasonReceiptMissing},
		"the one before it is not there": {func(n int, of func(string) string) { say(n, job, of(second), job, "") }, true, policy.ReasonReceiptMissing},
		"deleted": {func(n int, of func(string) string) {
			c := say(n, job, of(good), job, "")
			if err := h.DeleteComment(h.As("olivia"), c.ID); err != nil {
				t.Fatal(err)
			}
		}, false, policy.ReasonReceiptMissing},
		"of a newer version":              {func(n int, of func(string) string) { say(n, job, newer(of(good)), job, "") }, false, policy.ReasonUnknown},
		"made one of a newer version":     {func(n int, of func(string) string) { say(n, job, of(good), h.As("olivia"), newer(of(good))) }, false, policy.ReasonReceiptMissing},
		"a newer one that a person wrote": {func(n int, of func(string) string) { say(n, h.As("adam"), newer(of(good)), job, "") }, false, policy.RuleRequestUnchanged},
		"a person's comment is deleted": {func(n int, of func(string) string) {
			c := say(n, h.As("adam"), "hello", job, "")
			if err := h.DeleteComment(h.As("olivia"), c.ID); err != nil {
				t.Fatal(err)
			}
		}, false, policy.RuleRequestUnchanged},
	} {
		t.Run(name, func(t *testing.T) {
			number := w.File()
			w.Press("adam", number)
			test.do(number, func(text string) string { return renumber(t, text, number, h.Now()) })
			w.Agree(number)
			verdict := w.Read(number, nil).Verdict()
			if got := verdict.Finding(policy.RuleRequestUnchanged); got.Reason != test.want {
				t.Errorf("%s (%s), want %s", got.Reason, got.Sentence, test.want)
			}
			if spent := verdict.Finding(policy.RuleApproved).Reason == policy.ReasonApprovalSpent; spent != test.spent {
				t.Errorf("the approval is spent: %v (%s)", spent, verdict.Finding(policy.RuleApproved).Sentence)
			}
			closeIssue(t, w, number)
		})
	}
}

// renumber makes a receipt one of another request, of a gate that looked now.
func renumber(t *testing.T, text string, number int, now time.Time) string {
	t.Helper()
	prefix, text, _ := strings.Cut(text, "**") // what was put before it stays there
	found, err := record.ParseReceipt("**" + text)
	if err != nil {
		t.Fatal(err)
	}
	found.Receipt.Number, found.Receipt.Verdict.At = number, now
	out, err := record.RenderReceipt(found.Receipt)
	if err != nil {
		t.Fatal(err)
	}
	return prefix + out
}

// closeIssue keeps one request out of the way of the next.
func closeIssue(t *testing.T, w *factstest.World, number int) {
	t.Helper()
	if err := w.Client("olivia").CloseIssue(t.Context(), w.Repository(), number, "not_planned"); err != nil {
		t.Fatal(err)
	}
}

func TestRead_takesNoPartOfTheIssueForTheWhole(t *testing.T) {
	w := factstest.New(t, "issue")
	number := w.File()
	w.Press("adam", number)
	ledger := func(f policy.Facts) string { return f.Ledger.Why() }
	edits := func(f policy.Facts) string { return f.Edits.Why() }
	labels := func(f policy.Facts) string { return f.Labels.Why() }
	central := "GraphQL CentralIssue"
	for name, test := range map[string]withheld{
		"deletions not all listed":     {sub(central, `"timelineItems":\{"totalCount":0`, `"timelineItems":{"totalCount":2`), ledger, "0 of 2 deleted comments"},
		"a deletion is null":           {sub(central, `("timelineItems":\{"totalCount":)0(,"pageInfo":\{[^}]*\},"nodes":\[)`, `${1}1${2}null`), ledger, `lists a ""`},
		"edits not all listed":         {sub(central, `"userContentEdits":\{"totalCount":0`, `"userContentEdits":{"totalCount":101`), edits, "0 of 101 edits"},
		"label made at a null time":    {sub(central, `("accepted":\{"createdAt":)"[^"]*"`, `${1}null`), labels, "when the label accepted was made"},
		"label changed at a null time": {sub(central, `("accepted":\{.*?"updatedAt":)"[^"]*"`, `${1}null`), labels, "when the label accepted was made or changed"},
	} {
		t.Run(name, func(t *testing.T) {
			reading := w.Read(number, test.change)
			if got := test.of(reading.Facts); !strings.Contains(got, test.want) {
				t.Errorf("withheld for %q, want %q in it", got, test.want)
			}
			if verdict := reading.Verdict(); verdict.Decision != policy.Refuse {
				t.Errorf("the decision is %s", verdict.Decision)
			}
		})
	}
}

// Anybody can write comments and delete them, as many as it takes.
func TestRead_deletedCommentsOfPeopleStopNothing(t *testing.T) {
	w := factstest.New(t, "deleted")
	number := w.File()
	w.Press("adam", number)
	h := w.Hub()
	issue, err := h.Issue(h.As("rita"), w.Central.ID(), number)
	if err != nil {
		t.Fatal(err)
	}
	for range 101 {
		c, err := h.AddComment(h.As("rita"), issue.ID, "never mind")
		if err == nil {
			err = h.DeleteComment(h.As("rita"), c.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if verdict := w.Read(number, nil).Verdict(); verdict.Decision != policy.Publish {
		t.Errorf("%s: %v", verdict.Decision, verdict.Against())
	}
}

func TestRead_anEditThatGitHubDoesNotListIsOne(t *testing.T) {
	w := factstest.New(t, "unlisted")
	reading := w.Read(w.File(), sub("GraphQL CentralIssue", `"lastEditedAt":null,"editor"`, `"lastEditedAt":"2030-01-01T00:00:00Z","editor"`))
	if got := reading.Verdict().Finding(policy.RuleRequestUnchanged); got.Reason != policy.ReasonEdited {
		t.Errorf("%s (%s)", got.Reason, got.Sentence)
	}
}

func TestRead_whatBecameOfTheIssue(t *testing.T) {
	w := factstest.New(t, "fate")
	h := w.Hub()
	issue := func(number int) hub.Issue {
		t.Helper()
		i, err := h.Issue(h.As("olivia"), w.Central.ID(), number)
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	title := "publish: something else"
	for name, test := range map[string]struct {
		do   func(number int)
		rule string
		want string
	}{
		"edited by its author": {func(n int) {
			body := issue(n).Body + "\n"
			if _, err := h.UpdateIssue(h.As("erin"), issue(n).ID, hub.IssueChange{Body: &body}); err != nil {
				t.Fatal(err)
			}
		}, policy.RuleRequestUnchanged, policy.ReasonEdited},
		"renamed there and back": {func(n int) {
			was := issue(n).Title
			for _, title := range []string{title, was} {
				if _, err := h.UpdateIssue(h.As("erin"), issue(n).ID, hub.IssueChange{Title: &title}); err != nil {
					t.Fatal(err)
				}
			}
		}, policy.RuleRequestUnchanged, policy.ReasonRenamed},
		"labelled by an App for a person": {func(n int) {
			app, err := h.Authenticate(h.NewToken(hub.TokenSpec{App: "acme-ci", User: "adam", Repos: []string{w.Repository()}, Permissions: map[string]hub.Access{"issues": hub.WriteAccess}}).Secret)
			if err == nil {
				_, err = h.AddLabels(app, issue(n).ID, policy.LabelAccepted)
			}
			if err != nil {
				t.Fatal(err)
			}
		}, policy.RuleApproved, policy.ReasonApprovalByApp},
		"a suggestion accepted": {func(n int) {
			if _, err := h.AddLabel(h.As("adam"), issue(n).ID, policy.LabelAccepted, &hub.Intent{Rationale: "looks good"}); err != nil {
				t.Fatal(err)
			}
		}, policy.RuleApproved, policy.ReasonApprovalSuggested},
		"the label renamed there and back": {func(n int) {
			w.Press("adam", n)
			for _, change := range [][2]string{{"accepted", "other"}, {"other", "accepted"}} {
				if _, err := h.UpdateLabel(h.As("olivia"), w.Central.ID(), change[0], hub.LabelChange{Name: &change[1]}); err != nil {
					t.Fatal(err)
				}
			}
		}, policy.RuleApproved, policy.ReasonApprovalLabelChanged},
	} {
		t.Run(name, func(t *testing.T) {
			number := w.File()
			test.do(number)
			w.Agree(number)
			if got := w.Read(number, nil).Verdict().Finding(test.rule); got.Reason != test.want {
				t.Errorf("%s (%s), want %s", got.Reason, got.Sentence, test.want)
			}
			closeIssue(t, w, number)
		})
	}
	t.Run("transferred here", func(t *testing.T) {
		_, body := w.Render(w.Request("1.2.3", w.Commit))
		made, err := h.CreateIssue(h.As("erin"), w.Source.ID(), hub.NewIssue{Title: "publish: " + w.Name() + "@1.2.3", Body: body})
		if err != nil {
			t.Fatal(err)
		}
		moved, err := h.TransferIssue(h.As("olivia"), made.ID, w.Central.ID())
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range []factstest.Change{nil, sub("GET /repos/"+w.Repository()+"/issues/", `"event":"transferred"`, `"event":"something"`)} {
			if got := w.Read(moved.Number, change).Verdict().Finding(policy.RuleRequestOpen); got.Reason != policy.ReasonElsewhere {
				t.Errorf("%s (%s)", got.Reason, got.Sentence)
			}
		}
		if _, err := w.Reader("erin", true).Read(t.Context(), 4711); err == nil || !strings.Contains(err.Error(), "there is no request") {
			t.Errorf("a number that is not there: %v", err)
		}
	})
}
