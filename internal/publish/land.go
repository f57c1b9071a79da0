package publish

import (
	"context"
	"fmt"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// source is what the report changes in the source repository.
type source interface {
	CreateTag(ctx context.Context, repo, name, commit string) error
	Merge(ctx context.Context, repo, base, commit, message string) (merged bool, err error)
	OpenPulls(ctx context.Context, repo, owner, branch, base string) ([]github.PullRequest, error)
	CreatePull(ctx context.Context, repo, title, branch, base, body string) (github.PullRequest, error)
	DeleteBranchAt(ctx context.Context, repositoryID, branch, commit string) error
}

// land does what comes after publishing, each step only if it is not done yet:
// the tag, the merge of the very commit into its base, and the end of the
// release branch.
func (r *Report) land(ctx context.Context, reading *facts.Reading, result *record.Result) error {
	landed, known := reading.Facts.Landed.Get()
	if !known {
		return fmt.Errorf("the state of the source repository is not known: %s", reading.Facts.Landed.Why())
	}
	if err := r.tag(ctx, reading, landed.Tagged, result); err != nil {
		return err
	}
	if err := r.merge(ctx, reading, landed.Merged, result); err != nil {
		return err
	}
	return r.deleteBranch(ctx, reading, result)
}

// tag makes the tag. One that stands elsewhere is left there, and told; one that
// came up since the facts were read, or that a rule forbids, is for the next run.
func (r *Report) tag(ctx context.Context, reading *facts.Reading, tagged bool, result *record.Result) error {
	request := reading.Parsed.Request
	tag := reading.Rules.TagOf(request.Version)
	switch {
	case tagged:
	case reading.Source.Tag != "":
		result.Exceptions = append(result.Exceptions, fmt.Sprintf("the tag %s stands at %s, not at the approved commit %s", tag, reading.Source.Tag, request.Commit))
		return nil
	default:
		if err := r.Source.CreateTag(ctx, request.Project, tag, request.Commit); err != nil {
			return fmt.Errorf("making the tag %s: %w", tag, err)
		}
	}
	result.Tag = tag
	return nil
}

// merge merges the commit, never the branch: the branch may have moved. Where
// the base does not allow it, a pull request is left for people.
func (r *Report) merge(ctx context.Context, reading *facts.Reading, merged bool, result *record.Result) error {
	request := reading.Parsed.Request
	if merged {
		result.Merge.Merged = true
		return nil
	}
	message := fmt.Sprintf("Merge release %s\n\nPublished by %s#%d.", request.Version, r.Runtime.Repository, r.Number)
	_, err := r.Source.Merge(ctx, request.Project, request.Base, request.Commit, message)
	switch {
	case err == nil:
		result.Merge.Merged = true
		return nil
	case !github.IsConflict(err) && !github.IsForbidden(err) && !github.IsNotFound(err):
		return fmt.Errorf("merging into %s: %w", request.Base, err)
	}
	result.State = release.MergeByHand
	if reading.Source.Head != request.Commit {
		result.Exceptions = append(result.Exceptions, fmt.Sprintf("%s could not be merged into %s, and no pull request was opened, for the branch %s is not at it any more", request.Commit, request.Base, request.Branch))
		return nil
	}
	pull, err := r.pull(ctx, request)
	if err != nil {
		result.Exceptions = append(result.Exceptions, fmt.Sprintf("%s could not be merged into %s, and no pull request could be opened: %v", request.Commit, request.Base, err))
		return nil
	}
	result.Merge.Pull = pull.URL
	return nil
}

func (r *Report) pull(ctx context.Context, request release.Request) (github.PullRequest, error) {
	open, err := r.Source.OpenPulls(ctx, request.Project, request.Source().Owner, request.Branch, request.Base)
	if err != nil || len(open) > 0 {
		return append(open, github.PullRequest{})[0], err
	}
	title := fmt.Sprintf("Merge release %s", request.Version)
	body := fmt.Sprintf("Version %s is published (%s#%d). The branch could not be merged by itself.", request.Version, r.Runtime.Repository, r.Number)
	return r.Source.CreatePull(ctx, request.Project, title, request.Branch, request.Base, body)
}

// deleteBranch ends the release branch once it is merged, only if it still is
// at the approved commit: what others pushed there since is theirs.
func (r *Report) deleteBranch(ctx context.Context, reading *facts.Reading, result *record.Result) error {
	request := reading.Parsed.Request
	switch {
	case reading.Source.Head == "":
		result.Merge.Deleted = true
		return nil
	case !result.Merge.Merged, reading.Source.Head != request.Commit:
		return nil
	}
	err := r.Source.DeleteBranchAt(ctx, reading.Source.NodeID, request.Branch, request.Commit)
	if github.IsConflict(err) || github.IsForbidden(err) {
		return nil // it was moved just now, or is protected: the receipt says that it is still there
	}
	if err != nil {
		return fmt.Errorf("deleting the branch %s: %w", request.Branch, err)
	}
	result.Merge.Deleted = true
	return nil
}
