package actions

import (
	"fmt"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// answer decides whether a job may start, and hands out what it may use.
func (a *attempt) answer(q JobQuestion) *JobAnswer {
	if q.Calls {
		mine, answer := a.waitForGroup(q)
		a.calls[q.Job] = append(a.calls[q.Job], mine)
		if answer == nil {
			answer = &JobAnswer{Job: q.Job}
		}
		return answer
	}
	j := a.job(q.Job)
	a.change(j, hub.JobChange{Name: q.Name})
	if q.Environment != "" {
		if refusal := a.refusal(q.Environment); refusal != "" {
			return &JobAnswer{Job: q.Job, Refusal: refusal}
		}
	}
	if q.Concurrency != nil {
		var answer *JobAnswer
		if j.claim, answer = a.waitForGroup(q); answer != nil {
			return answer
		}
	}
	_, byDefault := a.hub.ActionsDefaults(a.repo.ID)
	token := a.hub.NewToken(hub.TokenSpec{
		Kind: hub.Job, Repos: []string{a.repo.FullName()}, Permissions: tokenPermissions(q.Permissions, byDefault), Run: a.run, Job: j.id,
	})
	j.token = token.Secret
	secrets, passable := a.hub.SecretValues(a.repo.ID, q.Environment), map[string]string(nil)
	if q.Called {
		secrets, passable = a.hub.EnvironmentSecretValues(a.repo.ID, q.Environment), a.hub.SecretValues(a.repo.ID, "")
	}
	return &JobAnswer{
		Job: q.Job, Token: token.Secret, Secrets: secrets, Passable: passable, Env: a.options.Environment(a.repo),
	}
}

// refusal says why a job of this ref may not use an environment, empty if it
// may.
// https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments#deployment-branches-and-tags
func (a *attempt) refusal(name string) string {
	environment, err := a.hub.UseEnvironment(a.repo.ID, name)
	if err != nil {
		return err.Error()
	}
	ref, _ := a.github["ref"].(string)
	kind, short := "Branch", strings.TrimPrefix(ref, "refs/heads/")
	isProtected := false
	if tag, ok := strings.CutPrefix(ref, "refs/tags/"); ok {
		kind, short = "Tag", tag
	} else {
		_, isProtected = a.hub.ProtectionOf(a.repo.ID, short)
	}
	if environment.Allows(ref, isProtected) {
		return ""
	}
	return fmt.Sprintf("%s \"%s\" is not allowed to deploy to %s due to environment protection rules.", kind, short, environment.Name)
}

// waitForGroup waits for the turn of a job in its own concurrency group. It
// returns the answer for a job that does not get it.
func (a *attempt) waitForGroup(q JobQuestion) (*claim, *JobAnswer) {
	mine := a.groups.claim(a.repo.ID, q.Concurrency, a.run, a.cancel)
	if mine == nil {
		return nil, &JobAnswer{Job: q.Job, Refusal: fmt.Sprintf(
			"Canceling since a deadlock was detected for concurrency group: '%s' between a top level workflow and '%s'",
			q.Concurrency.Group, q.Job,
		)}
	}
	select {
	case <-mine.granted:
		return mine, nil
	case <-mine.displaced:
	case <-a.cancelled:
	case <-a.ctx.Done():
	}
	return mine, &JobAnswer{Job: q.Job, Cancelled: true}
}

// tokenScopes are the permissions that a job's token can have.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions
var tokenScopes = []string{
	"actions", "attestations", "checks", "contents", "deployments", "discussions", "issues", "packages", "pages",
	"pull_requests", "security_events", "statuses",
}

// tokenPermissions turns a permissions section into those of a token. Without
// one it has what the repository gives by default: to read contents and
// packages, or to write everything.
// https://docs.github.com/en/actions/concepts/security/github_token
func tokenPermissions(p *Permissions, byDefault hub.Access) map[string]hub.Access {
	switch {
	case p == nil && byDefault == hub.WriteAccess:
		p = &Permissions{All: "write"}
	case p == nil:
		p = &Permissions{Scopes: map[string]string{"contents": "read", "packages": "read"}}
	}
	levels := map[string]hub.Access{"read": hub.ReadAccess, "write": hub.WriteAccess}
	cut := map[string]hub.Access{"metadata": hub.ReadAccess}
	for _, scope := range tokenScopes {
		level := p.All
		if level == "" {
			level = p.Scopes[strings.ReplaceAll(scope, "_", "-")]
		}
		if access := levels[level]; access != hub.NoAccess {
			cut[scope] = access
		}
	}
	return cut
}
