package facts

import (
	"context"

	"github.com/release-request/gh-release-request/internal/policy"
)

// readFiles reads which files the release changes. Only a project that may do
// without a person needs it.
func (r *Reader) readFiles(ctx context.Context, reading *Reading) error {
	compare, known := reading.Facts.Compare.Get()
	if !reading.Rules.AutoApprove || !known {
		return nil
	}
	request := reading.Parsed.Request
	names, whole, err := r.Source.ChangedFiles(ctx, request.Project, reading.Source.Base, request.Commit)
	files, err := fact(names, err, "which files "+request.Commit+" changes")
	if known := err == nil && files.Why() == ""; known && !whole {
		files = policy.Withheld[[]string]("GitHub lists only some of them")
	}
	compare.Files = files
	reading.Facts.Compare = policy.Known(compare)
	return err
}
