package policy

import "testing"

func TestSpareBranch_onlyWhatNobodyNeeds(t *testing.T) {
	for claim, c := range map[string]struct {
		do   func(*scene)
		want bool
	}{
		"nothing was published from it":          {func(*scene) {}, true},
		"another request is of another commit":   {func(s *scene) { s.sibling(func(*Sibling) {}) }, true},
		"a closed request of it published none":  {func(s *scene) { s.sibling(func(o *Sibling) { o.Open, o.Commit = false, commit }) }, true},
		"the source repository is not known":     {func(s *scene) { s.facts.Source = Fact[Source]{} }, false},
		"the targets are not known":              {func(s *scene) { s.facts.Targets = Fact[map[string]TargetFact]{} }, false},
		"the other requests are not known":       {func(s *scene) { s.facts.SameTitle = Fact[[]Sibling]{} }, false},
		"the project is not in the policy":       {func(s *scene) { s.rules = Rules{} }, false},
		"it is called otherwise than the policy": {func(s *scene) { s.request.Branch = "main" }, false},
		"it is the default branch": {func(s *scene) {
			s.source(func(o *Source) { o.DefaultBranch = "release/1.2.0" })
		}, false},
		"it is a base":                          {func(s *scene) { s.rules.Bases = []string{"release/*"} }, false},
		"it is protected":                       {func(s *scene) { s.source(func(o *Source) { o.BranchProtected = true }) }, false},
		"the repository was renamed":            {func(s *scene) { s.source(func(o *Source) { o.FullName = "acme/kit" }) }, false},
		"it is gone":                            {func(s *scene) { s.source(func(o *Source) { o.BranchHead = "" }) }, false},
		"somebody moved it":                     {func(s *scene) { s.source(func(o *Source) { o.BranchHead = elsewhere }) }, false},
		"a target is out":                       {func(s *scene) { s.target("npm", TargetFact{State: TargetPublished}) }, false},
		"a target may be out":                   {func(s *scene) { s.target("npm", TargetFact{State: TargetUnknown}) }, false},
		"an open request is of the same commit": {func(s *scene) { s.sibling(func(o *Sibling) { o.Commit = commit }) }, false},
		"an open request's commit is not known": {func(s *scene) { s.sibling(func(o *Sibling) { o.Commit = "" }) }, false},
		"a closed request of it published a part": {func(s *scene) {
			s.sibling(func(o *Sibling) {
				o.Open, o.Commit, o.Targets = false, commit, map[string]TargetFact{"npm": {State: TargetPublished}}
			})
		}, false},
	} {
		t.Run(claim, func(t *testing.T) {
			s := passing()
			c.do(s)
			if got := SpareBranch(s.rules, s.request, s.facts); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
