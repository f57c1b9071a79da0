package policy

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/release"
)

// calendar is a scheme called calver that takes every version but one.
type calendar struct{ release.Pattern }

func (calendar) Name() string { return "calver" }

func (calendar) Check(v release.Version) error {
	if v == "soon" {
		return fmt.Errorf("%s is no date", v)
	}
	return nil
}

// unattended is a request that nobody approved and that needs nobody: a run
// asked for it, and it changes two files that it may.
func unattended() *scene {
	s := passing()
	s.ledger()
	s.rules.AutoApprove, s.rules.ReleaseFiles, s.rules.Scheme = true, []string{"VERSION", "CHANGELOG.md"}, calendar{}
	s.byRun(alice, alice)
	change(&s.facts.Compare, func(c *Compare) { c.Files = Known([]string{"VERSION", "CHANGELOG.md"}) })
	return s
}

func TestAutomatic_needsNoPerson(t *testing.T) {
	v := unattended().evaluate()
	if f := v.Finding(RuleApproved); f.Outcome != Pass || f.Sentence != "approved automatically: run 77/1 asked for it, and it changes nothing but VERSION, CHANGELOG.md" {
		t.Errorf("approved is %s: %s", f.Outcome, f.Sentence)
	}
	if f := v.Finding(RuleFourEyes); f.Outcome != Pass {
		t.Errorf("four-eyes is %s: %s", f.Outcome, f.Sentence)
	}
	if !v.Automatic || len(v.Approvals) > 0 {
		t.Errorf("automatic %t with %d approvals", v.Automatic, len(v.Approvals))
	}
	for _, f := range v.Against() {
		t.Errorf("%s is %s: %s", f.Rule, f.Outcome, f.Sentence)
	}
	if v.Decision != Publish {
		t.Errorf("the decision is %s", v.Decision)
	}
}

func TestAutomatic_changesNothingToo(t *testing.T) {
	s := unattended()
	change(&s.facts.Compare, func(c *Compare) { c.Ahead, c.Commits, c.Files = 0, nil, Known([]string(nil)) })
	if v := s.evaluate(); !v.Automatic {
		t.Error(v.Finding(RuleApproved).Sentence)
	}
}

// Whatever is not as it should be makes the request wait for a person.
func TestAutomatic_elseNeedsAPerson(t *testing.T) {
	files := func(list ...string) func(*scene) {
		return func(s *scene) { change(&s.facts.Compare, func(c *Compare) { c.Files = Known(list) }) }
	}
	many := make([]string, 301)
	for i := range many {
		many[i] = "VERSION"
	}
	for _, c := range []struct {
		claim string
		do    func(*scene)
		says  string
	}{
		{"policy does not want it", func(s *scene) { s.rules.AutoApprove = false }, "0 of 1 approvals"},
		{"versions are not CalVer", func(s *scene) { s.rules.Scheme = release.Semver{} }, "none of CalVer"},
		{"version is none of the scheme", func(s *scene) { s.request.Version = "soon" }, "none of CalVer"},
		{"no run asked", func(s *scene) { s.request.Run = "" }, "no run of the project's workflow"},
		{"the run does not attest it", func(s *scene) { s.facts.SourceRun = Known(SourceRun{Why: "it was of a branch"}) }, "run 77/1 does not attest it: it was of a branch"},
		{"the run was not read", func(s *scene) { s.facts.SourceRun = Fact[SourceRun]{} }, "whether run 77/1 attests it (it was not read)"},
		{"changes are not known", func(s *scene) { s.facts.Compare = Fact[Compare]{} }, "cannot tell what it changes (it was not read)"},
		{"not every commit is listed", func(s *scene) { change(&s.facts.Compare, func(c *Compare) { c.Ahead = 2 }) }, "cannot tell what it changes (GitHub counts 2"},
		{"files are not known", func(s *scene) {
			change(&s.facts.Compare, func(c *Compare) { c.Files = Withheld[[]string]("GitHub lists only the first") })
		}, "which files it changes (GitHub lists only the first)"},
		{"it changes another file", files("VERSION", "src/main.go", "CHANGELOG.md"), `it changes "src/main.go"`},
		{"it changes a file of that name elsewhere", files("sub/VERSION"), `"sub/VERSION"`},
		{"it changes a file in other capitals", files("version"), `"version"`},
		{"it changes too many files", files(many...), "more than 300"},
	} {
		t.Run(c.claim, func(t *testing.T) {
			s := unattended()
			c.do(s)
			v := s.evaluate()
			f := v.Finding(RuleApproved)
			if v.Automatic || f.Outcome == Pass || !strings.Contains(f.Sentence, c.says) {
				t.Errorf("automatic %t, approved is %s: %s", v.Automatic, f.Outcome, f.Sentence)
			}
		})
	}
	if v := func() Verdict { s := unattended(); files(many[:300]...)(s); return s.evaluate() }(); !v.Automatic {
		t.Errorf("300 files are too many: %s", v.Finding(RuleApproved).Sentence)
	}
}

// What a person did is told before what needed nobody.
func TestAutomatic_isNotWhatAPersonApproved(t *testing.T) {
	for name, do := range map[string]func(*scene){
		"approved": func(s *scene) { s.ledger(accepted(101, bob, 60)) },
		"declared an emergency": func(s *scene) {
			s.rules.Approval.Emergency = []string{"carol"}
			s.ledger(emergency(101, carol, 60))
		},
	} {
		s := unattended()
		do(s)
		if v := s.evaluate(); v.Automatic {
			t.Errorf("a request that somebody %s is called automatic", name)
		}
	}
}

// Every other rule still holds: with one in the way, nothing goes by itself.
func TestAutomatic_excusesNoOtherRule(t *testing.T) {
	for rule, cases := range allCases() {
		if rule == RuleApproved || rule == RuleFourEyes {
			continue
		}
		for _, c := range cases {
			if c.outcome == Pass || len(c.also) > 0 {
				continue
			}
			s := passing()
			c.do(s)
			want := s.evaluate().Finding(rule)
			s.rules.AutoApprove, s.rules.ReleaseFiles = true, []string{"VERSION"}
			if s.request.Run == "" {
				s.facts.SourceRun = Known(SourceRun{Attests: true})
			}
			if compare, ok := s.facts.Compare.Get(); ok {
				compare.Files = Known([]string{"VERSION"})
				s.facts.Compare = Known(compare)
			}
			if got := s.evaluate().Finding(rule); !cmp.Equal(got, want) {
				t.Errorf("%s %s: %+v, want %+v", rule, c.claim, got, want)
			}
		}
	}
}
