package policy

import (
	"fmt"

	"github.com/release-request/gh-release-request/internal/release"
)

// parties are the people with a hand in the request: their approvals are left
// out of the count.
type parties struct {
	missing []string         // facts without which not all of them are known
	unnamed []string         // hands that GitHub cannot name
	hand    map[int64]string // by person's id: what they did
}

func (p parties) has(person release.Person) bool { return p.hand[person.ID] != "" }

// parties finds them as far as the policy wants them left out.
func (q *question) parties() parties {
	p := parties{hand: map[int64]string{}}
	if !q.rules.Approval.CommitterApproval {
		p.addPushers(q.facts.Pushers)
		p.addCommits(q.facts.Compare)
	}
	if !q.rules.Approval.SelfApproval {
		q.addRequester(&p)
	}
	return p
}

// addRequester adds who asked. Whoever started the run that asked, or started it
// once more, had it asked.
func (q *question) addRequester(p *parties) {
	if q.facts.ThroughRun(q.request) {
		run, ok := q.facts.SourceRun.Get()
		if !ok {
			p.missing = append(p.missing, gap("who started run "+q.request.Run, q.facts.SourceRun.Why()))
			return
		}
		for _, who := range run.Starters {
			p.add(who, "started run "+q.request.Run)
		}
	}
	if _, ok := q.facts.Issue.Get(); ok {
		p.add(q.requester(), "asked for it")
	} else {
		p.missing = append(p.missing, gap("who asked", q.facts.Issue.Why()))
	}
}

func (p *parties) addPushers(fact Fact[[]release.Person]) {
	pushers, ok := fact.Get()
	if !ok {
		p.missing = append(p.missing, gap("who pushed the release branch", fact.Why()))
	}
	for _, who := range pushers {
		p.add(who, "pushed the release branch")
	}
}

func (p *parties) addCommits(fact Fact[Compare]) {
	compare, ok := fact.Get()
	switch {
	case !ok:
		p.missing = append(p.missing, gap("who wrote the release-only commits", fact.Why()))
	case !compare.whole():
		p.missing = append(p.missing, gap("who wrote the release-only commits", compare.lacks()))
	}
	for _, c := range compare.Commits {
		p.add(c.Committer, "committed "+short(c.ID))
		for _, author := range c.Authors {
			p.add(author, "wrote commit "+short(c.ID))
		}
		if len(c.Authors) == 0 {
			p.add(release.Person{}, "wrote commit "+short(c.ID))
		}
	}
}

// add keeps what was said last of a person: that they asked says most.
func (p *parties) add(who release.Person, did string) {
	if who.Known() {
		p.hand[who.ID] = did
		return
	}
	p.unnamed = append(p.unnamed, did)
}

// whole reports whether GitHub listed every commit that it counted.
func (c Compare) whole() bool { return len(c.Commits) == c.Ahead }

func (c Compare) lacks() string {
	return fmt.Sprintf("GitHub counts %s and lists %d", counted(c.Ahead, "commit"), len(c.Commits))
}

// short is a commit id as people see it.
func short(commit string) string { return commit[:min(len(commit), 12)] }
