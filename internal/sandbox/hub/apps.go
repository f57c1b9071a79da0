package hub

import (
	"maps"
	"time"
)

// App is a GitHub App. What it does itself it does as Bot; what it does for a
// person bears the person's name and the App in performed_via_github_app.
type App struct {
	ID          int64
	Slug        string
	Name        string
	Owner       User
	Bot         User
	Permissions map[string]Access
	CreatedAt   time.Time
}

// NodeID is the App's node id.
func (a App) NodeID() string { return Node{Kind: AppNode, ID: a.ID}.String() }

// AddApp adds a GitHub App and its bot, SLUG[bot].
func (h *Hub) AddApp(slug, owner string, permissions map[string]Access) App {
	bot := h.addAccount(&account{User: User{Login: slug + "[bot]", Type: Bot}})
	h.mu.Lock()
	defer h.mu.Unlock()
	a := &App{ID: h.nextID(appIDs), Slug: slug, Name: slug, Owner: h.mustAccount(owner).User, Bot: bot, Permissions: maps.Clone(permissions), CreatedAt: h.tick()}
	h.apps[slug] = a
	return a.clone()
}

// App finds an App by its slug.
func (h *Hub) App(slug string) (App, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if a := h.apps[slug]; a != nil {
		return a.clone(), nil
	}
	return App{}, notFound()
}

func (a *App) clone() App {
	c := *a
	c.Permissions = maps.Clone(a.Permissions)
	return c
}
