package cli

import (
	"context"
	"fmt"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/release"
)

// mostRequests is how many open requests a person is asked to pick from.
const mostRequests = 50

// pick asks which of the open requests are meant; ask returns the indices of
// the options chosen.
func (env *Env) pick(ctx context.Context, command string, ask func(options []string) ([]int, error)) ([]chosen, error) {
	if env.Prompter().Check() != nil {
		return nil, noNumber(command)
	}
	d, err := env.centralDesk(ctx)
	if err != nil {
		return nil, err
	}
	env.Streams.Step("Reading the open requests of %s", d.name)
	items, _, err := d.inbox().List(ctx, mostRequests, func(release.Project) bool { return true })
	env.Streams.EndSteps()
	switch {
	case err != nil:
		return nil, err
	case len(items) == 0:
		return nil, fault.New(fault.Failed, "there is no open request in %s", d.name)
	}
	options := make([]string, len(items))
	for i, item := range items {
		options[i] = fmt.Sprintf("#%d  %s %s  %s", item.Number, nameOf(item), item.Version, item.State)
	}
	indices, err := ask(options)
	if err != nil {
		return nil, err
	}
	if len(indices) == 0 {
		return nil, fault.New(fault.Cancelled, "nothing was chosen")
	}
	list := make([]chosen, len(indices))
	for i, index := range indices {
		list[i] = chosen{d, items[index].Number}
	}
	return list, nil
}
