// Package doctor holds the world against the policy: the central repository
// with its labels, environments, secrets' names, rules and rights, and the
// source repositories. It stands on the work floor. Looking changes nothing;
// what it can mend safely, a Finding can carry out on demand. It never needs a
// secret's value and never reads one. What it could not look at is a finding
// too: it must never take silence for good news.
package doctor

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/github"
)

// Doctor looks at one central repository and the source repositories of its
// policy.
type Doctor struct {
	Hub     Hub
	Central *github.Central // the central repository as it was read with its policy
	Policy  *config.Policy
	// Enterprise is true for Enterprise Server, which lacks some settings.
	Enterprise bool
	// Drifted lists the workflow files that are not those that the policy asks for.
	Drifted func(context.Context) ([]string, error)
	// Due returns when a secret that was set last at a time has to be rotated;
	// false for never.
	Due func(set time.Time, every time.Duration) (time.Time, bool)
}

// atOnce is how many looks are taken at the same time. GitHub asks for few:
// https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#avoid-concurrent-requests
const atOnce = 6

// Look returns all that is wrong, and all that could not be looked at, check by
// check in the order of the table. One check that fails stops no other. The
// error is one that ended the look itself, such as Ctrl-C.
func (d *Doctor) Look(ctx context.Context) ([]Finding, error) {
	v, unseen := d.visit(ctx)
	type look struct {
		of check
		at string
		do func(context.Context) ([]Finding, error)
	}
	var looks []look
	for _, c := range checks {
		if c.central != nil {
			looks = append(looks, look{c, v.name(), func(ctx context.Context) ([]Finding, error) { return c.central(ctx, v) }})
		}
		if c.source != nil {
			for _, s := range v.sources {
				looks = append(looks, look{c, s.Name, func(ctx context.Context) ([]Finding, error) { return c.source(ctx, v, s) }})
			}
		}
	}
	found := make([][]Finding, len(looks))
	var group errgroup.Group
	group.SetLimit(atOnce)
	for i, l := range looks {
		group.Go(func() error {
			list, err := l.do(ctx)
			list = append(list, unlooked(l.at, l.of.right, err)...)
			for j := range list {
				list[j].Check = l.of.name
			}
			found[i] = list
			return nil
		})
	}
	_ = group.Wait() // no look returns an error: what failed is a finding
	return slices.Concat(unseen, slices.Concat(found...)), ctx.Err()
}
