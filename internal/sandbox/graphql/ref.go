package graphql

import (
	"context"
	"errors"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// ref is a Ref.
type ref struct {
	repo repository
	r    gitstore.Ref
}

func (ref) TypeName() string { return "Ref" }

func (o ref) Field(ctx context.Context, name string, a engine.Args) (any, error) {
	switch name {
	case "id":
		return hub.Node{Kind: hub.RefNode, Repo: o.repo.r.ID, Name: o.r.Name}.String(), nil
	case "name", "prefix":
		prefix := prefixOf(o.r.Name)
		if name == "prefix" {
			return prefix, nil
		}
		return strings.TrimPrefix(o.r.Name, prefix), nil
	case "repository":
		return o.repo, nil
	case "target":
		return o.repo.object(ctx, o.r.SHA)
	case "compare":
		return o.compare(ctx, a.String("headRef"))
	case "branchProtectionRule":
		// Told to those who may push; a null says nothing to others.
		if o.repo.s.hub.CallerRole(o.repo.s.caller, o.repo.r.ID) < hub.Write {
			return nil, nil
		}
		return o.rule(func(p hub.Protection) engine.Object { return protection{o.repo, p} }), nil
	case "refUpdateRule":
		return o.rule(o.updateRule), nil
	case "rules":
		return none("RepositoryRule", a), nil
	}
	return nil, engine.NotServed(o, name)
}

func prefixOf(name string) string {
	for _, p := range []string{"refs/heads/", "refs/tags/", "refs/pull/"} {
		if strings.HasPrefix(name, p) {
			return p
		}
	}
	return "refs/"
}

// rule is the protection of the branch, null if there is none.
func (o ref) rule(as func(hub.Protection) engine.Object) any {
	branch, ok := hub.BranchName(o.r.Name)
	if !ok {
		return nil
	}
	p, ok := o.repo.s.hub.ProtectionOf(o.repo.r.ID, branch)
	if !ok {
		return nil
	}
	return as(p)
}

// updateRule is a RefUpdateRule: what a protection means to the caller.
func (o ref) updateRule(p hub.Protection) engine.Object {
	err := o.repo.s.hub.CheckPush(o.repo.s.caller, o.repo.r.ID, hub.RefUpdate{Ref: o.r.Name, Before: o.r.SHA, After: o.r.SHA})
	return engine.Fields{Type: "RefUpdateRule", Values: map[string]any{
		"pattern": p.Pattern, "allowsDeletions": p.AllowDeletion, "allowsForcePushes": p.AllowForce, "blocksCreations": false,
		"requiredApprovingReviewCount": count(p.Reviews), "requiredStatusCheckContexts": nil, "requiresCodeOwnerReviews": false,
		"requiresConversationResolution": false, "requiresLinearHistory": false, "requiresSignatures": false,
		"viewerAllowedToDismissReviews": false, "viewerCanPush": err == nil,
	}}
}

// count is a number, or nil for none.
func count(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

// compare is a Comparison of this ref, as the base, with a head; null if the head is not there.
func (o ref) compare(ctx context.Context, head string) (any, error) {
	g, err := o.repo.store()
	if err != nil {
		return nil, err
	}
	d, err := g.Compare(ctx, o.r.SHA, head)
	switch {
	case errors.Is(err, gitstore.ErrNotFound), errors.Is(err, gitstore.ErrName):
		return nil, nil
	case err != nil:
		return nil, err
	}
	status := "DIVERGED"
	switch {
	case d.Ahead == 0 && d.Behind == 0:
		status = "IDENTICAL"
	case d.Behind == 0:
		status = "AHEAD"
	case d.Ahead == 0:
		status = "BEHIND"
	}
	one := func(c *gitstore.Commit) engine.Object { return commit{o.repo, c} }
	return engine.Fields{Type: "Comparison", Values: map[string]any{
		"aheadBy": d.Ahead, "behindBy": d.Behind, "status": status, "baseTarget": one(d.Base), "headTarget": one(d.Head),
		"commits": func(_ context.Context, a engine.Args) (any, error) {
			authors := map[string]bool{}
			for _, c := range d.Commits {
				authors[c.Author.Email] = true
			}
			return engine.Connection{
				Name: "ComparisonCommitConnection", Edge: "CommitEdge", Items: list(d.Commits, one), Args: a,
				Extra: map[string]any{"authorCount": len(authors)},
			}, nil
		},
	}}, nil
}
