package graphql

import (
	"context"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func (s *session) addComment(_ context.Context, in engine.Args) (map[string]any, error) {
	i, err := s.issueNamed(in.String("subjectId"))
	if err != nil {
		return nil, err
	}
	made, err := s.hub.AddComment(s.caller, i.ID, in.String("body"))
	if err != nil {
		return nil, err
	}
	c := comment{s, made}
	edge := func(typ string) engine.Object {
		return engine.Fields{Type: typ, Values: map[string]any{"cursor": made.NodeID(), "node": c}}
	}
	return map[string]any{
		"subject": s.issueOrPull(i), "commentEdge": edge("IssueCommentEdge"), "timelineEdge": edge("IssueTimelineItemEdge"),
	}, nil
}

func (s *session) updateIssueComment(_ context.Context, in engine.Args) (map[string]any, error) {
	c, err := s.commentNamed(in.String("id"))
	if err != nil {
		return nil, err
	}
	changed, err := s.hub.EditComment(s.caller, c.ID, in.String("body"))
	return map[string]any{"issueComment": comment{s, changed}}, err
}

func (s *session) deleteIssueComment(_ context.Context, in engine.Args) (map[string]any, error) {
	c, err := s.commentNamed(in.String("id"))
	if err != nil {
		return nil, err
	}
	return map[string]any{}, s.hub.DeleteComment(s.caller, c.ID)
}

// commentNamed finds the comment of an input's id.
func (s *session) commentNamed(id string) (hub.Comment, error) {
	n, err := s.named(id, hub.CommentNode)
	if err != nil {
		return hub.Comment{}, err
	}
	c, err := s.hub.Comment(s.caller, n.ID)
	if err != nil {
		return hub.Comment{}, orUnresolved(err, "a node with the global id of '%s'", id)
	}
	return c, nil
}
