package policy

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/release"
)

// scene is everything that one evaluation is given.
type scene struct {
	rules   Rules
	request release.Request
	facts   Facts
}

// The people of the scenes. Alice asks, Bob and Carol approve, Dave has no
// triage, Erin is another engineer.
var (
	alice    = release.Person{ID: 1, Login: "alice", Type: "User"}
	bob      = release.Person{ID: 2, Login: "bob", Type: "User"}
	carol    = release.Person{ID: 3, Login: "carol", Type: "User"}
	dave     = release.Person{ID: 4, Login: "dave", Type: "User"}
	erin     = release.Person{ID: 5, Login: "erin", Type: "User"}
	robot    = release.Person{ID: 8, Login: "robot[bot]", Type: "Bot"}
	workflow = release.Person{ID: 9, Login: "github-actions[bot]", Type: "Bot"}
	ghost    = release.Person{}
)

const (
	commit    = "1111111111111111111111111111111111111111"
	elsewhere = "2222222222222222222222222222222222222222"
)

// filed is when the request of every scene was filed; now is two hours later.
var filed = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// at is a time in minutes after the request was filed.
func at(minutes int) time.Time { return filed.Add(time.Duration(minutes) * time.Minute) }

// passing is a request with everything in order: asked for by Alice, approved
// by Bob an hour later, read by the gate after another hour.
func passing() *scene {
	digest := release.DigestOf([]byte("the record"))
	old := Label{CreatedAt: at(-9000), UpdatedAt: at(-9000)}
	return &scene{
		rules: Rules{
			Name:           "sdk",
			Project:        release.Project{Owner: "acme", Repo: "sdk"},
			Approval:       Approval{Required: 1, ValidFor: 72 * time.Hour},
			Requests:       Requests{Local: true, ExpireAfter: 14 * 24 * time.Hour},
			Blockers:       []string{"release-blocker", "sev1"},
			Freezes:        []Freeze{{From: at(9000), Until: at(18000), Reason: "year end"}},
			CI:             CI{Require: CIAll},
			Bases:          []string{DefaultBranch, "1.*"},
			Branch:         "release/{version}",
			Tag:            "v{version}",
			ReleaseCommits: 1,
			Gate:           "release-gate",
			Targets: []Target{
				{Name: "npm", Environment: "npm"}, {Name: "docker", Environment: "docker"}, {Name: "github", Environment: "pages"},
			},
			Scheme: release.Semver{},
		},
		request: release.Request{
			Base: "main", Branch: "release/1.2.0", Commit: commit, Project: "acme/sdk",
			Requester: "alice", Schema: release.Schema, Targets: []string{"npm", "github"}, Version: "1.2.0",
		},
		facts: Facts{
			Now:          at(120),
			PolicyCommit: "cccccccccccccccccccccccccccccccccccccccc",
			OwnRun:       500,
			Record:       Record{Digest: digest},
			Issue: Known(Issue{
				Number: 42, Author: alice, Open: true, CreatedAt: filed, Workflow: workflow,
			}),
			Ledger: Known([]Event{accepted(101, bob, 60)}),
			Edits:  Known([]Edit(nil)),
			Labels: Known(map[string]Label{LabelAccepted: old, LabelEmergency: old, LabelAcknowledged: old}),
			Roles: Known(Roles{
				Central: map[int64]Role{1: {Triage: true}, 2: {Triage: true}, 3: {Triage: true}, 4: {}, 5: {}},
				Source:  map[int64]Role{1: {Push: true}, 2: {Push: true}, 3: {Push: true}, 4: {}, 5: {Push: true}},
			}),
			Teams:      map[string]Fact[[]int64]{"@acme/senior": Known([]int64{2, 3}), "@acme/sdk": Known([]int64{1, 5})},
			SameTitle:  Known([]Sibling(nil)),
			Unfinished: Known([]Run{{ID: 500, Request: 42, Project: "acme/sdk", CreatedAt: at(60), StartedAt: at(60)}}),
			Targets:    Known(map[string]TargetFact{"npm": {State: TargetLeft}, "github": {State: TargetLeft}}),
			Environments: Known(map[string]Environment{
				"npm": {Branches: []string{"trunk"}}, "pages": {Branches: []string{"trunk"}}, "release-gate": {Branches: []string{"trunk"}},
			}),
			Source: Known(Source{
				FullName: "acme/sdk", DefaultBranch: "main", CentralBranch: "trunk", BranchHead: commit,
				Tags: []Tag{{"v1.2.0-rc.1", elsewhere}, {"v1.3.0", elsewhere}, {"other-9.9.9", elsewhere}},
			}),
			Compare: Known(Compare{
				Ahead: 1, Commits: []Commit{{ID: commit, Authors: []release.Person{alice}, Committer: alice}}, GitHubFolderSame: true,
			}),
			Pushers: Known([]release.Person{alice}),
			Checks: Known(Checks{
				Runs: []CheckRun{{ID: 7, App: "github-actions", Workflow: ".github/workflows/ci.yml", Event: "push", Name: "test", Status: "completed", Conclusion: "success"}},
			}),
			Blockers: Known([]Blocker(nil)),
			Landed:   Known(Landed{}),
		},
	}
}

