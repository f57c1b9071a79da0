package rest

import (
	"net/http"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Source: docs.github.com/rest/git/refs.
func refRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/repos/{owner}/{repo}/git/ref/{ref}", Need: readContents, Handle: getRef},
		{Method: "GET", Path: "/repos/{owner}/{repo}/git/matching-refs/{ref}", Need: readContents, Handle: matchingRefs},
		{Method: "POST", Path: "/repos/{owner}/{repo}/git/refs", Need: writeContents, Handle: createRef},
		{Method: "PATCH", Path: "/repos/{owner}/{repo}/git/refs/{ref}", Need: writeContents, Handle: updateRef},
		{Method: "DELETE", Path: "/repos/{owner}/{repo}/git/refs/{ref}", Need: writeContents, Handle: deleteRef},
	}
}

func getRef(c *Call) (int, any, error) {
	ref, err := c.gitRepo().Ref(c.Request.Context(), "refs/"+c.Param("ref"))
	if err != nil {
		return 0, nil, c.orElse(err, NotFound())
	}
	return http.StatusOK, c.ref(ref), nil
}

// matchingRefs lists all refs whose name begins so; none is an empty list, not an error.
func matchingRefs(c *Call) (int, any, error) {
	refs, err := c.gitRepo().Refs(c.Request.Context(), "refs/"+c.Param("ref"))
	if err != nil {
		return 0, nil, err
	}
	list := []Object{} // all of them: this operation has no pages
	for _, r := range refs {
		list = append(list, c.ref(r))
	}
	return http.StatusOK, list, nil
}

func createRef(c *Call) (int, any, error) {
	var in struct{ Ref, SHA string }
	if err := c.Decode(&in); err != nil {
		return 0, nil, err
	}
	switch {
	case in.Ref == "":
		return 0, nil, missingField("ref")
	case in.SHA == "":
		return 0, nil, missingField("sha")
	}
	if err := c.Git.CreateRef(c.Request.Context(), c.Caller, c.Repo.ID, in.Ref, in.SHA); err != nil {
		return 0, nil, err
	}
	return c.answerRef(http.StatusCreated, in.Ref)
}

func updateRef(c *Call) (int, any, error) {
	var in struct {
		SHA   string
		Force bool
	}
	if err := c.Decode(&in); err != nil {
		return 0, nil, err
	}
	if in.SHA == "" {
		return 0, nil, missingField("sha")
	}
	name := "refs/" + c.Param("ref")
	if err := c.Git.MoveRef(c.Request.Context(), c.Caller, c.Repo.ID, name, in.SHA, in.Force); err != nil {
		return 0, nil, err
	}
	return c.answerRef(http.StatusOK, name)
}

func deleteRef(c *Call) (int, any, error) {
	if err := c.Git.DeleteRef(c.Request.Context(), c.Caller, c.Repo.ID, "refs/"+c.Param("ref")); err != nil {
		return 0, nil, err
	}
	return http.StatusNoContent, nil, nil
}

// answerRef answers with the ref as it is now.
func (c *Call) answerRef(status int, name string) (int, any, error) {
	ref, err := c.gitRepo().Ref(c.Request.Context(), name)
	if err != nil {
		return 0, nil, err
	}
	if status == http.StatusCreated {
		c.Header().Set("Location", repoAPI(c.Repo, "/git/%s", inPath(name)))
	}
	return status, c.ref(ref), nil
}

func (c *Call) ref(r gitstore.Ref) Object {
	return Object{
		"ref": r.Name, "node_id": c.nodeID(hub.RefNode, r.Name), "url": repoAPI(c.Repo, "/git/%s", inPath(r.Name)),
		"object": Object{"sha": r.SHA, "type": r.Type, "url": repoAPI(c.Repo, "/git/%ss/%s", r.Type, r.SHA)},
	}
}
