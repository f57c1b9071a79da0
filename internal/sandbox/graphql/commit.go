package graphql

import (
	"context"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// commit is a Commit.
type commit struct {
	repo repository
	c    *gitstore.Commit
}

func (commit) TypeName() string { return "Commit" }

func (o commit) Field(ctx context.Context, name string, a engine.Args) (any, error) {
	message := strings.TrimRight(o.c.Message, "\n")
	headline, body, _ := strings.Cut(message, "\n")
	switch name {
	case "message":
		return message, nil
	case "messageHeadline":
		return headline, nil
	case "messageBody":
		return strings.TrimLeft(body, "\n"), nil
	case "author":
		return gitActor{o.repo.s, o.c.Author}, nil
	case "committer":
		return gitActor{o.repo.s, o.c.Committer}, nil
	case "authors":
		return connection("GitActor", list(authors(o.c), func(g gitstore.Signature) engine.Object { return gitActor{o.repo.s, g} }), a), nil
	case "authoredDate":
		return o.c.Author.When, nil
	case "committedDate":
		return o.c.Committer.When, nil
	case "authoredByCommitter":
		return o.c.Author.Email == o.c.Committer.Email, nil
	case "committedViaWeb":
		return o.c.Committer.Email == "noreply@github.com", nil
	case "signature", "onBehalfOf", "pushedDate":
		return nil, nil
	case "tree":
		return tree{o.repo, o.c.Tree}, nil
	case "parents":
		return o.parents(ctx, a)
	case "history":
		return o.history(ctx, a)
	case "file":
		return o.file(ctx, a.String("path"))
	case "additions", "deletions", "changedFiles", "changedFilesIfAvailable":
		return o.changes(ctx, name)
	case "url":
		name = "commitUrl"
	case "resourcePath":
		name = "commitResourcePath"
	case "checkSuites":
		return o.checkSuites(a)
	case "status":
		return o.status()
	case "statusCheckRollup":
		return o.rollup()
	}
	if v, ok := gitField(o.repo, hub.CommitNode, o.c.SHA, name); ok {
		return v, nil
	}
	return nil, engine.NotServed(o, name)
}

// gitField serves what all git objects have.
func gitField(r repository, kind hub.NodeKind, sha, name string) (any, bool) {
	switch name {
	case "id":
		return hub.Node{Kind: kind, Repo: r.r.ID, Name: sha}.String(), true
	case "oid":
		return sha, true
	case "abbreviatedOid":
		return sha[:7], true
	case "repository":
		return r, true
	case "commitUrl":
		return web("/%s/commit/%s", r.r.FullName(), sha), true
	case "commitResourcePath":
		return "/" + r.r.FullName() + "/commit/" + sha, true
	}
	return nil, false
}

// authors are a commit's author and whom its trailers name as further ones, the author first.
// https://docs.github.com/pull-requests/committing-changes-to-your-project/creating-and-editing-commits/creating-a-commit-with-multiple-authors
func authors(c *gitstore.Commit) []gitstore.Signature {
	all := []gitstore.Signature{c.Author}
	for line := range strings.Lines(c.Message) {
		key, value, ok := strings.Cut(strings.TrimSpace(line), ":")
		name, email, address := strings.Cut(strings.TrimSpace(value), "<")
		if ok && address && strings.EqualFold(key, "Co-authored-by") {
			all = append(all, gitstore.Signature{Name: strings.TrimSpace(name), Email: strings.TrimSuffix(email, ">"), When: c.Author.When})
		}
	}
	return all
}

func (o commit) parents(ctx context.Context, a engine.Args) (any, error) {
	g, err := o.repo.store()
	if err != nil {
		return nil, err
	}
	parents, err := g.Commits(ctx, o.c.Parents...)
	if err != nil {
		return nil, err
	}
	return connection("Commit", list(parents, func(c *gitstore.Commit) engine.Object { return commit{o.repo, c} }), a), nil
}

func (o commit) history(ctx context.Context, a engine.Args) (any, error) {
	g, err := o.repo.store()
	if err != nil {
		return nil, err
	}
	q := gitstore.LogQuery{From: o.c.SHA, Path: a.String("path")}
	q.Since, _ = time.Parse(time.RFC3339, a.String("since"))
	q.Until, _ = time.Parse(time.RFC3339, a.String("until"))
	if emails := a.Object("author").Strings("emails"); len(emails) > 0 {
		q.Author = emails[0]
	}
	log, err := g.Log(ctx, q)
	if err != nil {
		return nil, err
	}
	return engine.Connection{
		Name: "CommitHistoryConnection", Edge: "CommitEdge", Args: a,
		Items: list(log, func(c *gitstore.Commit) engine.Object { return commit{o.repo, c} }),
	}, nil
}

// changes counts what the commit changed since its first parent.
func (o commit) changes(ctx context.Context, name string) (any, error) {
	g, err := o.repo.store()
	if err != nil {
		return nil, err
	}
	from := gitstore.EmptyTree
	if len(o.c.Parents) > 0 {
		from = o.c.Parents[0]
	}
	files, err := g.Diff(ctx, from, o.c.SHA)
	if err != nil {
		return nil, err
	}
	counts := map[string]int{"changedFiles": len(files), "changedFilesIfAvailable": len(files)}
	for _, f := range files {
		counts["additions"] += f.Additions
		counts["deletions"] += f.Deletions
	}
	return counts[name], nil
}

// gitActor is a GitActor: who is named in a commit or tag. An account belongs to it only if a person has the address: a bot
// is no User.
type gitActor struct {
	s *session
	g gitstore.Signature
}

func (gitActor) TypeName() string { return "GitActor" }

func (o gitActor) Field(_ context.Context, name string, _ engine.Args) (any, error) {
	switch name {
	case "name":
		return orNull(o.g.Name), nil
	case "email":
		return orNull(o.g.Email), nil
	case "date":
		return o.g.When, nil
	case "user":
		// A bot is answered too, under the login that REST gives it, although the
		// type is User: what gh prints of dependabot's commits shows it.
		if u, ok := o.s.hub.UserByEmail(o.g.Email); ok && u.Type != hub.Organization {
			return o.s.person(u), nil
		}
		return nil, nil
	case "avatarUrl":
		return "https://avatars.githubusercontent.com/u/0?v=4", nil
	}
	return nil, engine.NotServed(o, name)
}
