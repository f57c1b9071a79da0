package rest

import (
	"net/http"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// metadata is what reading the repository itself needs.
var metadata = hub.Need{Permission: "metadata", Access: hub.ReadAccess, Role: hub.Read}

func repoRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/repos/{owner}/{repo}", Need: metadata, Handle: getRepo},
	}
}

func getRepo(c *Call) (int, any, error) { return http.StatusOK, c.fullRepo(c.Repo), nil }

// repoLinks are the members of a repository that are addresses below it, as
// name and path; {…} stand in GitHub's answers as they are.
var repoLinks = map[string]string{
	"archive_url": "/{archive_format}{/ref}", "assignees_url": "/assignees{/user}", "blobs_url": "/git/blobs{/sha}",
	"branches_url": "/branches{/branch}", "collaborators_url": "/collaborators{/collaborator}", "comments_url": "/comments{/number}",
	"commits_url": "/commits{/sha}", "compare_url": "/compare/{base}...{head}", "contents_url": "/contents/{+path}",
	"contributors_url": "/contributors", "deployments_url": "/deployments", "downloads_url": "/downloads", "events_url": "/events",
	"forks_url": "/forks", "git_commits_url": "/git/commits{/sha}", "git_refs_url": "/git/refs{/sha}", "git_tags_url": "/git/tags{/sha}",
	"hooks_url": "/hooks", "issue_comment_url": "/issues/comments{/number}", "issue_events_url": "/issues/events{/number}",
	"issues_url": "/issues{/number}", "keys_url": "/keys{/key_id}", "labels_url": "/labels{/name}", "languages_url": "/languages",
	"merges_url": "/merges", "milestones_url": "/milestones{/number}", "notifications_url": "/notifications{?since,all,participating}",
	"pulls_url": "/pulls{/number}", "releases_url": "/releases{/id}", "stargazers_url": "/stargazers", "statuses_url": "/statuses/{sha}",
	"subscribers_url": "/subscribers", "subscription_url": "/subscription", "tags_url": "/tags", "teams_url": "/teams", "trees_url": "/git/trees{/sha}",
}

// minimalRepo is the repository as it stands in other objects.
func minimalRepo(r hub.Repository) Object {
	o := Object{
		"id": r.ID, "node_id": r.NodeID(), "name": r.Name, "full_name": r.FullName(), "owner": simpleUser(r.Owner),
		"private": r.Private, "html_url": repoWeb(r, ""), "description": orNull(r.Description), "fork": false, "url": repoAPI(r, ""),
	}
	for name, path := range repoLinks {
		o[name] = repoAPI(r, "") + path
	}
	return o
}

// repository is the repository as it stands in pull requests.
func (c *Call) repository(r hub.Repository) Object {
	visibility := "public"
	if r.Private {
		visibility = "private"
	}
	o := minimalRepo(r)
	for k, v := range (Object{
		"git_url": "git://github.com/" + r.FullName() + ".git", "ssh_url": "git@github.com:" + r.FullName() + ".git",
		"clone_url": repoWeb(r, ".git"), "svn_url": repoWeb(r, ""), "mirror_url": nil, "homepage": nil, "language": nil,
		"forks_count": 0, "forks": 0, "stargazers_count": 0, "watchers_count": 0, "watchers": 0, "size": 0,
		"default_branch": r.DefaultBranch, "open_issues_count": r.OpenIssues, "open_issues": r.OpenIssues, "is_template": false, "topics": []string{},
		"has_issues": r.HasIssues, "has_projects": false, "has_wiki": false, "has_pages": false, "has_downloads": false, "has_discussions": false,
		"archived": r.Archived, "disabled": false, "visibility": visibility, "license": nil, "allow_forking": true, "web_commit_signoff_required": false,
		"pushed_at": stamp(r.PushedAt), "created_at": stamp(r.CreatedAt), "updated_at": stamp(r.UpdatedAt),
	}) {
		o[k] = v
	}
	if !c.Caller.Anonymous() {
		o["permissions"] = permissions(c.Hub.CallerRole(c.Caller, r.ID))
	}
	return o
}

// fullRepo is the repository as it stands for itself.
func (c *Call) fullRepo(r hub.Repository) Object {
	o := c.repository(r)
	o["subscribers_count"], o["network_count"] = 0, 0
	if r.Owner.Type == hub.Organization {
		o["organization"] = simpleUser(r.Owner)
	}
	if c.Hub.CallerRole(c.Caller, r.ID) >= hub.Write {
		for _, name := range strings.Fields("allow_merge_commit allow_squash_merge allow_rebase_merge") {
			o[name] = true
		}
		o["allow_auto_merge"], o["delete_branch_on_merge"], o["allow_update_branch"] = false, false, false
	}
	return o
}

// permissions spells a role out.
func permissions(r hub.Role) Object {
	return Object{"admin": r >= hub.Admin, "maintain": r >= hub.Maintain, "push": r >= hub.Write, "triage": r >= hub.Triage, "pull": r >= hub.Read}
}
