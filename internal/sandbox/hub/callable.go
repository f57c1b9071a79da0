package hub

import "strings"

// Callable finds the repository OWNER/NAME of a workflow that a job of the
// repository caller calls. Former names do not count. One that is private can
// be called by private ones of its owner, if it is shared: see
// Settings.SetSharedWorkflows.
// Source: docs.github.com, "Reusing workflow configurations", access.
func (h *Hub) Callable(caller int64, name string) (Repository, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	from, r := h.repos[caller], h.repos[h.names[strings.ToLower(name)]]
	if from == nil || r == nil || h.key(r) != strings.ToLower(name) {
		return Repository{}, notFound()
	}
	if r != from && r.Private && !(r.sharedWorkflows && from.Private && from.owner == r.owner) {
		return Repository{}, notFound()
	}
	return h.repository(r), nil
}
