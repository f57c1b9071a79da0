package graphql

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// gitData serves what git holds of a repository.
func (o repository) gitData(ctx context.Context, name string, a engine.Args) (v any, ok bool, err error) {
	switch name {
	case "defaultBranchRef":
		v, err = o.ref(ctx, "refs/heads/"+o.r.DefaultBranch)
	case "ref":
		v, err = o.ref(ctx, a.String("qualifiedName"))
	case "refs":
		v, err = o.refs(ctx, a)
	case "object":
		v, err = o.object(ctx, cmp.Or(a.String("oid"), a.String("expression")))
	case "isEmpty":
		v, err = o.isEmpty(ctx)
	default:
		return nil, false, nil
	}
	return v, true, err
}

// store is the repository's git data, for one who may read it.
func (o repository) store() (*gitstore.Repo, error) {
	need := hub.Need{Permission: "contents", Access: hub.ReadAccess, Role: hub.Read}
	if err := o.s.hub.Check(o.s.caller, o.r.ID, need); err != nil {
		return nil, orUnresolved(err, "the contents.")
	}
	if o.s.git == nil {
		return nil, errNoGit
	}
	return o.s.git.Repo(o.r.ID), nil
}

func (o repository) isEmpty(ctx context.Context) (any, error) {
	g, err := o.store()
	if err != nil {
		return nil, err
	}
	refs, err := g.Refs(ctx, "refs/heads/")
	return len(refs) == 0, err
}

// ref finds a ref by its full name, or a branch or tag by its short one; null if there is none.
func (o repository) ref(ctx context.Context, name string) (any, error) {
	g, err := o.store()
	if err != nil {
		return nil, err
	}
	names := []string{name}
	if !strings.HasPrefix(name, "refs/") {
		names = []string{"refs/heads/" + name, "refs/tags/" + name}
	}
	for _, n := range names {
		found, err := g.Ref(ctx, n)
		if err == nil {
			return ref{o, found}, nil
		}
		if !errors.Is(err, gitstore.ErrNotFound) && !errors.Is(err, gitstore.ErrName) {
			return nil, err
		}
	}
	return nil, nil
}

func (o repository) refs(ctx context.Context, a engine.Args) (any, error) {
	g, err := o.store()
	if err != nil {
		return nil, err
	}
	all, err := g.Refs(ctx, strings.TrimSuffix(a.String("refPrefix"), "/")+"/")
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(r gitstore.Ref) bool { return !strings.Contains(r.Name, a.String("query")) })
	order := a.Object("orderBy")
	if order.String("field") == "TAG_COMMIT_DATE" {
		if err := byCommitDate(ctx, g, all); err != nil {
			return nil, err
		}
	}
	if cmp.Or(a.String("direction"), order.String("direction")) == "DESC" {
		slices.Reverse(all)
	}
	return connection("Ref", list(all, func(r gitstore.Ref) engine.Object { return ref{o, r} }), a), nil
}

func byCommitDate(ctx context.Context, g *gitstore.Repo, refs []gitstore.Ref) error {
	ids := make([]string, len(refs))
	for i, r := range refs {
		ids[i] = r.Commit
	}
	commits, err := g.Commits(ctx, ids...)
	if err != nil {
		return err
	}
	at := map[string]*gitstore.Commit{}
	for i, c := range commits {
		if c != nil {
			at[refs[i].Name] = c
		}
	}
	slices.SortStableFunc(refs, func(x, y gitstore.Ref) int {
		if at[x.Name] == nil || at[y.Name] == nil {
			return strings.Compare(x.Name, y.Name)
		}
		return at[x.Name].Committer.When.Compare(at[y.Name].Committer.When)
	})
	return nil
}

// object finds what an expression names; null if that is nothing.
func (o repository) object(ctx context.Context, expression string) (any, error) {
	g, err := o.store()
	if err != nil {
		return nil, err
	}
	found, err := g.Object(ctx, expression)
	switch {
	case errors.Is(err, gitstore.ErrNotFound), errors.Is(err, gitstore.ErrName):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return o.gitObject(found)
}

// gitObject is the object of the git object's type.
func (o repository) gitObject(g *gitstore.Object) (engine.Object, error) {
	switch g.Type {
	case "commit":
		c, err := gitstore.ParseCommit(g)
		return commit{o, c}, err
	case "tree":
		return tree{o, g.SHA}, nil
	case "blob":
		return blob{o, g}, nil
	}
	t, err := gitstore.ParseTag(g)
	return tag{o, t}, err
}
