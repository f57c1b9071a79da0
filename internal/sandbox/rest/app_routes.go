package rest

import (
	"net/http"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// appRoutes are what an App does as itself, with a signature of its own key,
// and what its tokens may ask about themselves.
func appRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/app", Signed: true, Handle: getApp},
		{Method: "GET", Path: "/app/installations", Signed: true, Handle: listInstallations},
		{Method: "GET", Path: "/app/installations/{installation_id}", Signed: true, Handle: getInstallation},
		{Method: "POST", Path: "/app/installations/{installation_id}/access_tokens", Signed: true, Handle: createAccessToken},
		{Method: "GET", Path: "/repos/{owner}/{repo}/installation", Signed: true, Handle: getRepoInstallation},
		{Method: "GET", Path: "/installation/repositories", Handle: listInstallationRepos},
	}
}

func getApp(c *Call) (int, any, error) {
	app, err := c.Hub.App(c.Caller.Signed)
	if err != nil {
		return 0, nil, err
	}
	all, err := c.Hub.Installations(c.Caller)
	if err != nil {
		return 0, nil, err
	}
	o := integration(app)
	o["installations_count"] = len(all)
	return http.StatusOK, o, nil
}

func listInstallations(c *Call) (int, any, error) {
	all, err := c.Hub.Installations(c.Caller)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, PageOf(c, all, listedInstallation), nil
}

// listedInstallation is an installation in a list. GitHub's description wants
// the account there to be a user and an enterprise at once.
func listedInstallation(i hub.InstalledApp) Object {
	o := installation(i)
	account := simpleUser(i.Account)
	delete(account, "user_view_type")
	account["name"], account["slug"], account["description"], account["website_url"] = i.Account.Login, i.Account.Login, nil, nil
	account["created_at"], account["updated_at"] = stamp(i.Account.CreatedAt), stamp(i.Account.CreatedAt)
	o["account"] = account
	return o
}

func getInstallation(c *Call) (int, any, error) {
	id, err := c.Number("installation_id")
	if err != nil {
		return 0, nil, err
	}
	found, err := c.Hub.Installation(c.Caller, id)
	return http.StatusOK, installation(found), err
}

func getRepoInstallation(c *Call) (int, any, error) {
	found, err := c.Hub.InstallationOn(c.Caller, c.Repo.ID)
	return http.StatusOK, installation(found), err
}

func createAccessToken(c *Call) (int, any, error) {
	id, err := c.Number("installation_id")
	if err != nil {
		return 0, nil, err
	}
	var body struct {
		Repositories  []string          `json:"repositories"`
		RepositoryIDs []int64           `json:"repository_ids"`
		Permissions   map[string]string `json:"permissions"`
	}
	if err := c.Decode(&body); err != nil {
		return 0, nil, err
	}
	spec := hub.MintSpec{Repos: body.Repositories, RepoIDs: body.RepositoryIDs, Permissions: map[string]hub.Access{}}
	for name, word := range body.Permissions {
		access, ok := map[string]hub.Access{"read": hub.ReadAccess, "write": hub.WriteAccess}[word]
		if !ok {
			return 0, nil, Unprocessable("Invalid request.\n\n" + word + " is not a member of [\"read\", \"write\"].")
		}
		spec.Permissions[name] = access
	}
	token, err := c.Hub.Mint(c.Caller, id, spec)
	if err != nil {
		return 0, nil, err
	}
	o := Object{"token": token.Secret, "expires_at": stamp(token.ExpiresAt), "permissions": levels(token.Permissions), "repository_selection": "all"}
	if len(body.Repositories)+len(body.RepositoryIDs) > 0 {
		repos, err := c.Hub.TokenRepos(hub.Caller{User: token.User, Token: &token})
		if err != nil {
			return 0, nil, err
		}
		list := []Object{}
		for _, r := range repos {
			list = append(list, c.repository(r))
		}
		o["repository_selection"], o["repositories"] = "selected", list
	}
	return http.StatusCreated, o, nil
}

func listInstallationRepos(c *Call) (int, any, error) {
	if err := c.SignedIn(); err != nil {
		return 0, nil, err
	}
	repos, err := c.Hub.TokenRepos(c.Caller)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, Object{"total_count": len(repos), "repositories": PageOf(c, repos, c.repository)}, nil
}

// installation is an App on an account as JSON.
func installation(i hub.InstalledApp) Object {
	self := api("/app/installations/%d", i.ID)
	page := web("/settings/installations/%d", i.ID)
	if i.Account.Type == hub.Organization {
		page = web("/organizations/%s/settings/installations/%d", i.Account.Login, i.ID)
	}
	selection := "selected"
	if i.All {
		selection = "all"
	}
	return Object{
		"id": i.ID, "app_id": i.App.ID, "app_slug": i.App.Slug, "account": simpleUser(i.Account), "target_id": i.Account.ID,
		"target_type": string(i.Account.Type), "repository_selection": selection, "access_tokens_url": self + "/access_tokens",
		"repositories_url": api("/installation/repositories"), "html_url": page, "permissions": levels(i.Permissions), "events": []string{},
		"single_file_name": nil, "single_file_paths": []string{}, "has_multiple_single_files": false,
		"created_at": stamp(i.CreatedAt), "updated_at": stamp(i.CreatedAt), "suspended_at": stamp(i.SuspendedAt), "suspended_by": nil,
	}
}

// levels are permissions as JSON.
func levels(permissions map[string]hub.Access) Object {
	o := Object{}
	for name, access := range permissions {
		o[name] = access.String()
	}
	return o
}
