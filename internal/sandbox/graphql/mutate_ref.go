package graphql

import (
	"context"
	"errors"
	"fmt"

	"github.com/release-request/gh-release-request/internal/sandbox/gitwrite"
	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// door is the way to write git data.
func (s *session) door() (*gitwrite.Door, error) {
	if s.git == nil {
		return nil, errNoGit
	}
	return s.git, nil
}

func (s *session) createRef(ctx context.Context, in engine.Args) (map[string]any, error) {
	r, err := s.repositoryID(in.String("repositoryId"))
	if err != nil {
		return nil, err
	}
	name := in.String("name")
	return s.afterwards(ctx, r, name, func(d *gitwrite.Door) error {
		err := d.CreateRef(ctx, s.caller, r.ID, name, in.String("oid"))
		if e, ok := errors.AsType[*hub.Error](err); ok && e.Message == "Reference already exists" {
			return &engine.Error{Type: unprocessable, Message: fmt.Sprintf("A ref named %q already exists in the repository.", name)}
		}
		return err
	})
}

func (s *session) updateRef(ctx context.Context, in engine.Args) (map[string]any, error) {
	r, name, err := s.refNamed(in.String("refId"))
	if err != nil {
		return nil, err
	}
	return s.afterwards(ctx, r, name, func(d *gitwrite.Door) error {
		return d.MoveRef(ctx, s.caller, r.ID, name, in.String("oid"), in.Bool("force"))
	})
}

// updateRefs moves all refs or none. A beforeOid that is not where the ref is refuses; without one, none is asked for.
func (s *session) updateRefs(ctx context.Context, in engine.Args) (map[string]any, error) {
	r, err := s.repositoryID(in.String("repositoryId"))
	if err != nil {
		return nil, err
	}
	d, err := s.door()
	if err != nil {
		return nil, err
	}
	var updates []gitwrite.Update
	for _, u := range in.Objects("refUpdates") {
		updates = append(updates, gitwrite.Update{Ref: u.String("name"), Before: u.String("beforeOid"), After: u.String("afterOid"), Force: u.Bool("force")})
	}
	return map[string]any{}, d.UpdateRefs(ctx, s.caller, r.ID, updates...)
}

func (s *session) deleteRef(ctx context.Context, in engine.Args) (map[string]any, error) {
	r, name, err := s.refNamed(in.String("refId"))
	if err != nil {
		return nil, err
	}
	d, err := s.door()
	if err != nil {
		return nil, err
	}
	return map[string]any{}, d.DeleteRef(ctx, s.caller, r.ID, name)
}

// mergeBranch merges a head, a branch or a commit, into a branch.
func (s *session) mergeBranch(ctx context.Context, in engine.Args) (map[string]any, error) {
	r, err := s.repositoryID(in.String("repositoryId"))
	if err != nil {
		return nil, err
	}
	d, err := s.door()
	if err != nil {
		return nil, err
	}
	sha, err := d.Merge(ctx, s.caller, r.ID, gitwrite.Merge{Base: in.String("base"), Head: in.String("head"), Message: in.String("commitMessage")})
	if e, ok := errors.AsType[*hub.Error](err); ok && e.Kind == hub.Conflict {
		return nil, &engine.Error{Type: unprocessable, Message: fmt.Sprintf("Failed to merge: %q", e.Message)}
	}
	if err != nil {
		return nil, err
	}
	if sha == "" {
		return nil, &engine.Error{Type: unprocessable, Message: `Failed to merge: "Already merged"`}
	}
	merged, err := repository{s, r}.object(ctx, sha)
	return map[string]any{"mergeCommit": merged}, err
}

// refNamed finds the repository and name of the ref of an input's id.
func (s *session) refNamed(id string) (hub.Repository, string, error) {
	n, err := s.named(id, hub.RefNode)
	if err != nil {
		return hub.Repository{}, "", err
	}
	r, err := s.hub.RepoByID(s.caller, n.Repo)
	if err != nil {
		return r, "", orUnresolved(err, "a node with the global id of '%s'", id)
	}
	return r, n.Name, nil
}

// afterwards is the payload with the ref as it is after a change.
func (s *session) afterwards(ctx context.Context, r hub.Repository, name string, change func(*gitwrite.Door) error) (map[string]any, error) {
	d, err := s.door()
	if err != nil {
		return nil, err
	}
	if err := change(d); err != nil {
		return nil, err
	}
	found, err := repository{s, r}.ref(ctx, name)
	return map[string]any{"ref": found}, err
}
