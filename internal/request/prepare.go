package request

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/git"
)

// Prepare makes the release branch in a scratch clone and pushes it, and reads
// what an approver is told about it. A branch that is taken as it is is only
// read.
func (r *Requester) Prepare(ctx context.Context, p *Plan) (done Prepared, err error) {
	temp, err := os.MkdirTemp("", "release-request-")
	if err != nil {
		return Prepared{}, err
	}
	defer func() { err = errors.Join(err, git.RemoveScratch(temp)) }()
	clone, err := r.clone(ctx, p, filepath.Join(temp, "source"))
	if err != nil {
		return Prepared{}, err
	}
	if err := r.prepareIn(ctx, p, clone); err != nil {
		return Prepared{}, err
	}
	if done.Commit, err = clone.Head(ctx); err != nil {
		return Prepared{}, err
	}
	r.Step("Reading what changed")
	changelog, err := readChangelog(ctx, p, clone, done.Commit)
	if err != nil {
		return Prepared{}, err
	}
	done.Changelog = r.cut(changelog)
	if p.Take {
		return done, nil
	}
	r.Step("Pushing " + p.Branch)
	if err := clone.Push(ctx, done.Commit, p.Branch, p.BranchWas); err != nil {
		return Prepared{}, fault.Wrap(err, "pushing %s to %s", p.Branch, p.Project.Source.Repository())
	}
	return done, nil
}

// clone makes the scratch clone: of the base, or of the release branch if that
// is taken. It must be where it was seen.
func (r *Requester) clone(ctx context.Context, p *Plan, dir string) (git.Repository, error) {
	branch, seen := p.Base, p.BaseCommit
	if p.Take {
		branch, seen = p.Branch, p.BranchWas
	}
	clone, err := r.scratch(ctx, p.Project, branch, dir)
	if err != nil {
		return clone, err
	}
	head, err := clone.Head(ctx)
	if err == nil && head != seen {
		err = fault.New(fault.Failed, "%s moved from %.12s to %.12s meanwhile", branch, seen, head).WithHint("run the same command again")
	}
	return clone, err
}

// scratch makes a clone of a branch, empty for the default one.
func (r *Requester) scratch(ctx context.Context, project *config.Project, branch, dir string) (git.Repository, error) {
	repository := project.Source.Repository()
	r.Step("Cloning " + repository)
	url := r.Clone(repository)
	scratch := git.Scratch{URL: url, Branch: branch, Lender: git.Repository{}.Lender(ctx, url), Tags: project.Prepare.By == config.ByCraft}
	clone, err := scratch.Clone(ctx, dir, r.Git)
	if err != nil {
		return clone, fault.Wrap(err, "cloning %s", repository).WithHint("gh auth setup-git lets git use gh's token")
	}
	return clone, nil
}

// prepareIn prepares the release in the clone, whose head it then is. Of a
// branch that is taken as it is, craft is only asked what it means.
func (r *Requester) prepareIn(ctx context.Context, p *Plan, clone git.Repository) error {
	by := p.Project.Prepare.By
	if by == config.ByNone || by == config.ByRun && p.Take {
		return nil
	}
	env, err := r.prepareEnv(ctx, clone)
	if err != nil {
		return err
	}
	if by == config.ByCraft {
		err = r.craftPrepare(ctx, p, clone, env)
	} else {
		err = r.runPrepare(ctx, p, clone, env)
	}
	if err != nil || p.Take {
		return err
	}
	head, err := clone.Head(ctx)
	if err != nil {
		return err
	}
	return checkPrepared(ctx, p, clone, head)
}

// patience is how long a prepare program may take to leave after it was told
// to, and what it left running to let go of its output.
const patience = 5 * time.Second

// runPrepare runs the project's own program and commits what it changed, unless
// the program committed itself.
func (r *Requester) runPrepare(ctx context.Context, p *Plan, clone git.Repository, env []string) error {
	r.Step("Preparing " + string(p.Version))
	command := config.Fill(p.Project.Prepare.Command, config.Values{Version: p.Version, Tag: p.Tag, Path: p.Project.Source.Path})
	if err := r.runIn(ctx, clone.Dir, env, command); err != nil {
		return fault.Wrap(err, "preparing %s: %s", p.Version, command[0])
	}
	_, err := clone.CommitAll(ctx, fmt.Sprintf("release: %s", p.Version))
	if err != nil && !errors.Is(err, git.ErrNothingToCommit) {
		return fault.Wrap(err, "committing what prepare changed")
	}
	return nil
}

// runIn runs a program of the project, whose output the person sees.
func (r *Requester) runIn(ctx context.Context, dir string, env, command []string) error {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = dir, env, r.Output, r.Output
	cmd.Cancel = func() error {
		if cmd.Process.Signal(os.Interrupt) != nil {
			return cmd.Process.Kill() // Windows knows no interrupt
		}
		return nil
	}
	cmd.WaitDelay = patience
	if err := cmd.Run(); err != nil && !errors.Is(err, exec.ErrWaitDelay) {
		return err
	}
	return nil
}

// prepareEnv is the environment of the prepare program, with git's settings but
// without what would lead git from the scratch clone to another repository.
func (r *Requester) prepareEnv(ctx context.Context, clone git.Repository) ([]string, error) {
	local, err := clone.Output(ctx, "rev-parse", "--local-env-vars")
	if err != nil {
		return nil, err
	}
	names, env := strings.Fields(local), slices.Clone(r.Environ)
	if env == nil {
		env = os.Environ()
	}
	return slices.DeleteFunc(env, func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return slices.Contains(names, name) && !strings.HasPrefix(name, "GIT_CONFIG")
	}), nil
}

// checkPrepared holds what prepare left to what the gate will ask for.
func checkPrepared(ctx context.Context, p *Plan, clone git.Repository, head string) error {
	counts, err := clone.Output(ctx, "rev-list", "--left-right", "--count", p.BaseCommit+"..."+head)
	if err != nil {
		return err
	}
	var behind, ahead int
	if _, err := fmt.Sscan(counts, &behind, &ahead); err != nil {
		return fmt.Errorf("git rev-list counts %q: %w", counts, err)
	}
	switch {
	case behind > 0:
		return fault.New(fault.Failed, "prepare ended at %.12s, which does not contain %s", head, p.Base)
	case ahead == 0 && p.Project.Prepare.By != config.ByCraft: // craft may have nothing to change
		return fault.New(fault.Failed, "prepare changed nothing, so there is nothing to release on top of %s", p.Base).
			WithHint("a project that needs no preparation says prepare: none in the policy")
	case ahead > p.Rules.ReleaseCommits:
		return fault.New(fault.Failed, "prepare made %d commits, and the policy allows %d (release-commits)", ahead, p.Rules.ReleaseCommits)
	}
	return nil
}
