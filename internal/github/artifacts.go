package github

import (
	"context"
	"fmt"
	"net/url"
)

// Artifact is what a workflow run left to be downloaded.
type Artifact struct {
	ID      int64        `json:"id"`
	Name    string       `json:"name"`
	Expired bool         `json:"expired"`
	Run     *ArtifactRun `json:"workflow_run"` // nil: GitHub does not say
}

// ArtifactRun is the run that left an artifact.
type ArtifactRun struct {
	ID             int64  `json:"id"`
	Repository     int64  `json:"repository_id"`
	HeadRepository int64  `json:"head_repository_id"` // a fork's is another one
	HeadSHA        string `json:"head_sha"`
}

// ArtifactsNamed reads all artifacts of a repository that bear a name.
// https://docs.github.com/en/rest/actions/artifacts#list-artifacts-for-a-repository
func (c *Client) ArtifactsNamed(ctx context.Context, repo, name string) ([]Artifact, error) {
	path := fmt.Sprintf("repos/%s/actions/artifacts?per_page=100&name=%s", repo, url.QueryEscape(name))
	return whole(ctx, c, path, "artifacts", func(a Artifact) int64 { return a.ID })
}
