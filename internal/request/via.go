package request

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strconv"
	"time"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// ViaWorkflow is the way of asking that leaves the preparing to the source
// repository's own workflow.
const ViaWorkflow = "workflow"

// sweepFile is the workflow of the central repository that files what runs asked
// for.
const sweepFile = "sweep.yml"

const (
	// lookAgain is how long to wait between two looks at a run.
	lookAgain = 2 * time.Second
	// runAppears is how long GitHub may take to list a run that was started.
	runAppears = time.Minute
	// sweepTakes is how long a sweep that was started may take to file.
	sweepTakes = 5 * time.Minute
)

// viaHub is what asking through a workflow needs of GitHub, as the person who
// starts it.
type viaHub interface {
	Host() string
	DispatchRun(ctx context.Context, repo, file, branch string, inputs map[string]string) (int64, error)
	RunsSince(ctx context.Context, repo, file string, since time.Time) ([]github.Run, error)
	Run(ctx context.Context, repo string, id int64) (github.Run, error)
	IssuesTitled(ctx context.Context, repo, title string) ([]github.RequestIssue, error)
}

// Via asks for a release through the project's own workflow. Whoever starts the
// run is the requester, and the central repository's workflow files the issue.
type Via struct {
	Hub     viaHub
	Central *github.Central
	Wait    func(context.Context, time.Duration) error
	Step    func(name string)
}

// Asked is a run that asked for a release.
type Asked struct {
	URL   string // of the run
	Filed *Filed // nil: the central repository has not filed it yet
}

// Ask starts the workflow, follows its run to the end, and looks for the issue.
// Where the person may start the central repository's sweep, that is done, so
// that nobody has to wait for the next.
func (v *Via) Ask(ctx context.Context, p *Plan) (*Asked, error) {
	repository, file := p.Project.Source.Repository(), path.Base(p.Project.Workflow)
	v.Step("Starting " + p.Project.Workflow + " of " + repository)
	inputs := p.inputs()
	inputs["rehearsal"] = fmt.Sprint(p.Rehearsal)
	id, err := v.Hub.DispatchRun(ctx, repository, file, p.Trunk, inputs)
	switch {
	case github.IsNotFound(err):
		return nil, fault.Wrap(err, "%s has no workflow %s, or you may not start it", repository, p.Project.Workflow).
			WithHint("in a clone of %s: gh release-request init source", repository)
	case err != nil:
		return nil, fault.Wrap(err, "the workflow %s of %s cannot be started", p.Project.Workflow, repository)
	}
	run, err := v.follow(ctx, repository, file, id)
	if err != nil {
		return nil, err
	}
	asked := &Asked{URL: run.URL}
	if run.Conclusion != "success" {
		return nil, fault.New(fault.Failed, "%s ended as %s, so nothing was asked for", run.URL, run.Conclusion).
			WithHint("gh run view %d -R %s --log-failed", run.ID, repository)
	}
	asked.Filed, err = v.file(ctx, p, release.Run{ID: run.ID, Attempt: run.Attempt})
	return asked, err
}

// inputs are those of the workflow that init source writes: it asks for the
// project only where it serves several.
func (p *Plan) inputs() map[string]string {
	inputs := map[string]string{"version": string(p.Version), "base": p.Base}
	if p.Shared {
		inputs["project"] = p.Project.Name
	}
	return inputs
}

// FormInputs are those with which the workflow is started for a form, the issue
// of a number of the central repository.
func (p *Plan) FormInputs(number int) map[string]string {
	inputs := p.inputs()
	inputs["issue"] = strconv.Itoa(number)
	return inputs
}

// follow waits for the end of a run. One whose id GitHub did not tell is the
// newest that the person started since the policy was read.
func (v *Via) follow(ctx context.Context, repository, file string, id int64) (github.Run, error) {
	for waited := time.Duration(0); id == 0; waited += lookAgain {
		runs, err := v.Hub.RunsSince(ctx, repository, file, v.Central.At)
		if err != nil {
			return github.Run{}, err
		}
		for _, run := range runs {
			if run.Event == "workflow_dispatch" && run.Actor.Person().ID == v.Central.Viewer.DatabaseID {
				id = max(id, run.ID)
			}
		}
		if id == 0 {
			if waited >= runAppears {
				return github.Run{}, fault.New(fault.Pending, "GitHub does not list the run of %s that was started", file).
					WithHint("gh run list -R %s --workflow %s", repository, file)
			}
			if err := v.Wait(ctx, lookAgain); err != nil {
				return github.Run{}, err
			}
		}
	}
	said := ""
	for {
		run, err := v.Hub.Run(ctx, repository, id)
		if err != nil || run.Finished() {
			return run, err
		}
		if run.Status != said {
			said = run.Status
			v.Step(fmt.Sprintf("Run %d of %s is %s", id, repository, said))
		}
		if err := v.Wait(ctx, lookAgain); err != nil {
			return run, err
		}
	}
}

// file looks for the issue that the central repository's workflow filed; nil: it
// has not yet.
func (v *Via) file(ctx context.Context, p *Plan, run release.Run) (*Filed, error) {
	patience := time.Duration(0)
	if slices.Contains([]string{"WRITE", "MAINTAIN", "ADMIN"}, v.Central.Permission) {
		if _, err := v.Hub.DispatchRun(ctx, v.Central.Name, sweepFile, v.Central.DefaultBranch, map[string]string{}); err == nil {
			patience = sweepTakes // else the next one comes by itself
		}
	}
	v.Step(v.Central.Name + " files the request")
	title := record.TitleOf(p.Project.Source, p.Version)
	for waited := time.Duration(0); ; waited += lookAgain {
		titled, err := v.Hub.IssuesTitled(ctx, v.Central.Name, title)
		if err != nil {
			return nil, err
		}
		for _, issue := range titled {
			parsed, problems := record.Parse(issue.Title, issue.Body, record.Host(v.Hub.Host()))
			if len(problems) == 0 && parsed.Request.Run == run.String() && issue.Author.Person().Type == "Bot" {
				return &Filed{Number: issue.Number, URL: issue.URL, Commit: parsed.Request.Commit}, nil
			}
		}
		if waited >= patience {
			return nil, nil
		}
		if err := v.Wait(ctx, lookAgain); err != nil {
			return nil, err
		}
	}
}
