package rest

import (
	"net/http"
	"strings"
)

func rootRoutes() []Route {
	return []Route{{Method: "GET", Path: "/", Handle: getRoot}}
}

// getRoot answers the addresses of the API. Programs read its headers rather:
// "gh auth status" learns a token's scopes from them.
func getRoot(*Call) (int, any, error) {
	const pages = "{&page,per_page,sort,order}"
	o := Object{
		"current_user_authorizations_html_url": web("/settings/connections/applications{/client_id}"),
		"label_search_url":                     api("/search/labels?q={query}&repository_id={repository_id}{&page,per_page}"),
		"topic_search_url":                     api("/search/topics?q={query}{&page,per_page}"),
		"organization_repositories_url":        api("/orgs/{org}/repos{?type,page,per_page,sort}"),
		"current_user_repositories_url":        api("/user/repos{?type,page,per_page,sort}"),
		"user_repositories_url":                api("/users/{user}/repos{?type,page,per_page,sort}"),
	}
	for name, kind := range map[string]string{"code": "code", "commit": "commits", "issue": "issues", "repository": "repositories", "user": "users"} {
		o[name+"_search_url"] = api("/search/%s?q={query}", kind) + pages
	}
	for line := range strings.Lines(rootAddresses) {
		name, path, _ := strings.Cut(strings.TrimSpace(line), " ")
		o[name+"_url"] = api("") + path
	}
	return http.StatusOK, o, nil
}

const rootAddresses = `current_user /user
authorizations /authorizations
emails /user/emails
emojis /emojis
events /events
feeds /feeds
followers /user/followers
following /user/following{/target}
gists /gists{/gist_id}
hub /hub
issues /issues
keys /user/keys
notifications /notifications
organization /orgs/{org}
organization_teams /orgs/{org}/teams
public_gists /gists/public
rate_limit /rate_limit
repository /repos/{owner}/{repo}
starred /user/starred{/owner}{/repo}
starred_gists /gists/starred
user /users/{user}
user_organizations /user/orgs
`
