package hub

import (
	"fmt"
	"slices"
	"time"
)

// DeployKey is a key with which a program fetches from one repository, and
// pushes to it unless it is read-only. No door of the sandbox takes it.
// Source: docs.github.com, "Managing deploy keys".
type DeployKey struct {
	ID        int64
	Title     string
	Key       string
	ReadOnly  bool
	AddedBy   User
	CreatedAt time.Time
}

// AddDeployKey adds a deploy key.
func (s *Settings) AddDeployKey(title string, readOnly bool) {
	s.change(func() {
		id := s.h.nextID(deployKeyIDs)
		key := fmt.Sprintf("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI%d", id)
		s.r.deployKeys = append(s.r.deployKeys, DeployKey{
			ID: id, Title: title, Key: key, ReadOnly: readOnly, AddedBy: s.h.user(s.r.owner), CreatedAt: s.h.now,
		})
	})
}

// RemoveDeployKey takes the deploy keys of a title away.
func (s *Settings) RemoveDeployKey(title string) {
	s.change(func() {
		s.r.deployKeys = slices.DeleteFunc(s.r.deployKeys, func(k DeployKey) bool { return k.Title == title })
	})
}

// DeployKeys lists a repository's deploy keys, for its administrators.
// Source: docs.github.com/rest/deploy-keys/deploy-keys#list-deploy-keys.
func (h *Hub) DeployKeys(c Caller, repoID int64) ([]DeployKey, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, adminReadHidden)
	if err != nil {
		return nil, err
	}
	return slices.Clone(r.deployKeys), nil
}
