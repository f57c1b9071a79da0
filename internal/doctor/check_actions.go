package doctor

import (
	"context"
	"errors"
	"slices"

	"github.com/release-request/gh-release-request/internal/github"
)

type actionsDoor interface {
	ActionsPermissions(ctx context.Context, repo string) (github.ActionsPermissions, error)
	SelectedActions(ctx context.Context, repo string) (github.SelectedActions, error)
	JobDefaults(ctx context.Context, repo string) (github.JobDefaults, error)
	ForkRuns(ctx context.Context, repo string) (github.ForkRuns, error)
	ForkApproval(ctx context.Context, repo string) (string, error)
}

var (
	actionsOff = kind{"actions-off", Error,
		"Actions are switched off in the central repository, so that nothing is published or answered.",
		"Switch them on: Settings, Actions, General."}
	actionsAny = kind{"actions-any", Warning,
		"Any action, or any of a creator whom GitHub calls verified, may run in the central repository. The workflows that init writes need none but GitHub's own.",
		"Allow select actions: those created by GitHub and nothing else. Settings, Actions, General."}
	tokenWrites = kind{"token-default-write", Warning,
		"A workflow that says nothing of permissions gets a token that may write to the central repository.",
		"Set the default workflow permissions to read: Settings, Actions, General."}
	tokenApproves = kind{"token-approves", Error,
		"Workflows may approve pull requests of the central repository, and so let in a change of the policy that nobody has reviewed.",
		"Take away `Allow GitHub Actions to create and approve pull requests`: Settings, Actions, General."}
	forkSecrets = kind{"fork-secrets", Error,
		"Pull requests from forks of the central repository get its secrets, or a token that may write to it.",
		"Take both away from fork pull request workflows: Settings, Actions, General."}
	forkApproval = kind{"fork-approval", Warning,
		"Somebody from outside can run workflows of the central repository with a pull request from a fork, without anybody having looked.",
		"Demand approval for all external contributors: Settings, Actions, General."}
)

var actionsSettings = check{
	name:    "Actions",
	asks:    "what Actions may do in the central repository, and what pull requests from forks get",
	kinds:   []kind{actionsOff, actionsAny, tokenWrites, tokenApproves, forkSecrets, forkApproval},
	central: findActions,
}

func findActions(ctx context.Context, v *visit) ([]Finding, error) {
	where, right := v.name(), "administration of "+v.name()
	if v.Enterprise {
		right += ", on an Enterprise Server that has this setting (3.19 or later)"
	}
	var all []Finding
	p, err := v.Hub.ActionsPermissions(ctx, where)
	errs := []error{miss("Actions of "+where, right, err)}
	switch {
	case err != nil:
	case !p.Enabled:
		return []Finding{actionsOff.at(where, "Actions are switched off", "")}, nil
	case p.Allowed == "all":
		all = append(all, actionsAny.at(where, "any action may run", ""))
	case p.Allowed != "selected" && p.Allowed != "local_only":
		errs = append(errs, untold("Actions of "+where, right, "which actions may run"))
	case p.Allowed == "selected":
		selected, err := v.Hub.SelectedActions(ctx, where)
		errs = append(errs, miss("selected actions of "+where, right, err))
		if selected.Verified || slices.Contains(selected.Patterns, "*") {
			all = append(all, actionsAny.at(where, "more actions may run than GitHub's own", ""))
		}
	}
	job, err := v.Hub.JobDefaults(ctx, where)
	errs = append(errs, miss("tokens of jobs of "+where, right, err))
	if job.Permissions == "write" {
		all = append(all, tokenWrites.at(where, "a job that says nothing of permissions may write", ""))
	}
	if job.MayApprove {
		all = append(all, tokenApproves.at(where, "workflows may approve pull requests", ""))
	}
	found, err := v.findForks(ctx)
	errs = append(errs, miss("pull requests from forks of "+where, right, err))
	return append(all, found...), errors.Join(errs...)
}

func (v *visit) findForks(ctx context.Context) ([]Finding, error) {
	if !v.repository.Private {
		whose, err := v.Hub.ForkApproval(ctx, v.name())
		if err != nil || whose == "all_external_contributors" {
			return nil, err
		}
		return []Finding{forkApproval.at(v.name(), "of pull requests from outside only those of "+whose+" wait for approval", "")}, nil
	}
	f, err := v.Hub.ForkRuns(ctx, v.name())
	if err != nil || !f.Run || !f.Secrets && !f.WriteTokens {
		return nil, err
	}
	what := "the secrets of the repository"
	if !f.Secrets {
		what = "a token that may write"
	}
	return []Finding{forkSecrets.at(v.name(), "pull requests from forks get "+what, "")}, nil
}
