package rest

import (
	"cmp"
	"net/http"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func collaboratorRoutes() []Route {
	const path = "/repos/{owner}/{repo}/collaborators"
	return []Route{
		{Method: "GET", Path: path, Handle: listCollaborators},
		{Method: "GET", Path: path + "/{username}", Handle: isCollaborator},
		{Method: "GET", Path: path + "/{username}/permission", Handle: getPermission},
	}
}

func listCollaborators(c *Call) (int, any, error) {
	if c.Query("permission") != "" {
		return 0, nil, Unprocessable("The sandbox does not know the parameter permission")
	}
	how := cmp.Or(hub.Affiliation(c.Query("affiliation")), hub.AnyWay)
	people, err := c.Hub.Collaborators(c.Caller, c.Repo.ID, how)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, PageOf(c, people, collaborator), nil
}

func isCollaborator(c *Call) (int, any, error) {
	people, err := c.Hub.Collaborators(c.Caller, c.Repo.ID, hub.AnyWay)
	if err != nil {
		return 0, nil, err
	}
	u, err := c.Hub.User(c.Param("username"))
	if err != nil {
		return 0, nil, err
	}
	for _, p := range people {
		if p.User.ID == u.ID {
			return http.StatusNoContent, nil, nil
		}
	}
	return 0, nil, NotFound()
}

func getPermission(c *Call) (int, any, error) {
	p, err := c.Hub.Permission(c.Caller, c.Repo.ID, c.Param("username"))
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, Object{"permission": legacy(p.Role), "role_name": p.Role.String(), "user": collaborator(p)}, nil
}

// legacy is the older word for a role: maintain counts as write, triage as
// read. Source: docs.github.com/rest/collaborators/collaborators.
func legacy(r hub.Role) string {
	switch r {
	case hub.Maintain:
		return hub.Write.String()
	case hub.Triage:
		return hub.Read.String()
	}
	return r.String()
}

// collaborator is a person with their role as JSON.
func collaborator(p hub.Collaborator) Object {
	o := simpleUser(p.User)
	o["permissions"], o["role_name"] = permissions(p.Role), p.Role.String()
	return o
}
