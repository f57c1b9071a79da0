package hub

// SetImmutableReleases has published releases stay as they are from now on, or
// no longer. It is kept and told; the sandbox has no releases.
// Source: docs.github.com, "Immutable releases".
func (s *Settings) SetImmutableReleases(on bool) {
	s.change(func() { s.r.immutableReleases = on })
}

// ImmutableReleases reports whether releases are immutable; NotFound to those
// who do not administer the repository.
// Source: docs.github.com/rest/repos/repos#check-if-immutable-releases-are-enabled-for-a-repository.
func (h *Hub) ImmutableReleases(c Caller, repoID int64) (bool, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, adminReadHidden)
	if err != nil {
		return false, err
	}
	return r.immutableReleases, nil
}
