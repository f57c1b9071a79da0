package cli

import (
	"context"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/publish"
	"github.com/release-request/gh-release-request/internal/scaffold"
)

// workflowJob is a job of this program's own workflow, with the job's token.
func (env *Env) workflowJob() (*actions.Runtime, *github.Client, error) {
	runtime, err := actions.Open(env.Getenv, env.Streams.Out)
	if err != nil {
		return nil, nil, err
	}
	token := runtime.Env(actions.EnvToken)
	if token == "" {
		return nil, nil, fault.New(fault.Unauthenticated, "%s is not set in this step", actions.EnvToken)
	}
	central, err := env.Client(runtime.Host(), token)
	return runtime, central, err
}

// gateJob is a job that holds the gate's keys.
type gateJob struct {
	runtime *actions.Runtime
	central *github.Client
	keys    *publish.Keys
	reader  *facts.Reader
}

func (env *Env) gateJob() (*gateJob, error) {
	runtime, central, err := env.workflowJob()
	if err != nil {
		return nil, err
	}
	keys := &publish.Keys{Repository: runtime.Repository, Central: central, Secret: runtime.Secret}
	reader := &facts.Reader{Repository: runtime.Repository, Central: central, Keys: keys, Sources: keys.Reading}
	return &gateJob{runtime, central, keys, reader}, nil
}

// request is the one that a publish run is about.
func (j *gateJob) request() (publish.Case, error) {
	number, err := j.runtime.NumberEnv(actions.EnvIssue)
	if err != nil {
		return publish.Case{}, err
	}
	j.reader.OwnRun = j.runtime.Run.ID
	return publish.Case{Reader: j.reader, Issues: j.central, Minter: j.keys, Runtime: j.runtime, Number: number}, nil
}

// warn tells the owners when the workflows are not those of the policy.
func (j *gateJob) warn(ctx context.Context) {
	drift := &publish.Drift{Policies: j.reader, Files: j.central, Rendered: scaffold.Rendered, Runtime: j.runtime}
	drift.Warn(ctx)
}

// keeper looks after all requests, outside any publish run.
func (j *gateJob) keeper() *publish.Keeper {
	return &publish.Keeper{Reader: j.reader, Issues: j.central, Hub: j.central, Tokens: j.tokens(), Source: j.keys, Judge: j.judgeForm, Runtime: j.runtime}
}
