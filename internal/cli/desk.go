package cli

import (
	"context"

	"github.com/cli/go-gh/v2/pkg/repository"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/inbox"
)

// desk is where a person works on the requests of one central repository, with
// their own token for everything.
type desk struct {
	central repository.Repository
	name    string // OWNER/REPO of it
	client  *github.Client
	reader  *facts.Reader
}

func (env *Env) desk(central repository.Repository) (*desk, error) {
	client, err := env.Client(central.Host, "")
	if err != nil {
		return nil, err
	}
	name := fullName(central)
	return &desk{central: central, name: name, client: client, reader: &facts.Reader{
		Repository: name, Central: client, Source: client, People: client, Preview: true,
	}}, nil
}

// centralDesk is the desk at the central repository that the person means.
func (env *Env) centralDesk(ctx context.Context) (*desk, error) {
	central, err := env.Central(ctx)
	if err != nil {
		return nil, err
	}
	return env.desk(central)
}

func (d *desk) inbox() *inbox.Inbox {
	return &inbox.Inbox{Repository: d.name, Hub: d.client, Reader: d.reader}
}

// chosen is one request that a command is about.
type chosen struct {
	*desk
	number int
}

// choose returns the request that a word names. Without a word, a person at a
// terminal picks from the open ones; nobody else can.
func (env *Env) choose(ctx context.Context, command string, words []string) (chosen, error) {
	if len(words) > 0 {
		central, number, err := env.Request(ctx, words[0])
		if err != nil {
			return chosen{}, err
		}
		d, err := env.desk(central)
		return chosen{d, number}, err
	}
	if err := env.Prompter().Check(); err != nil {
		return chosen{}, noNumber(command)
	}
	d, err := env.centralDesk(ctx)
	if err != nil {
		return chosen{}, err
	}
	number, err := env.pick(ctx, d)
	return chosen{d, number}, err
}
