package policy

import (
	"testing"
	"time"

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
	// lost is another request whose target npm got lost at minute 10.
	lost := func(by release.Person, verb string, more ...func(*scene)) func(*scene) {
		return func(s *scene) {
			s.sibling(func(o *Sibling) {
				o.Open, o.Targets = false, map[string]TargetFact{"npm": {State: TargetUnknown, At: at(10), Why: "it was cancelled"}}
				o.Commands = []Event{command(77, by, 11, verb, "npm")}
			})
			for _, f := range more {
				f(s)
			}
		}
	}
	forget := func(p release.Person) func(*scene) {
		return func(s *scene) {
			s.facts.Preview = true
			change(&s.facts.Roles, func(r *Roles) { delete(r.Central, p.ID) })
		}
	}
	version := func(v release.Version) func(*scene) {
		return func(s *scene) { s.request.Version, s.request.Branch = v, "release/"+string(v) }
	}
	python := func(s *scene) { s.rules.Scheme = release.PEP440{} }
	dated := func(s *scene) { s.rules.Scheme = calendarOf("YY.M.MICRO") }
	return []breakage{
		{claim: "refuses a date that does not exist", do: func(s *scene) { dated(s); version("26.13.0")(s) }, outcome: RefuseFor, reason: "version-not-of-scheme", says: "26.3.0"},
		{claim: "holds a date against all dates", do: func(s *scene) { dated(s); version("26.2.9")(s); tags(Tag{"v26.3.0", elsewhere})(s) },
			outcome: RefuseFor, reason: "version-not-newer", says: "26.3.0"},
		{claim: "counts a date on", do: func(s *scene) {
			dated(s)
			version("26.3.10")(s)
			tags(Tag{"v26.3.9", elsewhere}, Tag{"v99.0.0", elsewhere})(s)
		}, outcome: Pass},
		{claim: "refuses another spelling of PEP 440", do: func(s *scene) { python(s); version("1.2.0-rc.1")(s) }, outcome: RefuseFor, reason: "version-not-of-scheme", says: "write 1.2.0rc1"},
		{claim: "refuses what PEP 440 takes for the same", do: func(s *scene) { python(s); version("1.2")(s); tags(Tag{"v1.2.0", elsewhere})(s) },
			outcome: RefuseFor, reason: "version-not-newer"},
		{claim: "takes what PEP 440 orders after its candidate", do: func(s *scene) {
			python(s)
			version("1.2")(s)
			tags(Tag{"v1.2rc9", elsewhere}, Tag{"v1.3", elsewhere})(s)
		},
			outcome: Pass},
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
		{claim: "knows nothing where only some tags are", do: func(s *scene) {
			s.facts.Preview = true
			s.source(func(o *Source) { o.TagsCut = true })
		}, outcome: Unknown, reason: "unknown"},
		{claim: "passes over tags of another pattern", do: tags(Tag{"core-v9.0.0", elsewhere}, Tag{"9.0.0", elsewhere}), outcome: Pass},
		{claim: "refuses when another request published it from elsewhere", do: other(TargetPublished, elsewhere),
			outcome: RefuseFor, reason: "version-begun-elsewhere", says: "#41"},
		{claim: "refuses when another request may have published it from elsewhere", do: other(TargetUnknown, elsewhere),
			outcome: RefuseFor, reason: "version-begun-elsewhere"},
		{claim: "refuses when another request published it from nobody knows where", do: other(TargetPublished, ""),
			outcome: RefuseFor, reason: "version-begun-elsewhere"},
		{claim: "takes what another request published from this commit", do: other(TargetPublished, commit), outcome: Pass},
		{claim: "takes what an approver settled as missing there", do: lost(carol, "missing"), outcome: Pass},
		{claim: "refuses what an approver settled as published there", do: lost(carol, "published"), outcome: RefuseFor, reason: "version-begun-elsewhere"},
		{claim: "refuses what its requester settled there", do: lost(erin, "missing", func(s *scene) {
			change(&s.facts.Roles, func(r *Roles) { r.Central[erin.ID] = Role{Triage: true} })
		}), outcome: RefuseFor, reason: "version-begun-elsewhere"},
		{claim: "refuses what who asks now, though an approver, settled there", do: lost(alice, "missing"), outcome: RefuseFor, reason: "version-begun-elsewhere"},
		{claim: "takes what who asks now settled there, where they may approve", do: lost(alice, "missing", func(s *scene) {
			s.rules.Approval.SelfApproval, s.rules.Approval.CommitterApproval = true, true
		}), outcome: Pass},
		{claim: "leaves to the gate whether who settled it there may", do: lost(carol, "missing", forget(carol)),
			outcome: Unknown, reason: "unknown", says: "whether carol may settle it"},
		{claim: "refuses what is out beside what is in doubt", do: lost(carol, "missing", forget(carol), func(s *scene) {
			change(&s.facts.SameTitle, func(l *[]Sibling) { (*l)[0].Targets["github"] = TargetFact{State: TargetPublished} })
		}), outcome: RefuseFor, reason: "version-begun-elsewhere"},
		{claim: "takes what another request only asked for", do: other(TargetLeft, elsewhere), outcome: Pass},
	}
}

func TestVersionNew(t *testing.T) { prove(t, RuleVersionNew, versionNewCases()) }

func calendarOf(format string) release.CalVer {
	c, err := release.NewCalVer(format, 0, time.UTC)
	if err != nil {
		panic(err)
	}
	return c
}
