package graphql

import (
	"context"
	"slices"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// text serves what an issue and a comment have in common: who wrote what, and how it was edited.
type text struct {
	s         *session
	of        engine.Object
	repo      int64
	author    hub.User
	body      string
	createdAt time.Time
	updatedAt time.Time
	edits     []hub.Edit // oldest first, the original among them
}

func (t text) field(_ context.Context, name string, a engine.Args) (any, bool, error) {
	switch name {
	case "body", "bodyText":
		return t.body, true, nil
	case "author":
		return t.s.actor(t.author), true, nil
	case "authorAssociation":
		return t.s.hub.Association(t.repo, t.author.ID), true, nil
	case "createdAt", "publishedAt":
		return t.createdAt, true, nil
	case "updatedAt":
		return t.updatedAt, true, nil
	case "createdViaEmail":
		return false, true, nil
	case "includesCreatedEdit":
		return len(t.edits) > 0, true, nil
	case "editor", "lastEditedAt":
		return t.lastEdit(name), true, nil
	case "userContentEdits":
		// The newest comes first (entrius/gittensor#434).
		newest := slices.Clone(t.edits)
		slices.Reverse(newest)
		return connection("UserContentEdit", list(newest, func(e hub.Edit) engine.Object { return edit{t.s, e} }), a), true, nil
	case "reactionGroups":
		return t.reactions(), true, nil
	case "reactions":
		return none("Reaction", a), true, nil
	case "viewerDidAuthor":
		return t.author.ID == t.s.caller.User.ID, true, nil
	case "viewerCanReact":
		return true, true, nil
	case "viewerCanUpdate", "viewerCanDelete", "viewerCanMinimize", "viewerCanClose", "viewerCanReopen", "viewerCanLabel":
		return t.viewerCan(name), true, nil
	}
	return nil, false, nil
}

func (t text) lastEdit(name string) any {
	switch {
	case len(t.edits) == 0:
		return nil
	case name == "editor":
		return t.s.actor(t.edits[len(t.edits)-1].Editor)
	}
	return t.edits[len(t.edits)-1].At
}

// viewerCan says what the caller may do, as hub.UpdateIssue and its like decide it.
func (t text) viewerCan(name string) bool {
	_, isIssue := t.of.(issue)
	role := t.s.hub.CallerRole(t.s.caller, t.repo)
	own := t.author.ID == t.s.caller.User.ID
	switch {
	case name == "viewerCanLabel":
		return role >= hub.Triage
	case name == "viewerCanDelete" && isIssue:
		return role >= hub.Admin
	case isIssue:
		return own || role >= hub.Triage
	case name == "viewerCanMinimize":
		return role >= hub.Triage
	}
	return own || role >= hub.Write
}

// reactions are one empty group for each reaction there is.
func (t text) reactions() []engine.Object {
	kinds := []string{"THUMBS_UP", "THUMBS_DOWN", "LAUGH", "HOORAY", "CONFUSED", "HEART", "ROCKET", "EYES"}
	return list(kinds, func(kind string) engine.Object {
		return engine.Fields{Type: "ReactionGroup", Values: map[string]any{
			"content": kind, "createdAt": nil, "viewerHasReacted": false, "subject": t.of,
			"users":    func(_ context.Context, a engine.Args) (any, error) { return none("ReactingUser", a), nil },
			"reactors": func(_ context.Context, a engine.Args) (any, error) { return none("Reactor", a), nil },
		}}
	})
}

// edit is a UserContentEdit.
type edit struct {
	s *session
	e hub.Edit
}

func (edit) TypeName() string { return "UserContentEdit" }

func (o edit) Field(_ context.Context, name string, _ engine.Args) (any, error) {
	switch name {
	case "id":
		return o.e.NodeID(), nil
	case "createdAt", "editedAt", "updatedAt":
		return o.e.At, nil
	case "editor":
		return o.s.actor(o.e.Editor), nil
	case "diff":
		return o.e.Body, nil
	case "deletedAt", "deletedBy":
		return nil, nil
	}
	return nil, engine.NotServed(o, name)
}
