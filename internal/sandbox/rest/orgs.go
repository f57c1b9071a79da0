package rest

import "net/http"

// orgRoutes are what is told of organisations and of the Apps on them.
func orgRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/orgs/{org}", Handle: getOrg},
		{Method: "GET", Path: "/orgs/{org}/installations", Handle: listOrgInstallations},
		{Method: "GET", Path: "/user/installations/{installation_id}/repositories", Handle: listPersonsInstallationRepos},
	}
}

// getOrg tells owners what every member may do in each repository.
func getOrg(c *Call) (int, any, error) {
	org, err := c.Hub.Organization(c.Caller, c.Param("org"))
	if err != nil {
		return 0, nil, err
	}
	o := teamOrganization(org.Org)
	if org.Full {
		o["default_repository_permission"] = org.Base.String()
	}
	return http.StatusOK, o, nil
}

func listOrgInstallations(c *Call) (int, any, error) {
	all, err := c.Hub.OrgInstallations(c.Caller, c.Param("org"))
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, counted(c, "installations", all, installation), nil
}

func listPersonsInstallationRepos(c *Call) (int, any, error) {
	id, err := c.Number("installation_id")
	if err != nil {
		return 0, nil, err
	}
	repos, err := c.Hub.PersonsInstallationRepos(c.Caller, id)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, counted(c, "repositories", repos, c.repository), nil
}
