package graphql

import (
	"context"
	"slices"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
	"github.com/release-request/gh-release-request/internal/sandbox/schema"
)

// eventTypes are the GraphQL types of timeline events by REST's names. What is missing here GraphQL does not show.
var eventTypes = map[hub.TimelineKind]string{
	hub.Labeled:         "LabeledEvent",
	hub.Unlabeled:       "UnlabeledEvent",
	hub.Renamed:         "RenamedTitleEvent",
	hub.Closed:          "ClosedEvent",
	hub.Reopened:        "ReopenedEvent",
	hub.Assigned:        "AssignedEvent",
	hub.Unassigned:      "UnassignedEvent",
	hub.Commented:       "IssueComment",
	hub.CommentDeleted:  "CommentDeletedEvent",
	hub.CrossReferenced: "CrossReferencedEvent",
	hub.Transferred:     "TransferredEvent",
}

// event is one event of an issue's timeline that is no comment. GraphQL shows neither the App nor the intent that REST shows.
type event struct {
	s  *session
	on issue
	t  hub.TimelineItem
}

func (o event) TypeName() string { return eventTypes[o.t.Kind] }

func (o event) Field(_ context.Context, name string, _ engine.Args) (any, error) {
	switch name {
	case "id":
		return o.t.NodeID(), nil
	case "databaseId":
		return o.t.ID, nil
	case "actor":
		return o.s.actor(o.t.Actor), nil
	case "createdAt", "referencedAt":
		return o.t.At, nil
	case "labelable", "closable", "assignable", "subject", "issue", "target":
		return o.on, nil
	case "label":
		return label{o.s, o.t.Label}, nil
	case "previousTitle":
		return o.t.From, nil
	case "currentTitle":
		return o.t.To, nil
	case "stateReason":
		return orNull(enum(string(o.t.StateReason))), nil
	case "closer":
		return nil, nil
	case "assignee", "user":
		return o.s.actor(o.t.Assignee), nil
	case "deletedCommentAuthor":
		return o.s.actor(o.t.Author), nil
	case "fromRepository":
		r, err := o.s.hub.Repo(o.s.caller, o.t.FromRepo)
		if err != nil {
			return nil, nil
		}
		return repository{o.s, r}, nil
	case "source", "isCrossRepository":
		from, err := o.s.hub.IssueByID(o.s.caller, o.t.Source)
		if err != nil {
			return nil, err
		}
		if name == "source" {
			return issue{o.s, from}, nil
		}
		return from.Repo != o.on.i.Repo, nil
	case "willCloseTarget":
		return false, nil
	case "url", "resourcePath":
		return o.on.address(name)
	}
	return nil, engine.NotServed(o, name)
}

// timeline serves an issue's timeline, oldest first: the types asked for, of those events that the caller may see.
func (o issue) timeline(ctx context.Context, a engine.Args) (any, error) {
	if a.Int("skip") > 0 {
		return nil, &engine.Error{Type: schema.FaultType, Message: "the sandbox does not serve timelineItems(skip:)"}
	}
	all, err := o.s.hub.Timeline(o.s.caller, o.i.ID)
	if err != nil {
		return nil, err
	}
	wanted := a.Strings("itemTypes")
	since, _ := time.Parse(time.RFC3339, a.String("since"))
	var items []engine.Object
	for _, t := range all {
		typ, shown := eventTypes[t.Kind]
		if !shown || t.At.Before(since) || a.Has("itemTypes") && !slices.Contains(wanted, itemType(typ)) {
			continue
		}
		item, err := o.item(t)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	c := engine.Connection{Name: "IssueTimelineItemsConnection", Edge: "IssueTimelineItemsEdge", Items: items, Args: a}
	between, page := c.Counts(ctx)
	c.Extra = map[string]any{"filteredCount": between, "pageCount": page, "updatedAt": o.i.UpdatedAt}
	return c, nil
}

// item is an event as an object.
func (o issue) item(t hub.TimelineItem) (engine.Object, error) {
	if t.Kind == hub.Commented {
		c, err := o.s.hub.Comment(o.s.caller, t.Comment)
		return comment{o.s, c}, err
	}
	return event{o.s, o, t}, nil
}

// itemType is the value of IssueTimelineItemsItemType for a type: LabeledEvent is LABELED_EVENT.
func itemType(typ string) string {
	var b []byte
	for i := range len(typ) {
		if c := typ[i]; c >= 'A' && c <= 'Z' && i > 0 {
			b = append(b, '_')
		}
		b = append(b, typ[i])
	}
	return enum(string(b))
}
