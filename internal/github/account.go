package github

import (
	"cmp"
	"context"
	"net/url"
	"time"

	"github.com/release-request/gh-release-request/internal/release"
)

// Account is REST's short form of a user, bot or organisation.
type Account struct {
	ID    int64  `json:"id"`
	Login string `json:"login"`
	Type  string `json:"type"`
}

// Person returns the account as a noun of ours; a nil account, which GitHub
// writes for a ghost, is an unknown person.
func (a *Account) Person() release.Person {
	if a == nil {
		return release.Person{}
	}
	return release.Person{ID: a.ID, Login: a.Login, Type: a.Type}
}

// Actor is GraphQL's form of an account.
type Actor struct {
	Type       string `json:"__typename"`
	Login      string `json:"login"`
	DatabaseID int64  `json:"databaseId"`
}

// actorFields is selected wherever an Actor is read. Only some of the types
// have an id, so each is named.
const actorFields = `__typename login ... on User { databaseId } ... on Bot { databaseId } ... on Organization { databaseId } ... on Mannequin { databaseId }`

// Person returns the actor as a noun of ours. GraphQL leaves "[bot]" out of a
// bot's login, REST does not; the id is the same.
func (a *Actor) Person() release.Person {
	if a == nil {
		return release.Person{}
	}
	p := release.Person{ID: a.DatabaseID, Login: a.Login, Type: a.Type}
	if a.Type == "Bot" {
		p.Login += "[bot]"
	}
	return p
}

// account is the actor in REST's form.
func (a *Actor) account() *Account {
	if a == nil {
		return nil
	}
	p := a.Person()
	return &Account{ID: p.ID, Login: p.Login, Type: p.Type}
}

// App is the short form of a GitHub App.
type App struct {
	Slug string `json:"slug"`
}

// slug is empty only when there is no App. GitHub's description lets an App
// have none; that one gets a name that no slug can be.
func (a *App) slug() string {
	if a == nil {
		return ""
	}
	return cmp.Or(a.Slug, "(unnamed)")
}

// User reads one account by its login.
// https://docs.github.com/en/rest/users/users#get-a-user
func (c *Client) User(ctx context.Context, login string) (Account, error) {
	var a Account
	_, err := c.call(ctx, "GET", "users/"+url.PathEscape(login), nil, &a)
	return a, err
}

// Collaborator is what one account may do in a repository.
type Collaborator struct {
	RoleName string `json:"role_name"`
	User     *struct {
		Account
		Permissions *struct {
			Triage bool `json:"triage"`
			Push   bool `json:"push"`
			Admin  bool `json:"admin"`
		} `json:"permissions"`
	} `json:"user"`
}

// Collaborator reads what one account may do in a repository. GitHub tells
// only those with push access there; others get 403. The answer's permission
// word is left out on purpose: it calls triage "read".
// https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
func (c *Client) Collaborator(ctx context.Context, repo, login string) (Collaborator, error) {
	var answer Collaborator
	_, err := c.call(ctx, "GET", "repos/"+repo+"/collaborators/"+url.PathEscape(login)+"/permission", nil, &answer)
	return answer, err
}

// Activity is one movement of a branch.
type Activity struct {
	Actor     *Account  `json:"actor"`
	Kind      string    `json:"activity_type"`
	Before    string    `json:"before"`
	After     string    `json:"after"`
	Timestamp time.Time `json:"timestamp"`
}

// Activities reads who moved a branch: every page, newest first.
// https://docs.github.com/en/rest/repos/repos#list-repository-activities
func (c *Client) Activities(ctx context.Context, repo, branch string) ([]Activity, error) {
	ref := url.QueryEscape("refs/heads/" + branch)
	return list[Activity](ctx, c, "repos/"+repo+"/activity?per_page=100&ref="+ref)
}