// accepted is a label event of LabelAccepted, minutes after the request.
func accepted(id int64, by release.Person, minutes int) Event {
	return Event{ID: id, Kind: "labeled", Label: LabelAccepted, Actor: by, At: at(minutes)}
}

// emergency is a label event of LabelEmergency.
func emergency(id int64, by release.Person, minutes int) Event {
	return Event{ID: id, Kind: "labeled", Label: LabelEmergency, Actor: by, At: at(minutes)}
}

// takenOff takes LabelAccepted off.
func takenOff(id int64, by release.Person, minutes int) Event {
	return Event{ID: id, Kind: "unlabeled", Label: LabelAccepted, Actor: by, At: at(minutes)}
}

// receipt is a comment of the workflow.
func receipt(id int64, r Receipt) Event {
	return Event{ID: id, Kind: "commented", Actor: workflow, At: at(90), Receipt: &r}
}

// again is a verdict that asks for another press, for which the gate takes the
// label off.
func again(minutes int) Event {
	verdict := receipt(int64(900+minutes), Receipt{Kind: ReceiptVerdict, Decision: Wait, WantsPress: true})
	verdict.At = at(minutes)
	return verdict
}

// change edits a known fact in place.
func change[T any](f *Fact[T], edit func(*T)) {
	value, _ := f.Get()
	edit(&value)
	*f = Known(value)
}

// then appends to the ledger.
func (s *scene) then(events ...Event) {
	change(&s.facts.Ledger, func(l *[]Event) { *l = append(*l, events...) })
}

// ledger replaces the ledger.
func (s *scene) ledger(events ...Event) { s.facts.Ledger = Known(events) }

func (s *scene) issue(edit func(*Issue)) { change(&s.facts.Issue, edit) }

func (s *scene) source(edit func(*Source)) { change(&s.facts.Source, edit) }

func (s *scene) sibling(edit func(*Sibling)) {
	other := Sibling{
		Number: 41, Open: true, Digest: release.DigestOf([]byte("another record")), Commit: elsewhere,
		Requester: erin, CreatedAt: at(-30), Targets: map[string]TargetFact{"npm": {State: TargetLeft}},
	}
	edit(&other)
	change(&s.facts.SameTitle, func(l *[]Sibling) { *l = append(*l, other) })
}

func (s *scene) target(name string, t TargetFact) {
	change(&s.facts.Targets, func(m *map[string]TargetFact) { (*m)[name] = t })
}

func (s *scene) evaluate() Verdict { return Evaluate(s.rules, s.request, s.facts) }

// breakage breaks one thing of a scene in which everything passes.
type breakage struct {
	claim   string // what is proved, after the rule's name
	do      func(*scene)
	outcome Outcome
	reason  string   // empty: the rule's own code
	says    string   // part of the sentence
	also    []string // other rules that break with it
}

// prove runs breakages of one rule: it must answer as said, and no other rule
// may be against the request, so that this rule alone stands in the way.
func prove(t *testing.T, rule string, cases []breakage) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.claim, func(t *testing.T) {
			s := passing()
			c.do(s)
			v := s.evaluate()
			found := v.Finding(rule)
			if reason := orElse(c.reason, rule); found.Outcome != c.outcome || found.Reason != reason {
				t.Errorf("%s: got %s (%s), want %s (%s): %s", rule, found.Outcome, found.Reason, c.outcome, reason, found.Sentence)
			}
			if !strings.Contains(found.Sentence, c.says) {
				t.Errorf("the sentence %q does not say %q", found.Sentence, c.says)
			}
			for _, f := range v.Against() {
				if f.Rule != rule && !slices.Contains(c.also, f.Rule) {
					t.Errorf("%s is against it too (%s): %s", f.Rule, f.Reason, f.Sentence)
				}
			}
			if len(c.also) > 0 {
				return
			}
			want := map[Outcome]Decision{Pass: Publish, Unknown: Publish, WaitFor: Wait, RefuseFor: Refuse}[c.outcome]
			if v.Decision != want {
				t.Errorf("decision %s, want %s", v.Decision, want)
			}
		})
	}
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// byRun has the workflow file the request for run 77/1, which requester started,
// or started once more after who else is named.
func (s *scene) byRun(requester release.Person, starters ...release.Person) {
	s.request.Run = "77/1"
	s.issue(func(i *Issue) { i.Author, i.App = workflow, "github-actions" })
	s.facts.SourceRun = Known(SourceRun{Attests: true, Requester: requester, Starters: starters})
}

// bySchedule has the workflow file the request for a run that a schedule started.
func (s *scene) bySchedule() {
	s.byRun(release.Person{})
	s.request.Requester = ""
	change(&s.facts.SourceRun, func(r *SourceRun) { r.Scheduled = true })
}

// preview makes the reader a person, from whom GitHub withholds people's roles.
func (s *scene) preview() {
	s.facts.Preview, s.facts.OwnRun = true, 0
	s.facts.Roles = Withheld[Roles]("GitHub tells it only to those with push access")
}
