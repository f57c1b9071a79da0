package cli

import (
	"context"
	"fmt"

	"github.com/cli/go-gh/v2/pkg/repository"

	"github.com/release-request/gh-release-request/internal/approve"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/inbox"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/request"
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
	return &inbox.Inbox{Repository: d.name, Reader: d.reader}
}

func (d *desk) approver() *approve.Approver {
	return &approve.Approver{Hub: d.client, Repository: d.name, Wait: wait, Obeyed: d.reader.Obeyed}
}

func (d *desk) retractor() *request.Retractor {
	return &request.Retractor{Hub: d.client, Repository: d.name, Web: record.Host(d.client.Host()), Obeyed: d.reader.Obeyed}
}

// url is a page of the central repository.
func (d *desk) url(format string, args ...any) string {
	return fmt.Sprintf("https://%s/%s/", d.central.Host, d.name) + fmt.Sprintf(format, args...)
}

// chosen is one request that a command is about.
type chosen struct {
	*desk
	number int
}

func (c chosen) String() string { return fmt.Sprintf("%s#%d", c.name, c.number) }

// requestHelp says how requests are named.
const requestHelp = `A request is named by its number, by OWNER/REPO#NUMBER, or by its URL. Without
one, you pick from the open requests.`

// choose returns the one request that a word names. Without a word, a person at
// a terminal picks from the open ones; nobody else can.
func (env *Env) choose(ctx context.Context, command string, words []string) (chosen, error) {
	if len(words) > 0 {
		return env.chosen(ctx, words[0])
	}
	list, err := env.pick(ctx, command, func(options []string) ([]int, error) {
		index, err := env.Prompter().Select(ctx, "Which request?", options)
		return []int{index}, err
	})
	if err != nil {
		return chosen{}, err
	}
	return list[0], nil
}

// chooseAll is choose for a command that takes several.
func (env *Env) chooseAll(ctx context.Context, command string, words []string) ([]chosen, error) {
	if len(words) == 0 {
		return env.pick(ctx, command, func(options []string) ([]int, error) {
			return env.Prompter().MultiSelect(ctx, "Which requests?", options)
		})
	}
	list, problems := make([]chosen, len(words)), make([]error, len(words))
	for i, word := range words {
		list[i], problems[i] = env.chosen(ctx, word)
	}
	if len(words) == 1 {
		return list, problems[0]
	}
	return list, fault.All("nothing is done", problems)
}

// chosen is the request that a word names.
func (env *Env) chosen(ctx context.Context, word string) (chosen, error) {
	central, number, err := env.Request(ctx, word)
	if err != nil {
		return chosen{}, err
	}
	d, err := env.desk(central)
	return chosen{d, number}, err
}
