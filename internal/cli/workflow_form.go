package cli

import (
	"context"
	"path"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/publish"
	"github.com/release-request/gh-release-request/internal/request"
)

// judgeForm looks at what somebody wants who opened a form, by the same rules as
// for whoever asks on a machine, with the gate's key in the place of theirs.
func (j *gateJob) judgeForm(ctx context.Context, form *facts.Reading, want publish.Wanted) (*publish.Start, []error, error) {
	if err := request.CheckWritten(want.Answers.Version, want.Project); err != nil {
		return nil, []error{err}, nil
	}
	source, err := j.keys.Reading(ctx, form.Policy, want.Project)
	if err != nil {
		return nil, nil, err
	}
	requester := &request.Requester{Hub: twoDoors{j.central, source}, Central: form.Central, Asker: &want.By, Step: func(string) {}}
	plan, problems, err := requester.Judge(ctx, request.Wish{
		Project: want.Project, Version: string(want.Answers.Version), Base: want.Answers.Branch,
		Shared: sharesWorkflow(form.Policy, want.Project),
	})
	if err != nil || len(problems) > 0 {
		return nil, problems, err
	}
	return &publish.Start{
		Repository: want.Project.Source.Repository(), File: path.Base(want.Project.Workflow), Branch: plan.Trunk,
		Inputs: plan.FormInputs(form.Central.Issue.Number),
	}, nil, nil
}

// twoDoors reads source repositories with another token than the central one.
type twoDoors struct {
	*github.Client
	source *github.Client
}

// ReadSource is Client.ReadSource.
func (d twoDoors) ReadSource(ctx context.Context, q github.SourceQuery) (*github.Source, error) {
	return d.source.ReadSource(ctx, q)
}

// TagsWithPrefix is Client.TagsWithPrefix.
func (d twoDoors) TagsWithPrefix(ctx context.Context, repo, prefix string) ([]github.Ref, error) {
	return d.source.TagsWithPrefix(ctx, repo, prefix)
}

// Collaborator is Client.Collaborator.
func (d twoDoors) Collaborator(ctx context.Context, repo, login string) (github.Collaborator, error) {
	return d.source.Collaborator(ctx, repo, login)
}
