package hub

import (
	"maps"
	"slices"
	"time"
)

// InstalledApp is an App on the repositories of an account.
type InstalledApp struct {
	ID          int64
	App         App
	Account     User
	All         bool              // every repository of the account
	Permissions map[string]Access // that the account has granted
	CreatedAt   time.Time
	SuspendedAt time.Time // zero: not suspended
}

type installation struct {
	id          int64
	app         string // slug
	account     int64
	repos       []int64 // nil: every repository of the account
	permissions map[string]Access
	createdAt   time.Time
	suspendedAt time.Time
}

// InstallationSpec says where to install an App.
type InstallationSpec struct {
	App, Account string
	Repos        []string          // OWNER/NAME, of the account; nil: all of them
	Permissions  map[string]Access // nil: all that the App asks for
}

// Install installs an App, as an owner of the account does in the browser.
func (h *Hub) Install(s InstallationSpec) InstalledApp {
	h.mu.Lock()
	defer h.mu.Unlock()
	i := &installation{id: h.nextID(installationIDs), app: h.mustApp(s.App).Slug, account: h.mustAccount(s.Account).ID, createdAt: h.tick()}
	i.permissions = maps.Clone(s.Permissions)
	if s.Permissions == nil {
		i.permissions = maps.Clone(h.apps[s.App].Permissions)
	}
	for _, name := range s.Repos {
		r := h.mustRepo(name)
		if r.owner != i.account {
			panic("hub: " + name + " is not of " + s.Account)
		}
		i.repos = append(i.repos, r.ID)
	}
	h.installations[i.id] = i
	return h.installation(i)
}

// Suspend stops an installation: its tokens end, and it gets no new ones.
func (h *Hub) Suspend(id int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.mustInstallation(id).suspendedAt = h.tick()
	h.endTokens(id)
}

// Uninstall ends an installation with its tokens.
func (h *Hub) Uninstall(id int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.mustInstallation(id)
	delete(h.installations, id)
	h.endTokens(id)
	h.tick()
}

// Installations lists those of the App that signs.
func (h *Hub) Installations(c Caller) ([]InstalledApp, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if c.Signed == "" {
		return nil, unauthorized(badSignature)
	}
	var list []InstalledApp
	for _, id := range slices.Sorted(maps.Keys(h.installations)) {
		if i := h.installations[id]; i.app == c.Signed {
			list = append(list, h.installation(i))
		}
	}
	return list, nil
}

// Installation finds one of the App that signs.
func (h *Hub) Installation(c Caller, id int64) (InstalledApp, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	i, err := h.ownInstallation(c, id)
	if err != nil {
		return InstalledApp{}, err
	}
	return h.installation(i), nil
}

// InstallationOn finds that of the App that signs on a repository; NotFound
// where it is not installed.
func (h *Hub) InstallationOn(c Caller, repoID int64) (InstalledApp, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if c.Signed == "" {
		return InstalledApp{}, unauthorized(badSignature)
	}
	if i := h.installedOn(c.Signed, h.repos[repoID]); i != nil {
		return h.installation(i), nil
	}
	return InstalledApp{}, notFound()
}

// ownInstallation finds an installation of the App that signs. The mutex is
// held.
func (h *Hub) ownInstallation(c Caller, id int64) (*installation, error) {
	if c.Signed == "" {
		return nil, unauthorized(badSignature)
	}
	if i := h.installations[id]; i != nil && i.app == c.Signed {
		return i, nil
	}
	return nil, notFound()
}

// installedOn is an App's installation on a repository, nil for none. The mutex
// is held.
func (h *Hub) installedOn(app string, r *repo) *installation {
	for _, i := range h.installations {
		if r != nil && i.app == app && i.covers(r) {
			return i
		}
	}
	return nil
}

// covers reports whether the installation is on a repository. One that went to
// another account has left it.
func (i *installation) covers(r *repo) bool {
	return r.owner == i.account && (i.repos == nil || slices.Contains(i.repos, r.ID))
}

// installation is the public face of an installation. The mutex is held.
func (h *Hub) installation(i *installation) InstalledApp {
	return InstalledApp{
		ID: i.id, App: h.apps[i.app].clone(), Account: h.user(i.account), All: i.repos == nil, Permissions: maps.Clone(i.permissions),
		CreatedAt: i.createdAt, SuspendedAt: i.suspendedAt,
	}
}

func (h *Hub) mustInstallation(id int64) *installation {
	i := h.installations[id]
	if i == nil {
		panic("hub: there is no such installation")
	}
	return i
}

// endTokens revokes what was made for an installation. The mutex is held.
func (h *Hub) endTokens(id int64) {
	for _, t := range h.tokens {
		if t.Installation == id {
			t.Revoked = true
		}
	}
}
