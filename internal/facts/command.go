package facts

import (
	"context"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// Intake is the file name of the workflow that obeys the commands of comments.
const Intake = "intake.yml"

// Obeyed reports whether comments are obeyed in the central repository: it has
// that workflow, and nobody switched it off.
func (r *Reader) Obeyed(ctx context.Context) (bool, error) {
	workflow, err := r.Central.Workflow(ctx, r.Repository, Intake)
	if github.IsNotFound(err) {
		return false, nil
	}
	return err == nil && workflow.Active(), err
}

// Viewer is the person whose token reads a preview.
func (r *Reading) Viewer() release.Person {
	viewer := r.Central.Viewer.Person()
	viewer.Type = "User" // the query for the viewer does not name the type
	return viewer
}

// Allows says whether the workflow would obey a command of the viewer's, as far
// as this reader can tell, and why not.
func (r *Reading) Allows(c policy.Command) (policy.Outcome, string) {
	return policy.Allowed(r.Rules, r.Parsed.Request, r.Facts, c, r.Viewer())
}
