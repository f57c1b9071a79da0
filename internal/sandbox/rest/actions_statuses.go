package rest

import (
	"net/http"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Source: docs.github.com/rest/commits/statuses.
func statusRoutes() []Route {
	const base = "/repos/{owner}/{repo}"
	return []Route{
		{Method: "POST", Path: base + "/statuses/{sha}", Handle: createStatus},
		{Method: "GET", Path: base + "/commits/{ref}/statuses", Handle: listStatuses},
		{Method: "GET", Path: base + "/commits/{ref}/status", Handle: getCombinedStatus},
	}
}

func createStatus(c *Call) (int, any, error) {
	var body struct {
		State       string `json:"state"`
		Context     string `json:"context"`
		Description string `json:"description"`
		TargetURL   string `json:"target_url"`
	}
	if err := c.Decode(&body); err != nil {
		return 0, nil, err
	}
	sha, err := c.commitOf(c.Param("sha"))
	if err != nil {
		return 0, nil, err
	}
	s, err := c.Hub.AddStatus(c.Caller, c.Repo.ID, hub.Status{
		SHA: sha, State: body.State, Context: body.Context, Description: body.Description, TargetURL: body.TargetURL,
	})
	if err != nil {
		return 0, nil, err
	}
	c.Header().Set("Location", repoAPI(c.Repo, "/statuses/%s", sha))
	return http.StatusCreated, c.status(s), nil
}

// statuses are all of the commit {ref}, newest first.
func (c *Call) statuses() (string, []hub.Status, error) {
	sha, err := c.commitOf(c.Param("ref"))
	if err != nil {
		return "", nil, err
	}
	list, err := c.Hub.Statuses(c.Caller, c.Repo.ID, sha)
	return sha, list, err
}

func listStatuses(c *Call) (int, any, error) {
	_, list, err := c.statuses()
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, PageOf(c, list, c.status), nil
}

// getCombinedStatus shows the newest status of each context, and what they come
// to: no status at all is pending.
func getCombinedStatus(c *Call) (int, any, error) {
	sha, list, err := c.statuses()
	if err != nil {
		return 0, nil, err
	}
	var latest []hub.Status
	seen, states := map[string]bool{}, map[string]bool{}
	for _, s := range list {
		if !seen[s.Context] {
			latest = append(latest, s)
			seen[s.Context], states[s.State] = true, true
		}
	}
	state := "success"
	switch {
	case states["error"] || states["failure"]:
		state = "failure"
	case states["pending"] || len(latest) == 0:
		state = "pending"
	}
	return http.StatusOK, Object{
		"sha": sha, "state": state, "total_count": len(latest), "statuses": PageOf(c, latest, c.simpleStatus), "repository": minimalRepo(c.Repo),
		"url": repoAPI(c.Repo, "/commits/%s/status", sha), "commit_url": repoAPI(c.Repo, "/commits/%s", sha),
	}, nil
}

// simpleStatus is a status within the combined one.
func (c *Call) simpleStatus(s hub.Status) Object {
	return Object{
		"id": s.ID, "node_id": s.NodeID(), "state": s.State, "context": s.Context, "description": orNull(s.Description),
		"target_url": orNull(s.TargetURL), "avatar_url": simpleUser(s.Creator)["avatar_url"],
		"created_at": stamp(s.CreatedAt), "updated_at": stamp(s.CreatedAt), "url": repoAPI(c.Repo, "/statuses/%s", s.SHA),
	}
}

func (c *Call) status(s hub.Status) Object {
	o := c.simpleStatus(s)
	o["creator"] = nullableUser(s.Creator)
	return o
}
