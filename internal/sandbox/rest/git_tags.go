package rest

import (
	"net/http"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/gitwrite"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Source: docs.github.com/rest/git/tags and docs.github.com/rest/repos/repos#list-repository-tags.
func tagRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/repos/{owner}/{repo}/tags", Need: readContents, Handle: listTags},
		{Method: "GET", Path: "/repos/{owner}/{repo}/git/tags/{tag_sha}", Need: readContents, Handle: getTagObject},
		{Method: "POST", Path: "/repos/{owner}/{repo}/git/tags", Need: writeContents, Handle: createTagObject},
	}
}

func listTags(c *Call) (int, any, error) {
	refs, err := c.gitRepo().Refs(c.Request.Context(), "refs/tags/")
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, PageOf(c, refs, func(r gitstore.Ref) Object {
		name := strings.TrimPrefix(r.Name, "refs/tags/")
		return Object{
			"name": name, "node_id": c.nodeID(hub.RefNode, r.Name),
			"commit":      Object{"sha": r.Commit, "url": repoAPI(c.Repo, "/commits/%s", r.Commit)},
			"zipball_url": repoAPI(c.Repo, "/zipball/%s", inPath(r.Name)), "tarball_url": repoAPI(c.Repo, "/tarball/%s", inPath(r.Name)),
		}
	}), nil
}

func getTagObject(c *Call) (int, any, error) {
	t, err := c.gitRepo().Tag(c.Request.Context(), c.Param("tag_sha"))
	if err != nil {
		return 0, nil, c.orElse(err, NotFound())
	}
	return http.StatusOK, c.tagObject(t), nil
}

func createTagObject(c *Call) (int, any, error) {
	var in struct {
		Tag, Message, Object, Type string
		Tagger                     struct {
			Name, Email string
			Date        time.Time
		}
	}
	if err := c.Decode(&in); err != nil {
		return 0, nil, err
	}
	for name, value := range map[string]string{"tag": in.Tag, "object": in.Object, "type": in.Type} {
		if value == "" {
			return 0, nil, missingField(name)
		}
	}
	sha, err := c.Git.CreateTag(c.Request.Context(), c.Caller, c.Repo.ID, gitwrite.Tag{
		Name: in.Tag, Object: in.Object, Type: in.Type, Message: in.Message,
		Tagger: gitstore.Signature{Name: in.Tagger.Name, Email: in.Tagger.Email, When: in.Tagger.Date},
	})
	if err != nil {
		return 0, nil, err
	}
	t, err := c.gitRepo().Tag(c.Request.Context(), sha)
	if err != nil {
		return 0, nil, err
	}
	c.Header().Set("Location", repoAPI(c.Repo, "/git/tags/%s", sha))
	return http.StatusCreated, c.tagObject(t), nil
}

func (c *Call) tagObject(t *gitstore.Tag) Object {
	return Object{
		"sha": t.SHA, "node_id": c.nodeID(hub.TagNode, t.SHA), "url": repoAPI(c.Repo, "/git/tags/%s", t.SHA),
		"tag": t.Name, "message": trimmed(t.Message), "tagger": signature(t.Tagger), "verification": unsigned(),
		"object": Object{"sha": t.Object, "type": t.Type, "url": repoAPI(c.Repo, "/git/%ss/%s", t.Type, t.Object)},
	}
}
