package actions

import "strings"

// WorkflowPath returns the path of the run's workflow file; of one that calls
// another, it is the caller's.
// https://docs.github.com/en/actions/reference/workflows-and-actions/variables
func (r *Runtime) WorkflowPath() string {
	path, _, _ := strings.Cut(r.getenv("GITHUB_WORKFLOW_REF"), "@")
	return strings.TrimPrefix(path, r.Repository+"/")
}
