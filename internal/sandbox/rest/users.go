package rest

import (
	"net/http"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func userRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/user", Handle: getViewer},
		{Method: "GET", Path: "/users/{username}", Handle: getUser},
	}
}

func getViewer(c *Call) (int, any, error) {
	if err := c.SignedIn(); err != nil {
		return 0, nil, err
	}
	if t := c.Caller.Token; t != nil && (t.Kind == hub.Job || t.Kind == hub.Installation) {
		return 0, nil, Forbidden("Resource not accessible by integration")
	}
	return http.StatusOK, fullUser(c.Caller.User), nil
}

func getUser(c *Call) (int, any, error) {
	u, err := c.Hub.User(c.Param("username"))
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, fullUser(u), nil
}

// simpleUser is the account as it stands in other objects.
func simpleUser(u hub.User) Object {
	self := api("/users/%s", u.Login)
	page := web("/%s", u.Login)
	if u.Type == hub.Bot {
		page = web("/apps/%s", botSlug(u.Login))
	}
	return Object{
		"login": u.Login, "id": u.ID, "node_id": u.NodeID(), "type": string(u.Type), "site_admin": false, "user_view_type": "public",
		"avatar_url": "https://avatars.githubusercontent.com/u/" + itoa(u.ID) + "?v=4", "gravatar_id": "",
		"url": self, "html_url": page,
		"followers_url": self + "/followers", "following_url": self + "/following{/other_user}", "gists_url": self + "/gists{/gist_id}",
		"starred_url": self + "/starred{/owner}{/repo}", "subscriptions_url": self + "/subscriptions", "organizations_url": self + "/orgs",
		"repos_url": self + "/repos", "events_url": self + "/events{/privacy}", "received_events_url": self + "/received_events",
	}
}

// nullableUser is the account, or null for the zero one.
func nullableUser(u hub.User) any {
	if u.ID == 0 {
		return nil
	}
	return simpleUser(u)
}

// fullUser is the account as it stands for itself.
func fullUser(u hub.User) Object {
	o := simpleUser(u)
	for k, v := range (Object{
		"name": orNull(u.Name), "company": nil, "blog": "", "location": nil, "email": nil, "hireable": nil, "bio": nil,
		"public_repos": 0, "public_gists": 0, "followers": 0, "following": 0, "created_at": stamp(u.CreatedAt), "updated_at": stamp(u.CreatedAt),
	}) {
		o[k] = v
	}
	return o
}
