package facts

import (
	"context"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
)

// Keys opens the doors to a project's source repository, once the policy says
// how they are opened.
type Keys interface {
	Open(ctx context.Context, p *config.Policy, project *config.Project) (Doors, error)
}

// Doors are the clients for one project, each with a token that may do no more
// than its name says.
type Doors struct {
	Source *github.Client // reads the source repository
	// People reads people's roles in the central repository, and the teams of
	// its organisation; nil: they come from Attested.
	People       *github.Client
	SourcePeople *github.Client // reads people's roles in the source repository
	// KeyLogin tells the login of the account that the key acts as; nil: there is
	// no key.
	KeyLogin func(context.Context) (string, error)
}

// opened returns the reader with the doors to a project's source repository. A
// person, who has one token for everything, needs none opened.
func (r *Reader) opened(ctx context.Context, p *config.Policy, project *config.Project) (*Reader, error) {
	if r.Keys == nil {
		return r, nil
	}
	doors, err := r.Keys.Open(ctx, p, project)
	if err != nil {
		return nil, err
	}
	own := *r
	own.Source, own.People, own.sourcePeople, own.KeyLogin = doors.Source, doors.People, doors.SourcePeople, doors.KeyLogin
	return &own, nil
}

// sourceOf returns a client that reads a project's source repository.
func (r *Reader) sourceOf(ctx context.Context, p *config.Policy, project *config.Project) (*github.Client, error) {
	if r.Sources == nil {
		return r.Source, nil
	}
	return r.Sources(ctx, p, project)
}

// people reads the roles in a repository.
func (r *Reader) people(repository string) *github.Client {
	if r.sourcePeople != nil && repository != r.Repository {
		return r.sourcePeople
	}
	return r.People
}

// Reachable refuses a project whose publish jobs could not be handed what they
// need: better now than when half of the targets are out.
func Reachable(project *config.Project, private bool) error {
	var problems []error
	for _, p := range project.Unreachable(private) {
		problems = append(problems, p)
	}
	return fault.All(project.Name+" cannot be published as the policy is", problems)
}
