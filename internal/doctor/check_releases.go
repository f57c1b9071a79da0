package doctor

import (
	"context"
	"errors"
	"fmt"
	"time"
)

type releaseDoor interface {
	ImmutableReleases(ctx context.Context, repo string) (bool, error)
	Retention(ctx context.Context, repo string) (days int, err error)
}

var (
	releasesMutable = kind{"releases-mutable", Warning,
		"Whoever may write to a source repository can change a release there after it is out: its tag and its files.",
		"Enable release immutability: Settings, General, Releases."}
	retentionShort = kind{"retention-short", Warning,
		"Artifacts and logs of runs are gone before a request for a release expires. craft publishes from artifacts, and logs say what happened.",
		"Keep them at least as long as the policy's `expire-after`: Settings, Actions, General."}
)

var releases = check{
	name:    "Releases",
	asks:    "whether releases of source repositories are immutable, and how long artifacts and logs are kept",
	kinds:   []kind{releasesMutable, retentionShort},
	central: func(ctx context.Context, v *visit) ([]Finding, error) { return v.findRetention(ctx, v.name()) },
	source:  findReleases,
}

func findReleases(ctx context.Context, v *visit, s source) ([]Finding, error) {
	all, err := v.findRetention(ctx, s.Name)
	errs := []error{err}
	switch {
	case v.Enterprise: // no Enterprise Server has them
	case !s.IsAdmin():
		errs = append(errs, untold("releases of "+s.Name, "administration of "+s.Name, "whether releases are immutable"))
	default:
		on, err := v.Hub.ImmutableReleases(ctx, s.Name)
		errs = append(errs, miss("releases of "+s.Name, "administration of "+s.Name, err))
		if err == nil && !on {
			all = append(all, releasesMutable.at(s.Name, "its releases can be changed after they are out", ""))
		}
	}
	return all, errors.Join(errs...)
}

func (v *visit) findRetention(ctx context.Context, repo string) ([]Finding, error) {
	right := "administration of " + repo
	if v.Enterprise {
		right += ", on an Enterprise Server that has this setting (3.19 or later)"
	}
	days, err := v.Hub.Retention(ctx, repo)
	if err != nil {
		return nil, miss("retention of "+repo, right, err)
	}
	if need := v.longest(); days < need {
		return []Finding{retentionShort.at(repo, fmt.Sprintf("artifacts and logs are kept for %d days; a request may take %d", days, need), "")}, nil
	}
	return nil, nil
}

// longest is for how many days a request may be open; what never expires has
// GitHub's own 90 days.
func (v *visit) longest() int {
	const day = 24 * time.Hour
	days := 0
	for _, p := range v.Policy.Projects {
		after := p.Rules().Requests.ExpireAfter
		if after == 0 {
			return 90
		}
		days = max(days, int((after+day-1)/day))
	}
	return days
}
