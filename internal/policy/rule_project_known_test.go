package policy

import "testing"

func projectKnownCases() []breakage {
	environment := func(e Environment) func(*scene) {
		return func(s *scene) {
			change(&s.facts.Environments, func(m *map[string]Environment) { (*m)["pages"] = e })
		}
	}
	targets := func(names ...string) func(*scene) {
		return func(s *scene) {
			s.request.Targets = names
			for _, name := range names {
				s.target(name, TargetFact{State: TargetLeft})
			}
			change(&s.facts.Environments, func(m *map[string]Environment) {
				(*m)["docker"] = Environment{Branches: []string{"trunk"}}
			})
		}
	}
	branch := func(name string) func(*scene) {
		return func(s *scene) { s.request.Branch = name }
	}
	base := func(name string) func(*scene) {
		return func(s *scene) { s.request.Base = name }
	}
	return []breakage{
		{claim: "refuses a project that the policy does not have", do: func(s *scene) { s.rules.Name = "" },
			outcome: RefuseFor, reason: "project-unknown", says: "acme/sdk"},
		{claim: "refuses a folder that is another project", do: func(s *scene) { s.rules.Project.Path = "core" },
			outcome: RefuseFor, reason: "project-unknown"},
		{claim: "takes the policy's own capitals", do: func(s *scene) { s.rules.Project.Owner = "Acme" }, outcome: Pass},
		{claim: "refuses a repository that was renamed", do: func(s *scene) { s.source(func(o *Source) { o.FullName = "acme/kit" }) },
			outcome: RefuseFor, reason: "project-moved", says: "acme/kit"},
		{claim: "refuses a repository written with other capitals", do: func(s *scene) { s.source(func(o *Source) { o.FullName = "Acme/SDK" }) },
			outcome: RefuseFor, reason: "project-moved"},

		{claim: "takes all targets", do: targets("npm", "docker", "github"), outcome: Pass},
		{claim: "refuses a target that the policy does not have", do: targets("npm", "pypi"),
			outcome: RefuseFor, reason: "target-not-in-policy", says: "pypi"},
		{claim: "refuses targets out of order", do: targets("github", "npm"), outcome: RefuseFor, reason: "target-not-in-policy"},
		{claim: "refuses a target that stands there twice", do: targets("npm", "npm"), outcome: RefuseFor, reason: "target-not-in-policy"},
		{claim: "refuses no target", do: targets(), outcome: RefuseFor, reason: "target-not-in-policy", also: []string{"targets-left"}},

		{claim: "refuses an environment that is missing", do: func(s *scene) {
			change(&s.facts.Environments, func(m *map[string]Environment) { delete(*m, "pages") })
		}, outcome: RefuseFor, reason: "environment-missing", says: "pages"},
		{claim: "refuses a gate's environment without a rule", do: func(s *scene) {
			change(&s.facts.Environments, func(m *map[string]Environment) { (*m)["release-gate"] = Environment{AnyBranch: true} })
		}, outcome: RefuseFor, reason: "environment-open", says: "the environment release-gate, which holds the key"},
		{claim: "passes without a gate's environment, which then holds no key", do: func(s *scene) {
			change(&s.facts.Environments, func(m *map[string]Environment) { delete(*m, "release-gate") })
		}, outcome: Pass, reason: "project-known"},
		{claim: "refuses an environment without a rule", do: environment(Environment{AnyBranch: true, Branches: []string{"trunk"}}), outcome: RefuseFor, reason: "environment-open"},
		{claim: "refuses an environment for all protected branches", do: environment(Environment{Protected: true, Branches: []string{"trunk"}}), outcome: RefuseFor, reason: "environment-open"},
		{claim: "refuses an environment for another branch", do: environment(Environment{Branches: []string{"main"}}), outcome: RefuseFor, reason: "environment-open"},
		{claim: "refuses an environment for one more branch", do: environment(Environment{Branches: []string{"trunk", "dev"}}), outcome: RefuseFor, reason: "environment-open"},
		{claim: "refuses an environment for a pattern", do: environment(Environment{Branches: []string{"tr*"}}), outcome: RefuseFor, reason: "environment-open"},
		{claim: "refuses an environment for a tag of the branch's name", do: environment(Environment{Branches: []string{"refs/tags/trunk"}}), outcome: RefuseFor, reason: "environment-open"},
		{claim: "refuses an environment for no branch while the default one is not known", do: func(s *scene) {
			nowhere := Environment{Branches: []string{""}}
			s.facts.Environments = Known(map[string]Environment{"npm": nowhere, "pages": nowhere})
			s.source(func(o *Source) { o.CentralBranch = "" })
		}, outcome: RefuseFor, reason: "environment-open"},

		{claim: "refuses a branch that is not the pattern's", do: branch("release/1.2.0-x"),
			outcome: RefuseFor, reason: "branch-not-as-policy", says: "release/1.2.0"},
		{claim: "takes a base that a pattern names", do: base("1.x"), outcome: Pass},
		{claim: "refuses a base that nothing names", do: base("dev"), outcome: RefuseFor, reason: "base-not-allowed", says: "dev"},
		{claim: "refuses a base in a folder of a pattern", do: base("1.x/y"), outcome: RefuseFor, reason: "base-not-allowed"},
		{claim: "refuses the default branch where the policy does not name it", do: func(s *scene) { s.rules.Bases = []string{"1.*"} },
			outcome: RefuseFor, reason: "base-not-allowed"},
		{claim: "refuses a release branch that is the base", do: func(s *scene) {
			s.rules.Branch, s.request.Branch, s.request.Base = "main", "main", "main"
		}, outcome: RefuseFor, reason: "branch-is-base"},
		{claim: "refuses a release branch that is the default branch", do: func(s *scene) {
			s.rules.Branch, s.request.Branch, s.request.Base, s.rules.Bases = "main", "main", "1.x", []string{"1.*"}
		}, outcome: RefuseFor, reason: "branch-is-base"},
		{claim: "refuses a release branch that could be a base", do: func(s *scene) {
			s.rules.Branch, s.request.Branch = "{version}", "1.2.0"
		}, outcome: RefuseFor, reason: "branch-is-base"},
		{claim: "refuses a protected release branch", do: func(s *scene) { s.source(func(o *Source) { o.BranchProtected = true }) },
			outcome: RefuseFor, reason: "branch-protected"},
	}
}

func TestProjectKnown(t *testing.T) { prove(t, RuleProjectKnown, projectKnownCases()) }

func TestProjectKnown_saysAllThatIsWrong(t *testing.T) {
	s := passing()
	s.request.Base = "dev"
	s.source(func(o *Source) { o.BranchProtected = true })
	got := s.evaluate().Finding(RuleProjectKnown)
	want := "dev is not among the bases DEFAULT, 1.*; the release branch release/1.2.0 is protected"
	if got.Reason != ReasonBaseNotAllowed || got.Sentence != want {
		t.Errorf("got %s: %q, want %s: %q", got.Reason, got.Sentence, ReasonBaseNotAllowed, want)
	}
}
