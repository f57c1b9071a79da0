package facts

import (
	"context"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
)

// readBlockers reads the open issues that hold a release of the source
// repository.
func (r *Reader) readBlockers(ctx context.Context, reading *Reading) error {
	labels := reading.Rules.Blockers
	if len(labels) == 0 {
		return nil // none is named, so none is asked for
	}
	issues, err := r.Source.OpenLabelled(ctx, reading.Parsed.Request.Project, labels)
	return reading.takeBlockers(issues, err)
}

// takeBlockers turns the answer into facts.
func (r *Reading) takeBlockers(issues []github.LabelledIssue, err error) error {
	blockers := make([]policy.Blocker, 0, len(issues))
	for _, i := range issues {
		blockers = append(blockers, policy.Blocker{Number: i.Number, URL: i.URL, Label: i.Label})
	}
	r.Facts.Blockers, err = fact(blockers, err, "the open issues of "+r.Parsed.Request.Project)
	return err
}
