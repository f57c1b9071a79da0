package rest

import (
	"errors"
	"net/url"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// What reading and writing git data needs. To a person without write GitHub hides that one could write.
var (
	readContents  = hub.Need{Permission: "contents", Access: hub.ReadAccess, Role: hub.Read}
	writeContents = hub.Need{Permission: "contents", Access: hub.WriteAccess, Role: hub.Write, Hidden: true}
)

// gitRoutes are the operations on git data.
func gitRoutes() []Route {
	var all []Route
	for _, some := range [][]Route{refRoutes(), tagRoutes(), objectRoutes(), commitRoutes(), branchRoutes(), contentRoutes(), compareRoutes(), activityRoutes()} {
		all = append(all, some...)
	}
	return all
}

// gitRepo is the git data of {owner}/{repo}.
func (c *Call) gitRepo() *gitstore.Repo { return c.Git.Repo(c.Repo.ID) }

// orElse replaces the store's ErrNotFound by what GitHub says there; a repository without any commit has its own answer.
func (c *Call) orElse(err, otherwise error) error {
	if !errors.Is(err, gitstore.ErrNotFound) {
		return err
	}
	refs, listing := c.gitRepo().Refs(c.Request.Context(), "refs/heads/")
	switch {
	case listing != nil:
		return listing
	case len(refs) == 0:
		return Conflict("Git Repository is empty.")
	}
	return otherwise
}

// missingField is GitHub's answer to a body without something it needs.
func missingField(name string) error {
	return Unprocessable("Invalid request.\n\n\"" + name + "\" wasn't supplied.")
}

// signature is an author, a committer or a tagger; GitHub writes times in UTC.
func signature(s gitstore.Signature) Object {
	return Object{"name": s.Name, "email": s.Email, "date": stamp(s.When)}
}

// unsigned is the verification of every commit and tag here: the sandbox holds no signing keys.
func unsigned() Object {
	return Object{"verified": false, "reason": "unsigned", "signature": nil, "payload": nil, "verified_at": nil}
}

// trimmed is a commit's or tag's message as the API writes it, without the last line feed.
func trimmed(message string) string { return strings.TrimRight(message, "\n") }

// inPath escapes a ref or file path for use in an address, slashes excepted.
func inPath(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return strings.Join(parts, "/")
}

func (c *Call) nodeID(kind hub.NodeKind, name string) string {
	return hub.Node{Kind: kind, Repo: c.Repo.ID, Name: name}.String()
}
