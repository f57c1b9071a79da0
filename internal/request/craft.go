package request

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/craft"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/git"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// craftIn is craft in a clone, with what .craft.yml says about branches and
// where it lives. env is the person's, for programs of the project.
func craftIn(ctx context.Context, project *config.Project, clone git.Repository, env []string) (craft.Project, craft.Config, error) {
	dir, err := craft.Find(clone.Dir, project.Source.Path)
	if err != nil {
		return craft.Project{}, craft.Config{}, fault.Wrap(err, "%s cannot be prepared by craft", project.Name).
			WithHint("a project that is prepared otherwise says so with prepare: in the policy")
	}
	c := craft.Project{Dir: dir, Env: env}
	says, err := c.Config(ctx)
	return c, says, err
}

// craftPrepare has craft prepare the release, after it was asked whether it
// means the same branch, repository and targets as the policy. Of a branch that
// is taken as it is only the targets are asked.
func (r *Requester) craftPrepare(ctx context.Context, p *Plan, clone git.Repository, env []string) error {
	r.Step("Asking craft")
	c, says, err := craftIn(ctx, p.Project, clone, env)
	if err != nil {
		return err
	}
	if err := agree(p, says); err != nil {
		return err
	}
	if err := p.chooseTargets(ctx, c); err != nil || p.Take {
		return err
	}
	if err := clone.FetchDefault(ctx); err != nil {
		return err
	}
	r.Step("Preparing " + string(p.Version))
	command := craft.PrepareCommand(string(p.Version), p.BaseCommit)
	if err := r.runIn(ctx, c.Dir, env, command); err != nil {
		return fault.Wrap(err, "preparing %s: %s", p.Version, strings.Join(command[:2], " ")).WithHint("%s", tokenHint(env))
	}
	switch made, err := clone.CheckedOut(ctx); {
	case err != nil:
		return err
	case made != p.Branch:
		return fault.New(fault.Failed, "craft left the branch %s checked out, and not %s, which it should have made", made, p.Branch)
	}
	return nil
}

// tokenHint helps where craft asks GitHub about pull requests, which it does for
// changelogs of its own. It is handed no token that the person did not hand it.
func tokenHint(env []string) string {
	if slices.ContainsFunc(env, func(entry string) bool { return strings.HasPrefix(entry, "GITHUB_TOKEN=") }) {
		return ""
	}
	return "if craft misses GITHUB_TOKEN: export GITHUB_TOKEN=$(gh auth token)"
}

// agree refuses a .craft.yml that means another branch or repository than the
// policy.
func agree(p *Plan, says craft.Config) error {
	if branch := says.Branch(string(p.Version)); branch != p.Branch {
		return fault.New(fault.Failed, "craft prepares %s on the branch %s, and the policy says %s", p.Version, branch, p.Branch).
			WithHint("the policy's branch: %s/{version} and craft's releaseBranchPrefix: %s have to agree; change one of them", says.BranchPrefix, says.BranchPrefix)
	}
	if repository := p.Project.Source.Repository(); !release.SameRepository(says.Repository, repository) {
		return fault.New(fault.Failed, "github: in .craft.yml names %s, and the policy says %s", says.Repository, repository)
	}
	return nil
}

// chooseTargets leaves the plan those targets that craft lists.
func (p *Plan) chooseTargets(ctx context.Context, c craft.Project) error {
	listed, err := c.Targets(ctx)
	if err != nil {
		return err
	}
	names, err := p.Project.CraftTargets(listed)
	if err != nil {
		return fault.Wrap(err, "%s cannot be requested", p.Rules.Name)
	}
	p.Rules.Targets = slices.DeleteFunc(slices.Clone(p.Rules.Targets), func(t policy.Target) bool { return !slices.Contains(names, t.Name) })
	return nil
}

func (r *Requester) choiceOfCraft(ctx context.Context, wish Wish) (Choice, error) {
	text, err := r.craftVersion(ctx, wish)
	if err != nil {
		return Choice{}, fault.Wrap(err, "%s", wish.Project.Name)
	}
	version, err := checkVersion(text, wish.Project)
	return Choice{Word: byCraft, Version: version}, err
}

// craftVersion has craft decide which version is next: it prepares one in a
// clone that is thrown away, and the branch's name tells.
func (r *Requester) craftVersion(ctx context.Context, wish Wish) (version string, err error) {
	temp, err := os.MkdirTemp("", "release-request-")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, git.RemoveScratch(temp)) }()
	clone, err := r.scratch(ctx, wish.Project, baseOf(wish, wish.Project.Rules()), filepath.Join(temp, "source"))
	if err != nil {
		return "", err
	}
	env, err := r.prepareEnv(ctx, clone)
	if err != nil {
		return "", err
	}
	c, says, err := craftIn(ctx, wish.Project, clone, env)
	if err != nil {
		return "", err
	}
	head, err := clone.Head(ctx)
	if err != nil {
		return "", err
	}
	if err := clone.FetchDefault(ctx); err != nil {
		return "", err
	}
	r.Step("Asking craft for the version")
	if err := r.runIn(ctx, c.Dir, env, craft.PrepareCommand(byCraft, head)); err != nil {
		return "", fault.Wrap(err, "craft chooses no version").WithHint("auto takes craft 2.14, and minVersion: 2.14.0 in .craft.yml; or write the version itself")
	}
	made, err := clone.CheckedOut(ctx)
	if err != nil {
		return "", err
	}
	version, found := strings.CutPrefix(made, says.BranchPrefix+"/")
	if !found {
		return "", fault.New(fault.Failed, "craft left the branch %s checked out, which tells no version", made)
	}
	return version, nil
}
