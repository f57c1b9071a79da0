package cli

import (
	"context"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/publish"
)

func runSweep(ctx context.Context, env *Env) error {
	job, err := env.gateJob()
	if err != nil {
		return err
	}
	job.warn(ctx)
	return job.keeper().Sweep(ctx)
}

// runIntake is told of one issue or of one label, as the event is.
func runIntake(ctx context.Context, env *Env) error {
	job, err := env.gateJob()
	if err != nil {
		return err
	}
	keeper, number := job.keeper(), 0
	if name := job.runtime.Env(actions.EnvLabel); name != "" {
		keeper.Label = &publish.LabelChange{Name: name, Before: job.runtime.Env(actions.EnvLabelBefore), Deleted: job.runtime.Env(actions.EnvAction) == "deleted"}
	} else if number, err = job.runtime.NumberEnv(actions.EnvIssue); err != nil {
		return err
	}
	job.warn(ctx)
	return keeper.Intake(ctx, number)
}
