package rest

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Source: docs.github.com/rest/commits/commits.
func commitRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/repos/{owner}/{repo}/commits", Need: readContents, Handle: listCommits},
		{Method: "GET", Path: "/repos/{owner}/{repo}/commits/{ref}", Need: readContents, Handle: getCommit},
	}
}

func listCommits(c *Call) (int, any, error) {
	q := gitstore.LogQuery{From: c.Query("sha"), Path: strings.Trim(c.Query("path"), "/")}
	if q.From == "" {
		q.From = "refs/heads/" + c.Repo.DefaultBranch
	}
	for name, to := range map[string]*time.Time{"since": &q.Since, "until": &q.Until} {
		if text := c.Query(name); text != "" {
			t, err := time.Parse(time.RFC3339, text)
			if err != nil {
				return 0, nil, Unprocessable("The value of " + name + " is no time in ISO 8601 format")
			}
			*to = t
		}
	}
	if by := c.Query("author"); strings.Contains(by, "@") {
		q.Author = by
	} else if by != "" {
		u, err := c.Hub.User(by)
		if err != nil {
			return http.StatusOK, []Object{}, nil // nobody's commits
		}
		q.Author = u.Email()
	}
	commits, err := c.gitRepo().Log(c.Request.Context(), q)
	if errors.Is(err, gitstore.ErrName) {
		return http.StatusOK, []Object{}, nil // a path that no tree can have
	}
	if err != nil {
		return 0, nil, c.orElse(err, NotFound())
	}
	return http.StatusOK, c.commits(Page(c, commits)), nil
}

// getCommit answers with the commit that a branch, tag or id leads to, and with what it changed since its first parent.
func getCommit(c *Call) (int, any, error) {
	rev := c.Param("ref")
	k, err := c.gitRepo().Commit(c.Request.Context(), rev)
	if err != nil {
		return 0, nil, c.orElse(err, Unprocessable("No commit found for SHA: "+rev))
	}
	if c.Accepts("sha") {
		return http.StatusOK, Raw{Type: "application/vnd.github.sha; charset=utf-8", Data: []byte(k.SHA)}, nil
	}
	from := gitstore.EmptyTree
	if len(k.Parents) > 0 {
		from = k.Parents[0]
	}
	files, err := c.gitRepo().Diff(c.Request.Context(), from, k.SHA)
	if err != nil {
		return 0, nil, err
	}
	added, removed := 0, 0
	for _, f := range files {
		added, removed = added+f.Additions, removed+f.Deletions
	}
	o := c.commit(k)
	o["stats"] = Object{"total": added + removed, "additions": added, "deletions": removed}
	o["files"] = c.files(PageSized(c, files, mostFiles, 100), k.SHA)
	return http.StatusOK, o, nil
}

// commit is a commit with the accounts that its email addresses belong to.
func (c *Call) commit(k *gitstore.Commit) Object {
	return Object{
		"sha": k.SHA, "node_id": c.nodeID(hub.CommitNode, k.SHA), "url": repoAPI(c.Repo, "/commits/%s", k.SHA),
		"html_url": repoWeb(c.Repo, "/commit/%s", k.SHA), "comments_url": repoAPI(c.Repo, "/commits/%s/comments", k.SHA),
		"commit": Object{
			"author": signature(k.Author), "committer": signature(k.Committer), "message": trimmed(k.Message), "tree": c.treeLink(k.Tree),
			"url": repoAPI(c.Repo, "/git/commits/%s", k.SHA), "comment_count": 0, "verification": unsigned(),
		},
		"author": c.account(k.Author.Email), "committer": c.account(k.Committer.Email), "parents": c.parents(k, "/commits/%s"),
	}
}

// account is who has the email address, or null.
func (c *Call) account(email string) any {
	u, _ := c.Hub.UserByEmail(email)
	return nullableUser(u)
}

func (c *Call) commits(list []*gitstore.Commit) []Object {
	objects := []Object{}
	for _, k := range list {
		objects = append(objects, c.commit(k))
	}
	return objects
}

func (c *Call) files(list []gitstore.File, at string) []Object {
	objects := []Object{}
	for _, f := range list {
		objects = append(objects, c.file(f, at))
	}
	return objects
}

// file is one entry of a diff, without its patch.
func (c *Call) file(f gitstore.File, at string) Object {
	o := Object{
		"sha": f.SHA, "filename": f.Path, "status": f.Status,
		"additions": f.Additions, "deletions": f.Deletions, "changes": f.Additions + f.Deletions,
		"blob_url": repoWeb(c.Repo, "/blob/%s/%s", at, inPath(f.Path)), "raw_url": repoWeb(c.Repo, "/raw/%s/%s", at, inPath(f.Path)),
		"contents_url": repoAPI(c.Repo, "/contents/%s?ref=%s", inPath(f.Path), at),
	}
	if f.Previous != "" {
		o["previous_filename"] = f.Previous
	}
	return o
}
