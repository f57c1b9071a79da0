package rest

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// keptFor is how long artifacts are kept if nobody says otherwise.
// Source: docs.github.com/organizations/managing-organization-settings, retention of artifacts and logs.
const keptFor = 90 * 24 * time.Hour

// Source: docs.github.com/rest/actions/artifacts.
func artifactRoutes() []Route {
	const base = "/repos/{owner}/{repo}/actions"
	return []Route{
		{Method: "GET", Path: base + "/artifacts", Handle: listArtifacts},
		{Method: "GET", Path: base + "/artifacts/{artifact_id}/{archive_format}", Handle: downloadArtifact},
		{Method: "GET", Path: base + "/runs/{run_id}/artifacts", Handle: listRunArtifacts},
	}
}

func listArtifacts(c *Call) (int, any, error) {
	return c.artifacts(func(hub.Artifact) bool { return true })
}

func listRunArtifacts(c *Call) (int, any, error) {
	id, err := c.Number("run_id")
	if err != nil {
		return 0, nil, err
	}
	if _, err := c.Hub.Run(c.Caller, c.Repo.ID, id); err != nil {
		return 0, nil, err
	}
	return c.artifacts(func(a hub.Artifact) bool { return a.Run.ID == id })
}

func (c *Call) artifacts(among func(hub.Artifact) bool) (int, any, error) {
	all, err := c.Hub.Artifacts(c.Caller, c.Repo.ID)
	if err != nil {
		return 0, nil, err
	}
	var list []hub.Artifact
	for _, a := range all {
		if name := c.Query("name"); among(a) && (name == "" || name == a.Name) {
			list = append(list, a)
		}
	}
	return http.StatusOK, counted(c, "artifacts", list, c.artifact), nil
}

// downloadArtifact leads to where the zip is. Like logs, artifacts are given to
// nobody who is not signed in.
func downloadArtifact(c *Call) (int, any, error) {
	id, err := c.Number("artifact_id")
	if err != nil {
		return 0, nil, err
	}
	if c.Param("archive_format") != "zip" {
		return 0, nil, NotFound()
	}
	return c.toLog(c.Hub.ArtifactAddress(c.Caller, c.Repo.ID, id))
}

func (c *Call) artifact(a hub.Artifact) Object {
	self := repoAPI(c.Repo, "/actions/artifacts/%d", a.ID)
	return Object{
		"id": a.ID, "node_id": a.NodeID(), "name": a.Name, "size_in_bytes": len(a.Zip), "url": self, "archive_download_url": self + "/zip",
		"expired": false, "digest": fmt.Sprintf("sha256:%x", sha256.Sum256(a.Zip)),
		"created_at": stamp(a.CreatedAt), "updated_at": stamp(a.CreatedAt), "expires_at": stamp(a.CreatedAt.Add(keptFor)),
		"workflow_run": Object{
			"id": a.Run.ID, "repository_id": c.Repo.ID, "head_repository_id": c.Repo.ID, "head_branch": a.Run.Branch(), "head_sha": a.Run.SHA,
		},
	}
}
