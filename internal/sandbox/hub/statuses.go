package hub

import (
	"slices"
	"time"
)

// Status is a commit status.
type Status struct {
	ID          int64
	Repo        int64
	SHA         string
	State       string // error, failure, pending, success
	Context     string
	Description string
	TargetURL   string
	Creator     User
	CreatedAt   time.Time
}

// NodeID is the status's node id.
func (s Status) NodeID() string { return Node{Kind: StatusNode, Repo: s.Repo, ID: s.ID}.String() }

var (
	statusRead  = Need{Permission: "statuses", Access: ReadAccess, Role: Read}
	statusWrite = Need{Permission: "statuses", Access: WriteAccess, Role: Write, Hidden: true}
)

// AddStatus sets a status of a commit. Whether the commit exists is for the
// caller to know; hub has no git.
func (h *Hub) AddStatus(c Caller, repoID int64, s Status) (Status, error) {
	err := h.write(func(now time.Time) error {
		r, err := h.allowed(c, repoID, statusWrite)
		if err != nil {
			return err
		}
		if !slices.Contains([]string{"error", "failure", "pending", "success"}, s.State) {
			return invalid(FieldError{Resource: "Status", Field: "state", Code: "custom", Message: "state is not included in the list"})
		}
		if s.Context == "" {
			s.Context = "default"
		}
		s.ID, s.Repo, s.Creator, s.CreatedAt = h.nextID(statusIDs), r.ID, c.User, now
		r.statuses = append(r.statuses, s)
		return nil
	})
	return s, err
}

// Statuses lists all statuses of a commit, newest first.
func (h *Hub) Statuses(c Caller, repoID int64, sha string) ([]Status, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, statusRead)
	if err != nil {
		return nil, err
	}
	var list []Status
	for _, s := range slices.Backward(r.statuses) {
		if s.SHA == sha {
			list = append(list, s)
		}
	}
	return list, nil
}
