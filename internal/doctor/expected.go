package doctor

import (
	"context"
	"errors"
	"strings"

	"github.com/release-request/gh-release-request/internal/github"
)

// level is how much access somebody has to the central repository. Whoever may
// write could reach the tokens, so nothing above it matters.
type level int

const (
	none level = iota
	reads
	triages
	writes
)

func (l level) String() string { return [...]string{"no", "read", "triage", "write"}[l] }

// levelOf goes by the rights, else by the word for them. Where there are no
// rights, a word that it does not know is the worst.
func levelOf(r github.Rights, word string) level {
	switch {
	case r.Push, r.Maintain, r.Admin:
		return writes
	case r.Triage:
		return triages
	case r.Pull:
		return reads
	}
	known, ok := map[string]level{"none": none, "pull": reads, "read": reads, "triage": triages}[word]
	if !ok {
		return writes
	}
	return known
}

// expected is the policy's expected-access, with the members of its teams.
type expected struct {
	levels map[string]level // by login or @org/team, lower case
	said   map[level]bool   // of which levels the policy says anything
	whole  bool             // every team that is named could be read
}

// expected reads the teams that are named.
func (v *visit) expected(ctx context.Context) (*expected, error) {
	x := &expected{levels: map[string]level{}, said: map[level]bool{}, whole: true}
	var errs []error
	for _, named := range []struct {
		level  level
		people []string
	}{{writes, v.Policy.Access.Write}, {triages, v.Policy.Access.Triage}, {reads, v.Policy.Access.Read}} {
		// What anybody may read it is no use to keep from some.
		x.said[named.level] = len(named.people) > 0 && (named.level > reads || v.repository.Private)
		for _, person := range named.people {
			x.add(person, named.level)
			org, slug, team := strings.Cut(strings.TrimPrefix(person, "@"), "/")
			if !team {
				continue
			}
			members, err := v.Hub.TeamMembers(ctx, org, slug)
			if err != nil {
				x.whole = false
				errs = append(errs, miss("team "+person, "membership of "+org+", if there is such a team", err))
			}
			for _, m := range members {
				x.add(m.Login, named.level)
			}
		}
	}
	return x, errors.Join(errs...)
}

func (x *expected) add(who string, l level) {
	who = strings.ToLower(who)
	x.levels[who] = max(x.levels[who], l)
}

// of is what somebody is expected to have: a login, or @org/team.
func (x *expected) of(who string) level { return x.levels[strings.ToLower(who)] }

// tooMuch reports whether what somebody has is more than what they may have, by
// what the policy says anything of.
func (x *expected) tooMuch(has, may level) bool { return has > may && x.said[has] }
