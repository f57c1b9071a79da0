package main

import (
	"maps"
	"path/filepath"
	"strings"
)

// githubVariables are the parts of the github context that GitHub also gives
// as variables.
// https://docs.github.com/en/actions/reference/workflows-and-actions/variables#default-environment-variables
var githubVariables = []string{
	"actor", "actor_id", "api_url", "base_ref", "event_name", "graphql_url", "head_ref", "ref", "ref_name",
	"ref_protected", "ref_type", "repository", "repository_id", "repository_owner", "repository_owner_id",
	"retention_days", "run_attempt", "run_id", "run_number", "server_url", "sha", "triggering_actor",
	"workflow", "workflow_ref", "workflow_sha",
}

// environment is the whole environment of a step: what the host gave, what the
// workflow says, and what GitHub sets, which nobody overrides.
func (s *stepRun) environment() map[string]string {
	p := s.place
	env := map[string]string{"CI": "true", "LANG": "C.UTF-8", "HOME": p.home, "TMPDIR": p.tmp}
	maps.Copy(env, s.answer.Env)
	maps.Copy(env, s.env)
	for _, name := range githubVariables {
		value, _ := s.order.GitHub[name].(string)
		env["GITHUB_"+strings.ToUpper(name)] = value
	}
	for variable, file := range fileVariables {
		env[variable] = filepath.Join(s.files.dir, file)
	}
	id := text(s.step.ID)
	if id == "" {
		id = "__run"
	}
	maps.Copy(env, map[string]string{
		"GITHUB_ACTIONS": "true", "GITHUB_ACTION": id, "GITHUB_JOB": s.job.ID.Value,
		"GITHUB_WORKSPACE": p.workspace, "GITHUB_EVENT_PATH": p.event,
	})
	for name, value := range p.context() {
		if value, _ := value.(string); value != "" {
			env["RUNNER_"+strings.ToUpper(name)] = value
		}
	}
	if len(s.path) > 0 {
		env["PATH"] = strings.Join(append(s.path[:len(s.path):len(s.path)], env["PATH"]), string(filepath.ListSeparator))
	}
	return env
}
