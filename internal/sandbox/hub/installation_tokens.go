package hub

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// MintSpec narrows a token of an installation. What is left out is all that
// the installation has.
type MintSpec struct {
	Repos       []string // names without the owner
	RepoIDs     []int64
	Permissions map[string]Access
}

// Messages of GitHub's refusals, as seen in public issue threads.
const (
	suspendedAnswer = "This installation has been suspended"
	notGranted      = "The permissions requested are not granted to this installation."
	notCovered      = "There is at least one repository that does not exist or is not accessible to the parent installation."
)

// Mint makes a token of an installation of the App that signs, good for an
// hour by the hub's clock. It never holds more than the installation.
// Source: docs.github.com/rest/apps/apps#create-an-installation-access-token-for-an-app.
func (h *Hub) Mint(c Caller, installationID int64, s MintSpec) (Token, error) {
	var made Token
	err := h.write(func(now time.Time) error {
		i, err := h.ownInstallation(c, installationID)
		if err != nil {
			return err
		}
		if !i.suspendedAt.IsZero() {
			return forbidden(suspendedAnswer)
		}
		repos, err := h.narrowed(i, s)
		if err != nil {
			return err
		}
		permissions := maps.Clone(i.permissions)
		if len(s.Permissions) > 0 {
			permissions = maps.Clone(s.Permissions)
		}
		for name, access := range permissions {
			if access == NoAccess || name != "metadata" && i.permissions[name] < access || name == "metadata" && access > ReadAccess {
				return &Error{Kind: Invalid, Message: notGranted}
			}
		}
		permissions["metadata"] = ReadAccess
		t := &Token{
			ID: h.nextID(tokenIDs), Kind: Installation, User: h.apps[i.app].Bot, App: i.app, Repos: repos, Permissions: permissions,
			ExpiresAt: now.Add(time.Hour), Installation: i.id,
		}
		t.Secret = statelessSecret(h.apps[i.app].ID, t)
		h.tokens[t.Secret] = t
		made = t.clone()
		return nil
	})
	return made, err
}

// narrowed are the repositories that a token is to reach. The mutex is held.
func (h *Hub) narrowed(i *installation, s MintSpec) ([]int64, error) {
	if len(s.Repos)+len(s.RepoIDs) == 0 {
		all := []int64{}
		for _, id := range slices.Sorted(maps.Keys(h.repos)) {
			if i.covers(h.repos[id]) {
				all = append(all, id)
			}
		}
		return all, nil
	}
	wanted := slices.Clone(s.RepoIDs)
	for _, name := range s.Repos {
		wanted = append(wanted, h.names[strings.ToLower(h.user(i.account).Login+"/"+name)])
	}
	for _, id := range wanted {
		if r := h.repos[id]; r == nil || !i.covers(r) {
			return nil, &Error{Kind: Invalid, Message: notCovered}
		}
	}
	slices.Sort(wanted)
	return slices.Compact(wanted), nil
}

// statelessSecret has the form of tokens minted since 2026, which hold a JSON
// web token and are far longer than others.
// Source: docs.github.com, "Generating an installation access token for a GitHub App".
func statelessSecret(app int64, t *Token) string {
	part := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	return fmt.Sprintf("ghs_%d_%s.%s.%s", app, part(`{"alg":"ES256","typ":"JWT"}`), part(fmt.Sprintf(`{"exp":%d,"jti":%d}`, t.ExpiresAt.Unix(), t.ID)), part("-"+secret(t)+"_"))
}

// MintedTokens lists the tokens that an App's installations were given, in the
// order in which they were made, each with the permissions that it has used:
// one that holds more than that was too wide.
func (h *Hub) MintedTokens(app string) []Token {
	h.mu.Lock()
	defer h.mu.Unlock()
	var list []Token
	for _, t := range h.tokens {
		if t.Installation != 0 && t.App == app {
			list = append(list, t.clone())
		}
	}
	slices.SortFunc(list, func(a, b Token) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// TokenRepos lists the repositories that a token of an installation reaches.
func (h *Hub) TokenRepos(c Caller) ([]Repository, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if c.Token == nil || c.Token.Kind != Installation {
		return nil, forbidden("You must authenticate with an installation access token in order to list repositories for an installation.")
	}
	var list []Repository
	for _, id := range c.Token.Repos {
		if r := h.repos[id]; r != nil {
			list = append(list, h.repository(r))
		}
	}
	return list, nil
}

// used notes that a call needed a permission of a token. The mutex is held.
func (h *Hub) used(t *Token, permission string, access Access) {
	if t == nil || h.tokens[t.Secret] == nil || permission == "" {
		return
	}
	kept := h.tokens[t.Secret]
	if kept.Used == nil {
		kept.Used = map[string]Access{}
	}
	kept.Used[permission] = max(kept.Used[permission], access)
}
