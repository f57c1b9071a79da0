package graphql

import (
	"context"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func (s *session) addLabelsToLabelable(_ context.Context, in engine.Args) (map[string]any, error) {
	i, names, err := s.labelable(in)
	if err != nil {
		return nil, err
	}
	changed, err := s.hub.AddLabels(s.caller, i.ID, names...)
	return map[string]any{"labelable": s.issueOrPull(changed)}, err
}

// removeLabelsFromLabelable passes over labels that the issue does not bear.
func (s *session) removeLabelsFromLabelable(_ context.Context, in engine.Args) (map[string]any, error) {
	i, names, err := s.labelable(in)
	if err != nil {
		return nil, err
	}
	need := hub.Need{Permission: "issues", Access: hub.WriteAccess, Role: hub.Triage}
	if err := s.hub.Check(s.caller, i.Repo, need); err != nil {
		return nil, err
	}
	for _, name := range names {
		if !i.HasLabel(name) {
			continue
		}
		if i, err = s.hub.RemoveLabel(s.caller, i.ID, name); err != nil {
			return nil, err
		}
	}
	return map[string]any{"labelable": s.issueOrPull(i)}, nil
}

// labelable finds what an input names: an issue and labels of its repository.
func (s *session) labelable(in engine.Args) (hub.Issue, []string, error) {
	i, err := s.issueNamed(in.String("labelableId"))
	if err != nil {
		return i, nil, err
	}
	for _, id := range in.Strings("labelIds") {
		if n, ok := hub.ParseNode(id); !ok || n.Repo != i.Repo {
			return i, nil, unknownNode(id)
		}
	}
	names, err := s.labelNames(in.Strings("labelIds"))
	return i, names, err
}
