package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/rhysd/actionlint"
)

// permissionsOf are those of a job: its own, else those of its workflow, else
// those of the job that calls the workflow.
func (w workflow) permissionsOf(job *actionlint.Job, ceiling *Permissions) *Permissions {
	return cmp.Or(permissions(job.Permissions), permissions(w.tree.Permissions), ceiling)
}

// permissions reads a permissions section; those of a job replace those of its
// workflow as a whole.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions
func permissions(given *actionlint.Permissions) *Permissions {
	if given == nil {
		return nil
	}
	p := &Permissions{Scopes: map[string]string{}}
	switch text(given.All) {
	case "read-all":
		p.All = "read"
	case "write-all":
		p.All = "write"
	}
	for _, scope := range given.Scopes {
		p.Scopes[text(scope.Name)] = text(scope.Value)
	}
	return p
}

// byDefault is what a token may do where the file says nothing, in repositories
// made since 2023.
// https://docs.github.com/en/actions/concepts/security/github_token
var byDefault = &Permissions{Scopes: map[string]string{"contents": "read", "packages": "read"}}

// of is the level of one scope.
func (p *Permissions) of(scope string) string {
	switch {
	case p == nil:
		return byDefault.of(scope)
	case p.All != "":
		return p.All
	}
	return cmp.Or(p.Scopes[scope], "none")
}

// excess says in GitHub's words what is more than a ceiling, and what that
// allows; empty if nothing is.
func (p *Permissions) excess(ceiling *Permissions) (asked, allowed string) {
	if p == nil {
		return "", ""
	}
	scopes := slices.Sorted(maps.Keys(p.Scopes))
	if p.All != "" {
		scopes = []string{"actions", "contents", "issues"} // those that differ wherever some do
	}
	levels := []string{"none", "read", "write"}
	var more, less []string
	for _, scope := range scopes {
		want, have := p.of(scope), ceiling.of(scope)
		if slices.Index(levels, want) > slices.Index(levels, have) {
			more, less = append(more, scope+": "+want), append(less, scope+": "+have)
		}
	}
	return strings.Join(more, ", "), strings.Join(less, ", ")
}

// overreach finds jobs of called workflows that want to do more than the jobs
// that call them: GitHub then runs nothing.
// https://docs.github.com/en/actions/reference/workflows-and-actions/reusing-workflow-configurations
func (w workflow) overreach(ceiling *Permissions) []string {
	var problems []string
	for _, job := range w.jobs {
		called := w.calledBy(job)
		if called == nil {
			continue
		}
		allowed := w.permissionsOf(job, ceiling)
		for _, nested := range called.jobs {
			if asked, only := called.permissionsOf(nested, allowed).excess(allowed); asked != "" {
				problems = append(problems, w.calling(job, fmt.Sprintf(
					"The nested job '%s' is requesting '%s', but is only allowed '%s'.", nested.ID.Value, asked, only,
				)))
			}
		}
		problems = append(problems, called.overreach(allowed)...)
	}
	return problems
}
