package cli

import (
	"context"
	"fmt"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/release"
)

// mostRequests is how many open requests a person is asked to pick from.
const mostRequests = 50

// pick asks which of the open requests is meant.
func (env *Env) pick(ctx context.Context, d *desk) (int, error) {
	env.Streams.Step("Reading the open requests of %s", d.name)
	items, _, err := d.inbox().List(ctx, mostRequests, func(release.Project) bool { return true })
	env.Streams.EndSteps()
	switch {
	case err != nil:
		return 0, err
	case len(items) == 0:
		return 0, fault.New(fault.Failed, "there is no open request in %s", d.name)
	}
	options := make([]string, len(items))
	for i, item := range items {
		options[i] = fmt.Sprintf("#%d  %s %s  %s", item.Number, item.Project, item.Version, item.State)
	}
	index, err := env.Prompter().Select(ctx, "Which request?", options)
	if err != nil {
		return 0, err
	}
	return items[index].Number, nil
}
