package record_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
)

func TestIsStatus(t *testing.T) {
	for body, want := range map[string]bool{
		record.RenderStatus("Publishing."):                            true,
		strings.ReplaceAll(record.RenderStatus("a\nb"), "\n", "\r\n"): true,
		"":                                     false,
		"x " + record.RenderStatus("y"):        false,
		"x\n<!-- release-request-status -->\n": false,
		record.Quote(record.RenderStatus("x")): false,
	} {
		if got := record.IsStatus(body); got != want {
			t.Errorf("IsStatus(%q) = %v", body, got)
		}
	}
}

func TestVerdictText_saysEveryFindingAgainstAndWhatToDo(t *testing.T) {
	v := policy.Verdict{Decision: policy.Refuse, Findings: []policy.Finding{
		{Rule: policy.RuleApproved, Reason: policy.ReasonNotApproved, Outcome: policy.WaitFor, Sentence: "0 of 1 approvals"},
		{Rule: policy.RuleFourEyes, Reason: policy.ReasonOwnApproval, Outcome: policy.RefuseFor, Sentence: "left out: @alice, who asked"},
		{Rule: policy.RuleRequestOpen, Reason: policy.RuleRequestOpen, Outcome: policy.Pass, Sentence: "open"},
	}}
	text := record.VerdictText(v, 42)
	for _, want := range []string{
		"**Refused.**",
		"\n- `approved` (`not-approved`) waits: 0 of 1 approvals\n",
		"\n- `four-eyes` (`own-approval`): left out: @&#8203;alice, who asked\n",
		"`gh release-request approve 42`",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in:\n%s", want, text)
		}
	}
	if strings.Contains(text, "request-open") || strings.Contains(text, " N`") {
		t.Errorf("a passing rule, or a command without its number, in:\n%s", text)
	}
	if advice := record.Advice(v, 42); len(advice) != 2 {
		t.Errorf("advice %q, want one sentence for each finding", advice)
	}
}

func TestAdvice_namesTheRequestInEveryCommand(t *testing.T) {
	placeholder := regexp.MustCompile(`\bN\b`)
	for _, reason := range policy.Reasons() {
		v := policy.Verdict{Findings: []policy.Finding{{Reason: reason.Code, Outcome: policy.RefuseFor}}}
		advice := record.Advice(v, 42)
		if len(advice) != 1 || placeholder.MatchString(advice[0]) {
			t.Errorf("%s: %q", reason.Code, advice)
		}
	}
}

func TestFormKey_isOfTheStatusOfAForm(t *testing.T) {
	text := record.RenderStatus(record.FormStatus("0a1b", "**It waits.**"))
	if got := record.FormKey(strings.ReplaceAll(text, "\n", "\r\n")); got != "0a1b" || !record.IsStatus(text) {
		t.Errorf("the key of %q is %q", text, got)
	}
	for _, other := range []string{"", record.RenderStatus("**It waits.**"), record.FormStatus("0a1b", "no status"), "x\n" + text} {
		if got := record.FormKey(other); got != "" {
			t.Errorf("the key of %q is %q", other, got)
		}
	}
}
