package policy

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/release"
)

func TestEvaluate_publishesWhenEveryRulePasses(t *testing.T) {
	v := passing().evaluate()
	var asked []string
	for _, f := range v.Findings {
		asked = append(asked, f.Rule)
		if f.Outcome != Pass || f.Reason != f.Rule || f.Sentence == "" {
			t.Errorf("%+v is no plain pass", f)
		}
	}
	want := []string{
		"request-open", "request-wellformed", "request-unchanged", "project-known", "version-new", "requester-allowed",
		"approved", "four-eyes", "commit-pinned", "base-reviewed", "ci-passed", "unblocked", "unfrozen", "not-expired", "alone", "targets-left",
	}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("rules asked (-want +got):\n%s", diff)
	}
	if v.Decision != Publish {
		t.Errorf("decision %s, want publish", v.Decision)
	}
}

func TestEvaluate_saysWhatItRestsOn(t *testing.T) {
	s := passing()
	s.target("npm", TargetFact{State: TargetPublished})
	v := s.evaluate()
	v.Findings = nil
	want := Verdict{
		Schema: VerdictSchema, Decision: Publish, Digest: s.facts.Record.Digest, PolicyCommit: s.facts.PolicyCommit, At: s.facts.Now,
		Approvals: []release.Approval{{By: bob, Event: 101, At: at(60)}}, Left: []string{"github"}, LastEvent: 101,
	}
	if diff := cmp.Diff(want, v); diff != "" {
		t.Errorf("verdict (-want +got):\n%s", diff)
	}
}

func TestEvaluate_worstOutcomeDecides(t *testing.T) {
	pending := func(s *scene) {
		change(&s.facts.Checks, func(c *Checks) { c.Runs[0].Status = "queued" })
	}
	moved := func(s *scene) { s.source(func(o *Source) { o.BranchHead = elsewhere }) }
	for _, c := range []struct {
		name  string
		do    []func(*scene)
		wants Decision
	}{
		{"pass", nil, Publish},
		{"unknown in a preview", []func(*scene){(*scene).preview}, Publish},
		{"wait", []func(*scene){pending}, Wait},
		{"wait outweighs unknown", []func(*scene){(*scene).preview, pending}, Wait},
		{"refuse outweighs wait", []func(*scene){pending, moved}, Refuse},
		{"refuse outweighs unknown", []func(*scene){(*scene).preview, moved}, Refuse},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := passing()
			for _, do := range c.do {
				do(s)
			}
			if got := s.evaluate().Decision; got != c.wants {
				t.Errorf("decision %s, want %s", got, c.wants)
			}
		})
	}
}

// Every fact in turn is not read. The gate refuses; a preview leaves exactly
// the rules that need the fact to the gate.
func TestEvaluate_missingFactIsNeverGoodNews(t *testing.T) {
	for _, c := range []struct {
		fact   string
		forget func(*Facts)
		rules  []string
	}{
		{"Issue", func(f *Facts) { f.Issue = Fact[Issue]{} }, []string{"request-open", "request-unchanged", "requester-allowed", "approved", "four-eyes", "not-expired", "alone"}},
		{"Ledger", func(f *Facts) { f.Ledger = Fact[[]Event]{} }, []string{"request-open", "request-unchanged", "approved", "four-eyes"}},
		{"Edits", func(f *Facts) { f.Edits = Fact[[]Edit]{} }, []string{"request-unchanged"}},
		{"Labels", func(f *Facts) { f.Labels = Fact[map[string]Label]{} }, []string{"approved", "four-eyes"}},
		{"Roles", func(f *Facts) { f.Roles = Fact[Roles]{} }, []string{"requester-allowed", "approved"}},
		{"SameTitle", func(f *Facts) { f.SameTitle = Fact[[]Sibling]{} }, []string{"request-open", "version-new"}},
		{"Unfinished", func(f *Facts) { f.Unfinished = Fact[[]Run]{} }, []string{"alone"}},
		{"Targets", func(f *Facts) { f.Targets = Fact[map[string]TargetFact]{} }, []string{"targets-left"}},
		{"Environments", func(f *Facts) { f.Environments = Fact[map[string]Environment]{} }, []string{"project-known"}},
		{"Source", func(f *Facts) { f.Source = Fact[Source]{} }, []string{"project-known", "version-new", "commit-pinned"}},
		{"Compare", func(f *Facts) { f.Compare = Fact[Compare]{} }, []string{"approved", "four-eyes", "base-reviewed", "ci-passed"}},
		{"Pushers", func(f *Facts) { f.Pushers = Fact[[]release.Person]{} }, []string{"approved", "four-eyes"}},
		{"Checks", func(f *Facts) { f.Checks = Fact[Checks]{} }, []string{"ci-passed"}},
		{"Blockers", func(f *Facts) { f.Blockers = Fact[[]Blocker]{} }, []string{"unblocked"}},
	} {
		t.Run(c.fact, func(t *testing.T) {
			s := passing()
			c.forget(&s.facts)
			gate := s.evaluate()
			s.facts.Preview = true
			seen := s.evaluate()
			for _, f := range seen.Findings {
				if f.Outcome == Unknown && !strings.Contains(f.Sentence, "it was not read") {
					t.Errorf("%s does not say that a fact was not read: %s", f.Rule, f.Sentence)
				}
				want := Pass
				if slices.Contains(c.rules, f.Rule) {
					want = Unknown
				}
				if f.Outcome != want {
					t.Errorf("preview: %s is %s, want %s: %s", f.Rule, f.Outcome, want, f.Sentence)
				}
				if in := gate.Finding(f.Rule); want == Unknown && (in.Outcome != RefuseFor || in.Reason != ReasonUnknown) {
					t.Errorf("gate: %s is %s (%s), want a refusal for %s", f.Rule, in.Outcome, in.Reason, ReasonUnknown)
				}
			}
			if gate.Decision != Refuse || seen.Decision != Publish {
				t.Errorf("the gate says %s, the preview %s; want refuse and publish", gate.Decision, seen.Decision)
			}
		})
	}
}

