package graphql

import (
	"context"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func (s *session) createPullRequest(ctx context.Context, in engine.Args) (map[string]any, error) {
	r, err := s.repositoryID(in.String("repositoryId"))
	if err != nil {
		return nil, err
	}
	d, err := s.door()
	if err != nil {
		return nil, err
	}
	made, err := d.CreatePull(ctx, s.caller, r.ID, hub.NewPull{
		Title: in.String("title"), Body: in.String("body"),
		Pull: hub.Pull{Head: in.String("headRefName"), Base: in.String("baseRefName"), Draft: in.Bool("draft")},
	})
	return map[string]any{"pullRequest": pull{s, made}}, err
}
