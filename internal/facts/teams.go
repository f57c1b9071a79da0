package facts

import (
	"context"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/policy"
)

// TeamsOf lists the teams that the rules name, each once: who reads a request
// has to be able to read them.
func TeamsOf(rules policy.Rules) []string {
	people := slices.Concat(rules.Approval.Approvers, rules.Approval.Emergency, rules.Requests.Requesters)
	teams := slices.DeleteFunc(people, func(entry string) bool { return !strings.HasPrefix(entry, "@") })
	slices.Sort(teams)
	return slices.Compact(teams)
}

// readTeams reads who is in the teams that the rules name. Each is a fact of its
// own: one that this reader may not see says nothing of the others.
func (r *Reader) readTeams(ctx context.Context, reading *Reading) error {
	if r.People == nil {
		if r.Attested != nil {
			reading.Facts.Teams = r.Attested.teams()
		}
		return nil
	}
	var mu sync.Mutex
	teams := map[string]policy.Fact[[]int64]{}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for _, team := range TeamsOf(reading.Rules) {
		g.Go(func() error {
			org, slug, _ := strings.Cut(strings.TrimPrefix(team, "@"), "/")
			members, err := r.People.TeamMembers(ctx, org, slug)
			ids := make([]int64, 0, len(members))
			for _, m := range members {
				ids = append(ids, m.ID)
			}
			known, err := fact(ids, err, "who is in "+team+": it is not there, or this token may not read teams")
			mu.Lock()
			defer mu.Unlock()
			teams[team] = known
			return err
		})
	}
	err := g.Wait()
	reading.Facts.Teams = teams
	return err
}