func TestEvaluate_asksOnlyWhatNeedsNoRecordOfMalformedOne(t *testing.T) {
	for name, do := range map[string]func(*scene){
		"problems, and nothing read of it": func(s *scene) {
			s.facts.Record = Record{Problems: []string{"line 1 holds no record"}}
			s.rules, s.request = Rules{}, release.Request{}
		},
		"problems beside a record": func(s *scene) { s.facts.Record.Problems = []string{"the title does not match"} },
		"no digest":                func(s *scene) { s.facts.Record.Digest = release.Digest{} },
	} {
		t.Run(name, func(t *testing.T) {
			s := passing()
			do(s)
			checkAsked(t, s.evaluate(), "request-open", "request-wellformed", "request-unchanged")
		})
	}
}

func TestEvaluate_asksOnlyWhatNeedsNoPolicyOfUnknownProject(t *testing.T) {
	for name, do := range map[string]func(*Rules){
		"no rules":                    func(r *Rules) { *r = Rules{} },
		"rules of another folder":     func(r *Rules) { r.Project.Path = "packages/core" },
		"rules of another repository": func(r *Rules) { r.Project.Repo = "relay" },
	} {
		t.Run(name, func(t *testing.T) {
			s := passing()
			do(&s.rules)
			s.sibling(func(o *Sibling) { o.Number, o.Requester = 43, bob })
			v := s.evaluate()
			checkAsked(t, v, "request-open", "request-wellformed", "request-unchanged", "project-known")
			if f := v.Finding(RuleRequestOpen); f.Outcome != Pass {
				t.Errorf("rivals are compared without rules: %s", f.Sentence)
			}
		})
	}
}

// A verdict that left rules out publishes nothing, whatever those asked say.
func TestQuestion_decidesForNothingWithoutAllRules(t *testing.T) {
	for _, reached := range []stage{ofAnyIssue, ofARequest} {
		if got := (&question{stage: reached}).decide(Pass); got != Refuse {
			t.Errorf("stage %d: %s, want refuse", reached, got)
		}
	}
}

// checkAsked wants a refusal that rests on these rules.
func checkAsked(t *testing.T, v Verdict, rules ...string) {
	t.Helper()
	var asked []string
	for _, f := range v.Findings {
		asked = append(asked, f.Rule)
	}
	if diff := cmp.Diff(rules, asked); diff != "" {
		t.Errorf("rules asked (-want +got):\n%s", diff)
	}
	if v.Decision != Refuse || len(v.Approvals) > 0 {
		t.Errorf("decision %s with %d approvals, want refuse with none", v.Decision, len(v.Approvals))
	}
}

func TestEvaluate_nothingKnownRefuses(t *testing.T) {
	for _, preview := range []bool{false, true} {
		if v := Evaluate(Rules{}, release.Request{}, Facts{Preview: preview}); v.Decision != Refuse {
			t.Errorf("preview %t: decision %s, want refuse", preview, v.Decision)
		}
	}
}

func TestVerdict_hasNoNullInJSON(t *testing.T) {
	encoded, err := json.Marshal(Evaluate(Rules{}, release.Request{}, Facts{}))
	if err != nil {
		t.Fatal(err)
	}
	var decoded map[string]any
	if err := json.Unmarshal(encoded, &decoded); err != nil {
		t.Fatal(err)
	}
	for key, value := range decoded {
		if value == nil {
			t.Errorf("%s is null", key)
		}
	}
}

func TestRule_tellsItsOwnRefusalBeforeAMissingFact(t *testing.T) {
	var o opinion
	o.pass("fine")
	o.wait("later", "not yet")
	o.unknown("a fact")
	for _, c := range []struct {
		preview bool
		want    Finding
	}{
		{true, Finding{Rule: "r", Reason: "later", Outcome: WaitFor, Sentence: "not yet; cannot tell a fact"}},
		{false, Finding{Rule: "r", Reason: ReasonUnknown, Outcome: RefuseFor, Sentence: "cannot tell a fact; not yet"}},
	} {
		if got := (rule{code: "r"}).finding(o, c.preview); !cmp.Equal(got, c.want) {
			t.Errorf("preview %t: got %+v, want %+v", c.preview, got, c.want)
		}
	}
	o.refuse("never", "no")
	if got, want := (rule{code: "r"}).finding(o, false), (Finding{Rule: "r", Reason: "never", Outcome: RefuseFor, Sentence: "no; not yet; cannot tell a fact"}); !cmp.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestRule_thatSaysNothingRefuses(t *testing.T) {
	silent := rule{code: "silent"}
	if f := silent.finding(opinion{}, false); f.Outcome != RefuseFor {
		t.Errorf("outcome %s, want refuse", f.Outcome)
	}
}
