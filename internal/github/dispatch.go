package github

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
)

// DispatchRun starts a workflow on a branch with inputs, and returns the id of
// its run; 0 from a host that does not tell it, as Enterprise Server.
// https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event
func (c *Client) DispatchRun(ctx context.Context, repo, file, branch string, inputs map[string]string) (int64, error) {
	in := map[string]any{"ref": branch, "inputs": inputs, "return_run_details": true}
	var answer json.RawMessage // none in the older form of the answer
	a, err := c.call(ctx, "POST", fmt.Sprintf("repos/%s/actions/workflows/%s/dispatches", repo, url.PathEscape(file)), in, &answer)
	switch {
	case a.status == 204:
		return 0, nil
	case err != nil:
		return 0, err
	}
	var run struct {
		ID int64 `json:"workflow_run_id"`
	}
	if err := json.Unmarshal(answer, &run); err != nil {
		return 0, fmt.Errorf("starting %s: the answer is not what GitHub documents: %w", file, err)
	}
	return run.ID, nil
}
