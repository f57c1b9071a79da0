package hub

import "strings"

// RenameUser gives an account another login. The old one is free at once, and
// nothing redirects. Source: docs.github.com, "Changing your username".
func (h *Hub) RenameUser(login, to string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	a := h.mustAccount(login)
	if other := h.account(to); other != nil && other != a {
		panic("hub: the login " + to + " is taken")
	}
	delete(h.logins, strings.ToLower(a.Login))
	a.Login = to
	h.putAccount(a)
	h.tick()
}

// DeleteUser deletes a person's account: their tokens end, their roles are
// gone, and what they wrote is the ghost's.
// Source: docs.github.com, "Deleting your personal account".
func (h *Hub) DeleteUser(login string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	a := h.mustAccount(login)
	delete(h.accounts, a.ID)
	delete(h.logins, strings.ToLower(a.Login))
	for _, other := range h.accounts {
		delete(other.members, a.ID)
	}
	for _, r := range h.repos {
		delete(r.roles, a.ID)
	}
	for _, t := range h.tokens {
		if t.User.ID == a.ID {
			t.Revoked = true
		}
	}
	h.tick()
}
