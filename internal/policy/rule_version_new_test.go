package policy

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/release"
)

func versionNewCases() []breakage {
	tags := func(list ...Tag) func(*scene) {
		return func(s *scene) { s.source(func(o *Source) { o.Tags = list }) }
	}
	other := func(state TargetState, at string) func(*scene) {
		return func(s *scene) {
			s.sibling(func(o *Sibling) {
				o.Open, o.Commit, o.Targets = false, at, map[string]TargetFact{"npm": {State: state}}
			})
		}
	}
	version := func(v release.Version) func(*scene) {
		return func(s *scene) { s.request.Version, s.request.Branch = v, "release/"+string(v) }
	}
	return []breakage{
		{claim: "refuses a version that does not fit the scheme", do: version("1.2"), outcome: RefuseFor, reason: "version-not-of-scheme", says: "1.2.3"},
		{claim: "refuses a tag at another commit", do: tags(Tag{"v1.2.0", elsewhere}), outcome: RefuseFor, reason: "version-exists", says: "222222222222"},
		{claim: "takes a tag at this very commit", do: tags(Tag{"v1.2.0", commit}), outcome: Pass},
		{claim: "takes the first version of all", do: tags(), outcome: Pass},
		{claim: "takes a version of an old series", do: tags(Tag{"v1.2.0-rc.1", elsewhere}, Tag{"v2.0.0", elsewhere}), outcome: Pass},
		{claim: "refuses a version older than its series", do: tags(Tag{"v1.2.1", elsewhere}), outcome: RefuseFor, reason: "version-not-newer", says: "1.2.1"},
		{claim: "refuses a version older than its major series", do: tags(Tag{"v1.3.0", elsewhere}), outcome: RefuseFor, reason: "version-not-newer"},
		{claim: "refuses a version older than all if it begins a series", do: tags(Tag{"v2.0.0", elsewhere}), outcome: RefuseFor, reason: "version-not-newer"},
		{claim: "refuses a version that only its build tells from another", do: func(s *scene) {
			version("1.2.0+2")(s)
			tags(Tag{"v1.2.0+1", elsewhere})(s)
		}, outcome: RefuseFor, reason: "version-not-newer"},
		{claim: "passes over tags of another pattern", do: tags(Tag{"core-v9.0.0", elsewhere}, Tag{"9.0.0", elsewhere}), outcome: Pass},
		{claim: "refuses when another request published it from elsewhere", do: other(TargetPublished, elsewhere),
			outcome: RefuseFor, reason: "version-begun-elsewhere", says: "#41"},
		{claim: "refuses when another request may have published it from elsewhere", do: other(TargetUnknown, elsewhere),
			outcome: RefuseFor, reason: "version-begun-elsewhere"},
		{claim: "refuses when another request published it from nobody knows where", do: other(TargetPublished, ""),
			outcome: RefuseFor, reason: "version-begun-elsewhere"},
		{claim: "takes what another request published from this commit", do: other(TargetPublished, commit), outcome: Pass},
		{claim: "takes what another request only asked for", do: other(TargetLeft, elsewhere), outcome: Pass},
	}
}

func TestVersionNew(t *testing.T) { prove(t, RuleVersionNew, versionNewCases()) }
