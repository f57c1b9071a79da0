package graphql

import (
	"context"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func (s *session) createIssue(_ context.Context, in engine.Args) (map[string]any, error) {
	r, err := s.repositoryID(in.String("repositoryId"))
	if err != nil {
		return nil, err
	}
	n := hub.NewIssue{Title: in.String("title"), Body: in.String("body")}
	if n.Labels, err = s.labelNames(in.Strings("labelIds")); err != nil {
		return nil, err
	}
	if n.Assignees, err = s.logins(in.Strings("assigneeIds")); err != nil {
		return nil, err
	}
	made, err := s.hub.CreateIssue(s.caller, r.ID, n)
	return map[string]any{"issue": issue{s, made}}, err
}

func (s *session) updateIssue(_ context.Context, in engine.Args) (map[string]any, error) {
	ch := hub.IssueChange{Title: in.Text("title"), Body: in.Text("body")}
	if in.Has("state") {
		state := hub.State(strings.ToLower(in.String("state")))
		ch.State = &state
	}
	if in.Has("labelIds") {
		names, err := s.labelNames(in.Strings("labelIds"))
		if err != nil {
			return nil, err
		}
		ch.Labels = &names
	}
	if in.Has("assigneeIds") {
		logins, err := s.logins(in.Strings("assigneeIds"))
		if err != nil {
			return nil, err
		}
		ch.Assignees = &logins
	}
	payload, err := s.changeIssue(in.String("id"), ch)
	if err == nil {
		payload["actor"] = s.actor(s.caller.User)
	}
	return payload, err
}

func (s *session) closeIssue(_ context.Context, in engine.Args) (map[string]any, error) {
	state := hub.ClosedState
	return s.changeIssue(in.String("issueId"), hub.IssueChange{State: &state, StateReason: hub.StateReason(strings.ToLower(in.String("stateReason")))})
}

func (s *session) reopenIssue(_ context.Context, in engine.Args) (map[string]any, error) {
	state := hub.Open
	return s.changeIssue(in.String("issueId"), hub.IssueChange{State: &state})
}

func (s *session) changeIssue(id string, ch hub.IssueChange) (map[string]any, error) {
	i, err := s.issueNamed(id)
	if err != nil {
		return nil, err
	}
	changed, err := s.hub.UpdateIssue(s.caller, i.ID, ch)
	return map[string]any{"issue": issue{s, changed}}, err
}

func (s *session) transferIssue(_ context.Context, in engine.Args) (map[string]any, error) {
	i, err := s.issueNamed(in.String("issueId"))
	if err != nil {
		return nil, err
	}
	to, err := s.repositoryID(in.String("repositoryId"))
	if err != nil {
		return nil, err
	}
	moved, err := s.hub.TransferIssue(s.caller, i.ID, to.ID)
	return map[string]any{"issue": issue{s, moved}}, err
}

func (s *session) deleteIssue(_ context.Context, in engine.Args) (map[string]any, error) {
	i, err := s.issueNamed(in.String("issueId"))
	if err != nil {
		return nil, err
	}
	r, err := s.repository(i.Repo)
	if err != nil {
		return nil, err
	}
	return map[string]any{"repository": r}, s.hub.DeleteIssue(s.caller, i.ID)
}
