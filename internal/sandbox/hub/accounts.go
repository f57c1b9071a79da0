package hub

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// AccountType is GitHub's word for what an account is.
type AccountType string

// Types of accounts.
const (
	Person       AccountType = "User"
	Bot          AccountType = "Bot"
	Organization AccountType = "Organization"
)

// User is an account: a person, a bot or an organisation.
type User struct {
	ID        int64
	Login     string
	Name      string // empty: none given
	Type      AccountType
	CreatedAt time.Time
}

// NodeID is the account's node id.
func (u User) NodeID() string {
	kind := UserNode
	switch u.Type {
	case Bot:
		kind = BotNode
	case Organization:
		kind = OrganizationNode
	}
	return Node{Kind: kind, ID: u.ID}.String()
}

// Email is the address at which GitHub attributes commits to the account
// without showing a private one.
// Source: docs.github.com, "Setting your commit email address".
func (u User) Email() string {
	return fmt.Sprintf("%d+%s@users.noreply.github.com", u.ID, u.Login)
}

type account struct {
	User
	emails  []string
	members map[int64]bool // of an organisation: account -> is an owner
	base    Role           // of an organisation: every member's role in each repository
	secrets map[string]*orgSecret
}

// GhostLogin is the account that stands in for deleted ones. ActionsBotLogin
// acts for job tokens, through the App ActionsApp.
const (
	GhostLogin      = "ghost"
	ActionsBotLogin = "github-actions[bot]"
	ActionsApp      = "github-actions"
)

// addBuiltins adds the accounts that exist on every GitHub, with the ids they
// have on github.com (GET /users/ghost, GET /users/web-flow, GET
// /users/github-actions[bot], GET /apps/github-actions). web-flow is the
// committer of what is merged on github.com.
func (h *Hub) addBuiltins() {
	long := time.Date(2018, time.July, 30, 9, 30, 17, 0, time.UTC)
	h.putAccount(&account{User: User{ID: 9919, Login: "github", Name: "GitHub", Type: Organization, CreatedAt: long}})
	h.putAccount(&account{User: User{ID: 10137, Login: GhostLogin, Name: "Deleted user", Type: Person, CreatedAt: long}})
	h.putAccount(&account{User: User{ID: 19864447, Login: "web-flow", Name: "GitHub Web Flow", Type: Person, CreatedAt: long}, emails: []string{"noreply@github.com"}})
	h.putAccount(&account{User: User{ID: 41898282, Login: ActionsBotLogin, Type: Bot, CreatedAt: long}})
	h.apps[ActionsApp] = &App{ID: 15368, Slug: ActionsApp, Name: "GitHub Actions", Owner: h.accounts[9919].User, Bot: h.accounts[41898282].User, CreatedAt: long}
}

func (h *Hub) putAccount(a *account) {
	h.accounts[a.ID] = a
	h.logins[strings.ToLower(a.Login)] = a.ID
}

// AddUser adds a person. Commits under one of the email addresses, or under
// the noreply ones, are attributed to them. A seed is program text, so a login
// taken already is a panic.
func (h *Hub) AddUser(login string, emails ...string) User {
	return h.addAccount(&account{User: User{Login: login, Type: Person}, emails: emails})
}

// AddOrg adds an organisation with its owners. Members may read its
// repositories, as in every new organisation, until SetBaseRole says otherwise.
// Source: docs.github.com, "Setting base permissions for an organization".
func (h *Hub) AddOrg(login string, owners ...string) User {
	org := h.addAccount(&account{User: User{Login: login, Type: Organization}, members: map[int64]bool{}, base: Read})
	for _, owner := range owners {
		h.AddMember(login, owner, true)
	}
	return org
}

func (h *Hub) addAccount(a *account) User {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, taken := h.logins[strings.ToLower(a.Login)]; taken {
		panic("hub: the login " + a.Login + " is taken")
	}
	a.ID = h.nextID(accountIDs)
	a.CreatedAt = h.tick()
	h.putAccount(a)
	return a.User
}

// AddMember makes a person a member of an organisation, as an owner or not.
// An owner has the role admin in every repository.
func (h *Hub) AddMember(org, login string, owner bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.mustOrg(org).members[h.mustAccount(login).ID] = owner
	h.tick()
}

// RemoveMember takes a person out of an organisation.
func (h *Hub) RemoveMember(org, login string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.mustOrg(org).members, h.mustAccount(login).ID)
	h.tick()
}

// SetBaseRole gives every member of an organisation a role in each of its
// repositories: NoRole, Read, Write or Admin.
// Source: docs.github.com, "Setting base permissions for an organization".
func (h *Hub) SetBaseRole(org string, base Role) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.mustOrg(org).base = base
	h.tick()
}

// User finds an account by login, in any case.
func (h *Hub) User(login string) (User, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if a := h.account(login); a != nil {
		return a.User, nil
	}
	return User{}, notFound()
}

// UserByID finds an account by database id.
func (h *Hub) UserByID(id int64) (User, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if a := h.accounts[id]; a != nil {
		return a.User, nil
	}
	return User{}, notFound()
}

// UserByEmail finds the account to which GitHub attributes a commit.
func (h *Hub) UserByEmail(email string) (User, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, id := range slices.Sorted(maps.Keys(h.accounts)) {
		a := h.accounts[id]
		own := []string{a.Email(), a.Login + "@users.noreply.github.com"}
		if slices.ContainsFunc(append(own, a.emails...), func(e string) bool { return strings.EqualFold(e, email) }) {
			return a.User, true
		}
	}
	return User{}, false
}

// Members lists an organisation's people by login.
func (h *Hub) Members(org string) ([]User, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	a := h.account(org)
	if a == nil || a.Type != Organization {
		return nil, notFound()
	}
	var people []User
	for id := range a.members {
		people = append(people, h.accounts[id].User)
	}
	slices.SortFunc(people, func(a, b User) int { return cmp.Compare(a.Login, b.Login) })
	return people, nil
}

// account finds by login, nil if there is none. The mutex is held.
func (h *Hub) account(login string) *account { return h.accounts[h.logins[strings.ToLower(login)]] }

// user is the account's public face; a deleted one shows as the ghost. The
// mutex is held.
func (h *Hub) user(id int64) User {
	if a := h.accounts[id]; a != nil {
		return a.User
	}
	return h.account(GhostLogin).User
}

// asNow is an account as it is called now; zero stays zero. The mutex is held.
func (h *Hub) asNow(u User) User {
	if u.ID == 0 {
		return u
	}
	return h.user(u.ID)
}

func (h *Hub) mustAccount(login string) *account {
	a := h.account(login)
	if a == nil {
		panic("hub: there is no account " + login)
	}
	return a
}

func (h *Hub) mustOrg(login string) *account {
	a := h.mustAccount(login)
	if a.Type != Organization {
		panic("hub: " + login + " is no organisation")
	}
	return a
}
