package hub

// Settings is a repository's settings page, for seeds: what an administrator
// does in the browser. Unknown names are panics, since a seed is program text.
type Settings struct {
	h *Hub
	r *repo
}

// Settings finds a repository's settings page by OWNER/NAME.
func (h *Hub) Settings(name string) *Settings {
	h.mu.Lock()
	defer h.mu.Unlock()
	return &Settings{h: h, r: h.mustRepo(name)}
}

// ID is the repository's database id.
func (s *Settings) ID() int64 { return s.r.ID }

// Repository is the repository as it is now.
func (s *Settings) Repository() Repository {
	s.h.mu.Lock()
	defer s.h.mu.Unlock()
	return s.h.repository(s.r)
}

// SetRole makes a person a collaborator with that role; NoRole takes the role
// away again.
func (s *Settings) SetRole(login string, role Role) {
	s.change(func() {
		if id := s.h.mustAccount(login).ID; role == NoRole {
			delete(s.r.roles, id)
		} else {
			s.r.roles[id] = role
		}
	})
}

// SetSharedWorkflows lets private repositories of the same owner call the
// workflows of this private one, or no longer.
// Source: docs.github.com, "Sharing actions and workflows with your organization".
func (s *Settings) SetSharedWorkflows(shared bool) {
	s.change(func() { s.r.sharedWorkflows = shared })
}

// SetPrivate changes who may see the repository.
func (s *Settings) SetPrivate(private bool) { s.change(func() { s.r.Private = private }) }

// SetArchived makes the repository read-only, or writable again.
func (s *Settings) SetArchived(archived bool) { s.change(func() { s.r.Archived = archived }) }

// SetIssues switches the repository's issues on or off.
func (s *Settings) SetIssues(on bool) { s.change(func() { s.r.HasIssues = on }) }

// SetDefaultBranch names another default branch. A name that git could not
// have is a panic, since a seed is program text.
func (s *Settings) SetDefaultBranch(name string) {
	s.change(func() {
		if s.h.git != nil {
			if err := s.h.git.SetDefaultBranch(s.r.ID, name); err != nil {
				panic("hub: default branch of " + s.r.Name + ": " + err.Error())
			}
		}
		s.r.DefaultBranch = name
	})
}

// Rename gives the repository another name. The old one goes on as a redirect
// until a new repository takes it.
// Source: docs.github.com, "Renaming a repository".
func (s *Settings) Rename(name string) {
	s.change(func() {
		s.r.Name = name
		s.h.claim(s.r)
	})
}

// Transfer gives the repository to another owner; the old name redirects.
func (s *Settings) Transfer(owner string) {
	s.change(func() {
		s.r.owner = s.h.mustAccount(owner).ID
		s.h.claim(s.r)
	})
}

// Delete deletes the repository with all its redirects.
func (s *Settings) Delete() {
	s.change(func() {
		delete(s.h.repos, s.r.ID)
		for name, id := range s.h.names {
			if id == s.r.ID {
				delete(s.h.names, name)
			}
		}
	})
}

// claim gives a repository its present name, which no other may have.
func (h *Hub) claim(r *repo) {
	key := h.key(r)
	if id, taken := h.names[key]; taken && id != r.ID && h.key(h.repos[id]) == key {
		panic("hub: the repository " + key + " exists")
	}
	h.names[key] = r.ID
}

func (s *Settings) change(f func()) {
	s.h.mu.Lock()
	defer s.h.mu.Unlock()
	f()
	s.r.UpdatedAt = s.h.tick()
}
