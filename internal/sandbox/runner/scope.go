package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"

	"github.com/nektos/act/pkg/exprparser"
	"github.com/nektos/act/pkg/model"
)

// scope is what the expressions at one place can see. Missing parts are empty.
type scope struct {
	github   githubContext
	inputs   map[string]any
	secrets  map[string]string
	env      map[string]string
	runner   map[string]any
	steps    map[string]*model.StepResult
	finished map[string]FinishedJob
	jobs     map[string]*model.WorkflowCallResult // of a called workflow, for its outputs
	workflow workflow
	job      string // the job whose ancestors success() and failure() look at; empty outside of jobs
	inSteps  bool   // success() and failure() look at the job's status instead
	status   string // of the job: success, failure or cancelled
}

// evaluator makes an evaluator of what the scope holds now.
func (s scope) evaluator() evaluator {
	environment := &exprparser.EvaluationEnvironment{
		Github:  s.github.known,
		Inputs:  s.inputs,
		Vars:    map[string]string{},
		Secrets: s.secrets,
		Env:     s.env,
		Runner:  s.runner,
		Steps:   s.steps,
		Job:     &model.JobContext{Status: s.status},
		Needs:   map[string]exprparser.Needs{},
		HashFiles: func([]reflect.Value) (any, error) {
			return nil, fmt.Errorf("hashFiles is not supported by the sandbox")
		},
	}
	if s.jobs != nil {
		environment.Jobs = &s.jobs
	}
	config := exprparser.Config{Context: "job", Run: &model.Run{Workflow: s.workflow.graph(s.finished), JobID: s.job}}
	if s.inSteps {
		config.Context = "step"
	}
	if s.job != "" {
		for _, id := range s.workflow.needs(s.workflow.job(s.job)) {
			environment.Needs[id] = exprparser.Needs{Result: s.finished[id].Result, Outputs: s.finished[id].Outputs}
		}
	}
	return evaluator{interpreter: exprparser.NewInterpeter(environment, config), literals: s.github.others}
}

// githubContext is the github context, split by what act's type has fields for.
type githubContext struct {
	known  *model.GithubContext
	others map[string]any
}

// newGitHubContext reads the context that the host gave.
func newGitHubContext(given map[string]any) (githubContext, error) {
	encoded, err := json.Marshal(given)
	if err != nil {
		return githubContext{}, err
	}
	known := &model.GithubContext{}
	if err := json.Unmarshal(encoded, known); err != nil {
		return githubContext{}, fmt.Errorf("the github context: %w", err)
	}
	others := maps.Clone(given)
	for field := range reflect.TypeFor[model.GithubContext]().Fields() {
		delete(others, field.Tag.Get("json"))
	}
	return githubContext{known: known, others: others}, nil
}

// of returns the context with what is known only within a job.
func (g githubContext) of(job, token, workspace, eventPath string) githubContext {
	known := *g.known
	known.Job, known.Token, known.Workspace, known.EventPath = job, token, workspace, eventPath
	return githubContext{known: &known, others: g.others}
}
