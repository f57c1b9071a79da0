package publish

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
)

// Keys reaches the source repositories with what only the gate's environment
// holds: the key of an App, or without an App one token for everything.
type Keys struct {
	Repository string         // the central one
	Central    *github.Client // with the job's own token
	Secret     func(name string) string

	app    *github.AppKey
	token  *github.Client
	opened string // source repository
}

// What the App's own tokens are made for, each for one repository.
var (
	forPeople = github.Permissions{"metadata": "read"}
	forTeams  = github.Permissions{"metadata": "read", "members": "read"}
	forWrites = github.Permissions{"contents": "write"}
)

// forReading is what the facts of a private source repository take. A public
// one can be read by every job.
func forReading(project *config.Project) github.Permissions {
	p := github.Permissions{"contents": "read", "checks": "read", "statuses": "read", "actions": "read"}
	if len(project.Rules().Blockers) > 0 {
		p["issues"] = "read"
	}
	return p
}

// Open opens the doors that reading takes: with an App, a token for each
// repository and purpose.
func (k *Keys) Open(ctx context.Context, p *config.Policy, project *config.Project) (facts.Doors, error) {
	if err := k.choose(p); err != nil {
		return facts.Doors{}, err
	}
	k.opened = project.Source.Repository()
	keyLogin := func(ctx context.Context) (string, error) { return k.KeyLogin(ctx, project.Source.Repository()) }
	if k.app == nil {
		return facts.Doors{Source: k.token, People: k.token, KeyLogin: keyLogin}, nil
	}
	people := forPeople
	if len(facts.TeamsOf(project.Rules())) > 0 {
		people = forTeams
	}
	doors := facts.Doors{KeyLogin: keyLogin}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		doors.People, _, err = k.door(ctx, k.Repository, people)
		return err
	})
	g.Go(func() (err error) {
		doors.Source, doors.SourcePeople, err = k.openSource(ctx, project)
		return err
	})
	return doors, g.Wait()
}

// Reading opens a source repository for reading alone: what a look at many
// requests takes. The one that was opened for a request stays opened.
func (k *Keys) Reading(ctx context.Context, p *config.Policy, project *config.Project) (*github.Client, error) {
	if err := k.choose(p); err != nil {
		return nil, err
	}
	if k.app == nil {
		return k.token, nil
	}
	source, _, err := k.openSource(ctx, project)
	return source, err
}

// openSource opens a source repository for reading, and for the roles of people
// in it. One that was moved is left to a rule, which says so.
func (k *Keys) openSource(ctx context.Context, project *config.Project) (source, people *github.Client, err error) {
	repository := project.Source.Repository()
	people, private, err := k.door(ctx, repository, forPeople)
	switch {
	case github.IsMoved(err):
		return k.Central, k.Central, nil
	case err != nil || !private:
		return k.Central, people, err
	}
	source, _, err = k.door(ctx, repository, forReading(project))
	return source, people, err
}

// door returns a client for one repository, and whether that is private.
func (k *Keys) door(ctx context.Context, repository string, permissions github.Permissions) (*github.Client, bool, error) {
	token, err := k.app.Token(ctx, repository, permissions)
	if err != nil {
		return nil, false, err
	}
	c, err := k.Central.With(token.Secret)
	return c, token.Private, err
}

// choose takes the key that the policy names. The other one is not used in its
// place: it may be far wider.
func (k *Keys) choose(p *config.Policy) error {
	name := actions.EnvSourceToken
	if p.SourceAccess.App != 0 {
		name = actions.EnvAppKey
	}
	secret := k.Secret(name)
	if secret == "" {
		return fault.New(fault.Unauthenticated, "the secret %s is not set, and the policy says that source repositories are reached with it", name).
			WithHint("an owner sets it in the environment %s of %s, and writes publish.yml as the policy asks for: gh release-request init central", config.GateEnvironment, k.Repository)
	}
	var err error
	switch {
	case p.SourceAccess.App == 0 && k.token == nil:
		k.token, err = k.Central.With(secret)
	case p.SourceAccess.App != 0 && k.app == nil:
		if k.app, err = k.Central.AppKey(p.SourceAccess.App, secret); err != nil {
			err = fault.Wrap(err, "the secret %s", name)
		}
	}
	return err
}

// Mint makes a token for the one job that it is handed to.
func (k *Keys) Mint(ctx context.Context, repository string, permissions github.Permissions) (github.Token, error) {
	if k.app == nil {
		return github.Token{}, fault.New(fault.Failed, "only an App can make a token for a job").WithHint("write source-access: {app-id: N} into the policy")
	}
	return k.app.Mint(ctx, repository, permissions)
}

// writer returns a client that may write to a source repository what the
// permissions say.
func (k *Keys) writer(ctx context.Context, repository string, permissions github.Permissions) (*github.Client, error) {
	switch {
	case k.app != nil:
		c, _, err := k.door(ctx, repository, permissions)
		return c, err
	case k.token != nil:
		return k.token, nil
	}
	return nil, fault.New(fault.Failed, "%s was not opened", repository)
}
