package publish

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/craft"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/release"
)

// Craft is what craft publishes for a target.
type Craft struct {
	Version    release.Version `json:"version"`
	Repository string          `json:"repository"` // OWNER/REPO
	Folder     string          `json:"folder"`     // of the project; empty: the whole repository
	Branch     string          `json:"branch"`     // the checkout's
	IDs        []string        `json:"ids"`        // of craft, that the target stands for
	Claimed    []string        `json:"claimed"`    // of craft, that any target of the policy stands for
}

// artifacts lists what runs of the source repository left.
type artifacts interface {
	ArtifactsNamed(ctx context.Context, repo, name string) ([]github.Artifact, error)
}

// stateDir is where craft notes what it published, in the job's own folder.
const stateDir = "release-request-craft"

// byCraft is craft, set up to publish the target's ids and nothing else. What
// craft would do otherwise than the policy says is refused here: it takes the
// repository and the branch from .craft.yml.
func (t *Target) byCraft(ctx context.Context, env []string) (publication, error) {
	plan := t.Plan.Craft
	dir, err := craft.Find(t.Plan.Dir, plan.Folder)
	if err != nil {
		return publication{}, err
	}
	project := craft.Project{Dir: dir, Env: env}
	config, err := project.Config(ctx)
	if err != nil {
		return publication{}, err
	}
	listed, err := project.Targets(ctx)
	if err != nil {
		return publication{}, err
	}
	ids := slices.DeleteFunc(slices.Clone(plan.IDs), func(id string) bool { return !slices.Contains(listed, id) })
	problems := []error{plan.agree(config), t.madeByTheCommit(ctx)}
	for _, id := range listed {
		if !slices.Contains(plan.Claimed, id) {
			problems = append(problems, fmt.Errorf("craft has a target %s, which no target of the policy stands for", id))
		}
	}
	if len(ids) == 0 {
		problems = append(problems, fmt.Errorf("craft has none of %s, which target %s stands for, but %s", strings.Join(plan.IDs, ", "), t.Plan.Target, strings.Join(listed, ", ")))
	}
	problems = slices.DeleteFunc(problems, func(err error) bool { return err == nil })
	if err := fault.All("craft would not publish what was approved", problems); err != nil {
		return publication{}, err
	}
	state, err := craft.NewState(filepath.Join(t.Runtime.Temp, stateDir), project, string(plan.Version))
	if err != nil {
		return publication{}, err
	}
	return publication{
		dir: dir, command: craft.PublishCommand(string(plan.Version), ids), env: append(slices.Clone(env), state.Variable()),
		judge: func(err error) error { return t.judgeCraft(state, ids, err) },
	}, nil
}

func (c *Craft) agree(config craft.Config) error {
	switch {
	case !release.SameRepository(config.Repository, c.Repository):
		return fmt.Errorf("its github: names %s, and the request is for %s", config.Repository, c.Repository)
	case config.Branch(string(c.Version)) != c.Branch:
		return fmt.Errorf("it publishes from the branch %s, and the request is for %s; its releaseBranchPrefix and the policy's branch must agree", config.Branch(string(c.Version)), c.Branch)
	}
	return nil
}

// madeByTheCommit refuses artifacts that craft would take for the commit's and
// that a run of another commit left: craft goes by their name alone, which is
// the commit's id, and anybody who may push can have a run leave one.
func (t *Target) madeByTheCommit(ctx context.Context) error {
	found, err := t.Artifacts.ArtifactsNamed(ctx, t.Plan.Craft.Repository, t.Plan.Commit)
	if err != nil {
		return fault.Wrap(err, "looking for the artifacts of %s", t.Plan.Commit)
	}
	var problems []error
	for _, a := range found {
		switch run := a.Run; {
		case a.Expired:
		case run == nil:
			problems = append(problems, fmt.Errorf("GitHub does not say which run left artifact %d", a.ID))
		case run.HeadSHA != t.Plan.Commit, run.HeadRepository != run.Repository:
			problems = append(problems, fmt.Errorf("artifact %d bears the commit's name, and run %d left it, of %s", a.ID, run.ID, run.HeadSHA))
		}
	}
	return fault.All("not all artifacts that craft takes for the commit's are", problems)
}

// judgeCraft goes by what craft noted, not by its exit status: that is 0 where
// there was nothing to do, and not 0 where only the script that a project may
// have run after a release failed.
func (t *Target) judgeCraft(state craft.State, ids []string, ended error) error {
	missing, err := state.Missing(ids)
	switch {
	case err != nil:
		return fault.Wrap(errors.Join(ended, err), "what craft published of %s is not known", t.Plan.Target)
	case len(missing) == 0 && ended != nil:
		t.Runtime.Error("release-request exception", fmt.Sprintf("after target %s was published: craft: %v", t.Plan.Target, ended))
		return nil
	case len(missing) == 0:
		return nil
	case ended == nil:
		ended = errors.New("and ended well")
	}
	what := "nothing"
	if out := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(missing, id) }); len(out) > 0 {
		what = strings.Join(out, ", ")
	}
	return fault.New(fault.Failed, "craft published %s of %s, and not %s: %v", what, t.Plan.Target, strings.Join(missing, ", "), ended)
}
