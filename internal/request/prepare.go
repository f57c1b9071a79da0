package request

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/git"
)

// Prepare makes the release branch in a scratch clone and pushes it, and
// returns its commit. A branch that is taken as it is needs neither.
func (r *Requester) Prepare(ctx context.Context, p *Plan) (commit string, err error) {
	if p.Take {
		return p.BranchWas, nil
	}
	temp, err := os.MkdirTemp("", "release-request-")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, git.RemoveScratch(temp)) }()
	r.Step("Cloning " + p.Project.Source.Repository())
	clone, err := git.Clone(ctx, r.Clone(p.Project.Source.Repository()), p.Base, filepath.Join(temp, "source"), r.Git)
	if err != nil {
		return "", fault.Wrap(err, "cloning %s", p.Project.Source.Repository()).WithHint("gh auth setup-git lets git use gh's token")
	}
	if head, err := clone.Head(ctx); err != nil {
		return "", err
	} else if head != p.BaseCommit {
		return "", fault.New(fault.Failed, "%s moved from %.12s to %.12s meanwhile", p.Base, p.BaseCommit, head).WithHint("run the same command again")
	}
	commit = p.BaseCommit
	if p.Project.Prepare.By == config.ByRun {
		r.Step("Preparing " + string(p.Version))
		if commit, err = r.runPrepare(ctx, p, clone); err != nil {
			return "", err
		}
	}
	r.Step("Pushing " + p.Branch)
	if err := clone.Push(ctx, commit, p.Branch, p.BranchWas); err != nil {
		return "", fault.Wrap(err, "pushing %s to %s", p.Branch, p.Project.Source.Repository())
	}
	return commit, nil
}

// runPrepare runs the project's own program and commits what it changed, unless
// the program committed itself.
func (r *Requester) runPrepare(ctx context.Context, p *Plan, clone git.Repository) (string, error) {
	command := config.Fill(p.Project.Prepare.Command, config.Values{Version: p.Version, Tag: p.Tag, Path: p.Project.Source.Path})
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = clone.Dir, r.Output, r.Output
	if err := cmd.Run(); err != nil {
		return "", fault.Wrap(err, "preparing %s: %s", p.Version, command[0])
	}
	_, err := clone.CommitAll(ctx, fmt.Sprintf("release: %s", p.Version))
	if err != nil && !errors.Is(err, git.ErrNothingToCommit) {
		return "", fault.Wrap(err, "committing what prepare changed")
	}
	head, err := clone.Head(ctx)
	if err != nil {
		return "", err
	}
	count, err := clone.Output(ctx, "rev-list", "--count", p.BaseCommit+".."+head)
	if err != nil {
		return "", err
	}
	switch n, _ := strconv.Atoi(count); {
	case n == 0:
		return "", fault.New(fault.Failed, "prepare changed nothing, so there is nothing to release on top of %s", p.Base).
			WithHint("a project that needs no preparation says prepare: none in the policy")
	case n > p.Rules.ReleaseCommits:
		return "", fault.New(fault.Failed, "prepare made %d commits, and the policy allows %d (release-commits)", n, p.Rules.ReleaseCommits)
	}
	return head, nil
}
