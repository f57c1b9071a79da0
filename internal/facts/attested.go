package facts

import (
	"slices"

	"github.com/release-request/gh-release-request/internal/policy"
)

// Attested is what only the gate's key may read of the people of a request, as
// the gate hands it to jobs that do not hold that key.
type Attested struct {
	Roles policy.Roles       `json:"roles"`
	Teams map[string][]int64 `json:"teams"` // of those teams that could be read, and only the people of the request
	Key   string             `json:"key"`   // login of the account that the gate's key acts as; empty where that does not matter
}

// Attest returns what a reading tells of its people.
func (r *Reading) Attest() Attested {
	a := Attested{Teams: map[string][]int64{}, Key: r.key}
	a.Roles, _ = r.Facts.Roles.Get()
	people := r.Facts.People()
	for name, team := range r.Facts.Teams {
		members, known := team.Get()
		if !known {
			continue
		}
		a.Teams[name] = []int64{}
		for _, p := range people {
			if slices.Contains(members, p.ID) {
				a.Teams[name] = append(a.Teams[name], p.ID)
			}
		}
	}
	return a
}

func (a Attested) teams() map[string]policy.Fact[[]int64] {
	teams := map[string]policy.Fact[[]int64]{}
	for name, members := range a.Teams {
		teams[name] = policy.Known(members)
	}
	return teams
}
