package github

import (
	"context"
	"fmt"
	"path"
	"strconv"
)

// Annotation is a remark that a job left on its check run.
type Annotation struct {
	Level   string `json:"annotation_level"` // notice, warning or failure
	Title   string `json:"title"`
	Message string `json:"message"`
}

// CheckRun is the id of the job's check run; 0 where GitHub does not tell it.
func (j Job) CheckRun() int64 {
	id, err := strconv.ParseInt(path.Base(j.CheckRunURL), 10, 64)
	if err != nil {
		return 0
	}
	return id
}

// Annotations reads what was remarked on a check run. It takes a token that may
// read checks.
// https://docs.github.com/en/rest/checks/runs#list-check-run-annotations
func (c *Client) Annotations(ctx context.Context, repo string, checkRun int64) ([]Annotation, error) {
	return list[Annotation](ctx, c, fmt.Sprintf("repos/%s/check-runs/%d/annotations?per_page=100", repo, checkRun))
}
