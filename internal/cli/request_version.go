package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/request"
)

// askVersion asks a person at a terminal for a version: one of those that
// follow from the tags there are, or another.
func (env *Env) askVersion(ctx context.Context, requester *request.Requester, wish request.Wish) (string, error) {
	prompter := env.Prompter()
	if prompter.Check() != nil {
		return "", fault.New(fault.Failed, "no version is named").WithHint("%s", request.VersionHint(wish.Project))
	}
	env.Streams.Step("Reading the tags of %s", wish.Project.Source.Repository())
	choices, err := requester.Choices(ctx, wish)
	env.Streams.EndSteps()
	if err != nil {
		return "", err
	}
	question := fmt.Sprintf("Which version of %s?", wish.Project.Name)
	if len(choices) > 0 {
		versions, options := offer(choices)
		index, err := prompter.Select(ctx, question, append(options, "another"))
		if err != nil {
			return "", err
		}
		if index < len(versions) {
			return versions[index], nil
		}
		question = "Which one?"
	}
	return prompter.Input(ctx, question, func(s string) error { return request.CheckVersion(s, wish.Project) })
}

// offer returns each version once, with everything that it is.
func offer(choices []request.Choice) (versions, options []string) {
	var reasons [][]string
	for _, c := range choices {
		i := slices.Index(versions, string(c.Version))
		if i < 0 {
			i = len(versions)
			versions, reasons = append(versions, string(c.Version)), append(reasons, nil)
		}
		reasons[i] = append(reasons[i], c.String())
	}
	for i, v := range versions {
		options = append(options, fmt.Sprintf("%s: %s", v, strings.Join(reasons[i], ", ")))
	}
	return versions, options
}
