package publish

import (
	"context"
	"fmt"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
)

// file files what runs of source repositories asked for, each as the run attests
// it, or puts it into the form that it is for, and looks after it at once. It
// decides nothing about it: the rules say on the issue what stands in its way.
func (k *Keeper) file(ctx context.Context, asked []facts.Attestation) (problems []error) {
	for _, a := range asked {
		put := k.fileOne
		if a.Run.Issue != 0 {
			put = k.fill
		}
		if err := put(ctx, a); err != nil {
			problems = append(problems, fmt.Errorf("filing what run %s of %s asked for: %w", a.ID, a.Request.Project, err))
		}
	}
	return problems
}

func (k *Keeper) fileOne(ctx context.Context, a facts.Attestation) error {
	title, body, err := record.Render(a.Request, a.Changelog, record.Host(k.Runtime.Host()))
	if err != nil {
		return err
	}
	issue, err := k.Hub.CreateIssue(ctx, k.Runtime.Repository, title, body)
	if err != nil {
		return err
	}
	return k.tend(ctx, issue.Number)
}

// called is the name of the note that calls the approvers.
const called = "called"

// call mentions the people who may approve what a run asked for, once, as a
// person's own filing does. What cannot be approved as it stands waits.
func (t *tending) call(ctx context.Context) (done bool, err error) {
	request := t.reading.Parsed.Request
	if !t.reading.Facts.ThroughRun(request) || t.reading.Project == nil || t.verdict.Automatic ||
		t.verdict.Decision == policy.Refuse || t.noted(called) {
		return false, nil
	}
	who := t.mentions()
	if who == "" {
		return false, nil
	}
	what := "release"
	if request.Rehearsal {
		what = "rehearsal"
	}
	return false, t.note(ctx, called, fmt.Sprintf("%s: this %s waits for an approval. To see it and to approve it: `gh release-request approve %d`.", who, what, t.Number))
}
