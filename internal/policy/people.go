package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/release"
)

// People returns everyone whose role in the central or the source repository
// the rules may ask for, each once: who asked for the request or a rival to it, who
// set a label that is a button, and who settled a target that is unknown. The
// reader of Facts.Roles needs no one else.
func (f Facts) People() []release.Person {
	var people []release.Person
	add := func(p release.Person) {
		if p.Human() && !slices.ContainsFunc(people, p.Same) {
			people = append(people, p)
		}
	}
	if issue, ok := f.Issue.Get(); ok {
		add(issue.Author)
	}
	if run, ok := f.SourceRun.Get(); ok {
		add(run.Requester)
		if run.Scheduled {
			for _, again := range run.Starters {
				add(again)
			}
		}
	}
	events, _ := f.Ledger.Get()
	for _, e := range events {
		if e.sets(LabelAccepted) || e.sets(LabelEmergency) || e.settlesAny(f.targets()) {
			add(e.Actor)
		}
	}
	siblings, _ := f.SameTitle.Get()
	for _, s := range siblings {
		if s.Open {
			add(s.Requester)
			add(s.Asker)
		}
		for _, e := range s.Commands {
			if e.settlesAny(s.Targets) {
				add(e.Actor)
			}
		}
	}
	return people
}

// role returns what a person may do in the repository that of picks.
func (f Facts) role(p release.Person, of func(Roles) map[int64]Role) Fact[Role] {
	roles, ok := f.Roles.Get()
	if !ok {
		return Withheld[Role](f.Roles.Why())
	}
	role, ok := of(roles)[p.ID]
	if !ok {
		return Withheld[Role]("GitHub does not tell it to this reader")
	}
	return Known(role)
}

func inCentral(r Roles) map[int64]Role { return r.Central }

func inSource(r Roles) map[int64]Role { return r.Source }

// listed reports whether a list of the policy, of logins and @org/team, names
// the person. A team that could not be read matters only to whom nothing else
// on the list names.
func (f Facts) listed(p release.Person, list []string) Fact[bool] {
	var unread []string
	for _, entry := range list {
		if !strings.HasPrefix(entry, "@") {
			if release.SameLogin(entry, p.Login) {
				return Known(true)
			}
			continue
		}
		team := f.Teams[entry]
		members, known := team.Get()
		switch {
		case !known:
			unread = append(unread, gap("the members of "+entry, team.Why()))
		case slices.Contains(members, p.ID):
			return Known(true)
		}
	}
	if len(unread) > 0 {
		return Withheld[bool](strings.Join(unread, ", "))
	}
	return Known(false)
}

// name is how a sentence calls an account.
func name(p release.Person) string {
	if p.Login == "" {
		return "an account that GitHub cannot name"
	}
	return p.Login
}

// counted writes a number of things.
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// names lists accounts in a sentence.
func names(people []release.Person) string {
	list := make([]string, len(people))
	for i, p := range people {
		list[i] = name(p)
	}
	return strings.Join(list, ", ")
}
