package rest

import (
	"net/http"
	"net/url"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// readIssues is what reading issues and labels needs. Writing is checked by
// the hub, since it depends on whose the issue is.
var readIssues = hub.Need{Permission: "issues", Access: hub.ReadAccess, Role: hub.Read}

func labelRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/repos/{owner}/{repo}/labels", Need: readIssues, Handle: listLabels},
		{Method: "POST", Path: "/repos/{owner}/{repo}/labels", Handle: createLabel},
		{Method: "GET", Path: "/repos/{owner}/{repo}/labels/{name}", Need: readIssues, Handle: getLabel},
		{Method: "PATCH", Path: "/repos/{owner}/{repo}/labels/{name}", Handle: updateLabel},
		{Method: "DELETE", Path: "/repos/{owner}/{repo}/labels/{name}", Handle: deleteLabel},
	}
}

func listLabels(c *Call) (int, any, error) {
	labels, err := c.Hub.Labels(c.Caller, c.Repo.ID)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, PageOf(c, labels, c.label), nil
}

func getLabel(c *Call) (int, any, error) {
	l, err := c.Hub.Label(c.Caller, c.Repo.ID, c.Param("name"))
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.label(l), nil
}

func createLabel(c *Call) (int, any, error) {
	var in struct{ Name, Color, Description string }
	if err := c.Decode(&in); err != nil {
		return 0, nil, err
	}
	l, err := c.Hub.CreateLabel(c.Caller, c.Repo.ID, in.Name, in.Color, in.Description)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusCreated, c.label(l), nil
}

func updateLabel(c *Call) (int, any, error) {
	var in struct {
		NewName     *string `json:"new_name"`
		Color       *string
		Description *string
	}
	if err := c.Decode(&in); err != nil {
		return 0, nil, err
	}
	l, err := c.Hub.UpdateLabel(c.Caller, c.Repo.ID, c.Param("name"), hub.LabelChange{Name: in.NewName, Color: in.Color, Description: in.Description})
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.label(l), nil
}

func deleteLabel(c *Call) (int, any, error) {
	if err := c.Hub.DeleteLabel(c.Caller, c.Repo.ID, c.Param("name")); err != nil {
		return 0, nil, err
	}
	return http.StatusNoContent, nil, nil
}

// label is a label as JSON.
func (c *Call) label(l hub.Label) Object {
	return labelOf(c.Repo, l)
}

func labelOf(r hub.Repository, l hub.Label) Object {
	return Object{
		"id": l.ID, "node_id": l.NodeID(), "url": repoAPI(r, "/labels/%s", url.PathEscape(l.Name)),
		"name": l.Name, "description": orNull(l.Description), "color": l.Color, "default": false,
	}
}
