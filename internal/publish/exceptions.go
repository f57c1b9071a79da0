package publish

import (
	"context"
	"fmt"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
)

// exceptionTitle is the title of an annotation by which a publish job tells the
// report what an auditor has to look at.
const exceptionTitle = "release-request exception"

// remarks reads what a job left as annotations.
type remarks interface {
	Annotations(ctx context.Context, repo string, checkRun int64) ([]github.Annotation, error)
}

// exceptions adds to the result what the jobs that published left for an
// auditor. That it cannot be read is an exception, too: it may not look as if
// there were none.
func (r *Report) exceptions(ctx context.Context, reading *facts.Reading, result *record.Result) error {
	states, _ := reading.Facts.Targets.Get()
	for _, target := range result.Targets {
		t := states[target.Name]
		if t.State != policy.TargetPublished || t.Check == 0 || result.Rehearsal {
			continue
		}
		left, err := r.Remarks.Annotations(ctx, r.Runtime.Repository, t.Check)
		switch {
		case github.IsForbidden(err), github.IsNotFound(err):
			result.Exceptions = append(result.Exceptions, fmt.Sprintf("what the job of target %s remarked cannot be read: GitHub does not tell it to this job's token", target.Name))
		case err != nil:
			return fmt.Errorf("reading what the job of target %s remarked: %w", target.Name, err)
		}
		for _, a := range left {
			if a.Title == exceptionTitle {
				result.Exceptions = append(result.Exceptions, a.Message)
			}
		}
	}
	return nil
}
