package hub

import (
	"slices"
	"time"
)

// Edit is one version of the text of an issue or comment. The first version
// is listed too, once there is a second.
type Edit struct {
	ID     int64
	Editor User
	At     time.Time
	Body   string // the text after the edit
}

// NodeID is the edit's node id.
func (e Edit) NodeID() string { return Node{Kind: EditNode, ID: e.ID}.String() }

// text is a body with its history.
type text struct {
	body  string
	edits []Edit
}

// set replaces the body and reports the former one, or false if it is the
// same. The mutex is held.
func (t *text) set(h *Hub, author User, created time.Time, editor User, body string) (string, bool) {
	if body == t.body {
		return "", false
	}
	if t.edits == nil {
		t.edits = append(t.edits, Edit{ID: h.nextID(editIDs), Editor: author, At: created, Body: t.body})
	}
	t.edits = append(t.edits, Edit{ID: h.nextID(editIDs), Editor: editor, At: h.now, Body: body})
	before := t.body
	t.body = body
	return before, true
}

// versions are the edits with their editors as they are called now. The mutex
// is held.
func (h *Hub) versions(t text) []Edit {
	edits := slices.Clone(t.edits)
	for i := range edits {
		edits[i].Editor = h.asNow(edits[i].Editor)
	}
	return edits
}
