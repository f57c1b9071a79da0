package github

import (
	"context"
	"fmt"
	"net/url"
	"time"
)

// Workflow is a workflow file of the default branch as Actions knows it.
type Workflow struct {
	Path      string    `json:"path"`
	State     string    `json:"state"` // active, or why it does not run
	CreatedAt time.Time `json:"created_at"`
}

// Active reports whether events start runs of it.
func (w Workflow) Active() bool { return w.State == "active" }

// Workflow reads one workflow by its file name.
// https://docs.github.com/en/rest/actions/workflows#get-a-workflow
func (c *Client) Workflow(ctx context.Context, repo, file string) (Workflow, error) {
	var w Workflow
	_, err := c.call(ctx, "GET", fmt.Sprintf("repos/%s/actions/workflows/%s", repo, url.PathEscape(file)), nil, &w)
	return w, err
}
