package doctor

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/release-request/gh-release-request/internal/github"
)

type workflowDoor interface {
	Workflow(ctx context.Context, repo, file string) (github.Workflow, error)
	RecentRuns(ctx context.Context, repo, file string) ([]github.Run, error)
}

var (
	workflowDiffers = kind{"workflow-differs", Error,
		"A workflow file on the default branch is not the one that the policy asks for: the policy was changed without it, or somebody edited it.",
		"In a clone of the central repository run `gh release-request init central`, and merge what it writes. It keeps what people changed; to drop that, delete the file first."}
	workflowDisabled = kind{"workflow-disabled", Error,
		"A workflow is switched off, so that nothing is published, answered or looked after. GitHub switches schedules of quiet public repositories off by itself after 60 days.",
		"`gh workflow enable FILE` in the central repository."}
	sweepLate = kind{"sweep-late", Warning,
		"The workflow `sweep` has not run for more than an hour. What waits is published late, and nobody is reminded.",
		"Start it by hand with `gh workflow run sweep.yml`, and see whether the schedule goes on. GitHub delays schedules when it is busy."}
	binaryPath = kind{"binary-path", Warning,
		"The policy says `binary: path`: jobs run whatever program of that name is on the runner's PATH. Nothing says which version that is, or who put it there.",
		"Name a released version and its checksums in the policy: `binary: {version: ..., sha256: {...}}`, and run `gh release-request init central`."}
)

var workflows = check{
	name:    "Workflows",
	asks:    "the workflow files of the central repository, whether they are switched on, and when sweep ran last",
	right:   "read access",
	kinds:   []kind{workflowDiffers, workflowDisabled, sweepLate, binaryPath},
	central: findWorkflows,
}

// The workflows without which nothing happens; request.yml is only called.
var workflowFiles = []string{"publish.yml", "intake.yml", sweepFile}

const sweepFile = "sweep.yml"

// longestPause is how long sweep may not have run. It comes every half hour.
const longestPause = time.Hour

func findWorkflows(ctx context.Context, v *visit) ([]Finding, error) {
	var all []Finding
	if v.Policy.Binary.OnPath() {
		all = append(all, binaryPath.at("policy", "it says binary: path", ""))
	}
	drifted, err := v.Drifted(ctx)
	errs := []error{err}
	for _, path := range drifted {
		all = append(all, workflowDiffers.at(path, "it is not what the policy asks for", ""))
	}
	for _, file := range workflowFiles {
		found, err := v.findWorkflow(ctx, file, slices.Contains(drifted, ".github/workflows/"+file))
		all, errs = append(all, found...), append(errs, miss("workflow "+file, "read access", err))
	}
	return all, errors.Join(errs...)
}

func (v *visit) findWorkflow(ctx context.Context, file string, drifted bool) ([]Finding, error) {
	where := "workflow " + file
	w, err := v.Hub.Workflow(ctx, v.name(), file)
	switch {
	case github.IsNotFound(err) && drifted:
		return nil, nil // that the file is not there is said
	case err != nil:
		return nil, err
	case !w.Active():
		return []Finding{workflowDisabled.at(where, "GitHub says that it is "+w.State, "gh workflow enable "+file+" --repo "+v.name())}, nil
	case file != sweepFile:
		return nil, nil
	}
	runs, err := v.Hub.RecentRuns(ctx, v.name(), file)
	if err != nil {
		return nil, err
	}
	last := w.CreatedAt
	for _, r := range runs {
		for _, at := range []time.Time{r.CreatedAt, r.StartedAt} {
			if at.After(last) {
				last = at
			}
		}
	}
	if pause := v.Central.At.Sub(last); pause > longestPause {
		says := "it ran last at " + last.UTC().Format(time.RFC3339)
		if len(runs) == 0 {
			says = "it has never run"
		}
		return []Finding{sweepLate.at(where, says, "gh workflow run "+file+" --repo "+v.name())}, nil
	}
	return nil, nil
}
