package config

import (
	"fmt"
	"slices"
)

// Unsupported returns the settings that this version reads but does not carry
// out, each with what to write instead, in the file's order. A policy that has
// one is refused by everything that would have to rely on it: a rule that is
// not applied must not look as if it were.
func (p *Policy) Unsupported() Problems {
	var all Problems
	for _, project := range p.Projects {
		all = append(all, project.Unsupported()...)
	}
	return all.sorted()
}

// Unsupported returns the settings among those that hold for the project.
func (p *Project) Unsupported() Problems {
	r := &reporter{file: p.policy.file}
	for _, s := range slices.Concat(p.unsupportedRules(), p.unsupportedRoad()) {
		if s.asked {
			r.report(s.at, "%s not carried out by this version; %s", s.what, s.instead)
		}
	}
	return r.problems.sorted()
}

// setting is one that is not carried out.
type setting struct {
	asked   bool // the policy asks for it
	at      position
	what    string
	instead string
}

func (p *Project) unsupportedRules() []setting {
	r := p.rules
	people := func(list []string, keys ...string) setting {
		return setting{
			slices.ContainsFunc(list, isTeam), p.at(keys...),
			fmt.Sprintf("teams in %s are", keys[len(keys)-1]), "write the logins of people",
		}
	}
	return []setting{
		people(r.Approval.Approvers, "approval", "approvers"),
		people(r.Requests.Requesters, "requests", "requesters"),
		{len(r.Approval.Via) > 0, p.all("approval", "via"), "approvals through an App (via) are", "write via: []"},
		{len(r.Approval.Emergency) > 0, p.all("approval", "emergency"), "emergency releases are", "write emergency: []"},
		{!r.Requests.Local, p.all("requests", "local"), "releases prepared only by a workflow (local: false) are", "write local: true"},
		{r.Requests.ExpireAfter > 0, p.all("requests", "expire-after"), "expiry of requests (expire-after, by default 14d) is", "write requests: {expire-after: never}"},
		{len(r.Blockers) > 0, p.either("blockers"), "blockers (by default [release-blocker]) are", "write blockers: []"},
		{len(r.Freezes) > 0, p.all("freezes"), "freezes are", "leave them out"},
		{r.AutoApprove, p.at("auto-approve"), "auto-approve is", "leave it out"},
	}
}

func (p *Project) unsupportedRoad() []setting {
	scheme := p.Versioning.Scheme
	return []setting{
		{scheme == calverName || scheme == pep440Name, p.at("versioning"), "versioning by " + scheme + " is", "write versioning: semver, or {pattern: REGEXP}"},
		{p.Schedule != "", p.at("schedule"), "releases on a schedule are", "leave it out"},
		{p.Prepare.By == ByCraft, p.at("prepare"), "prepare: craft (the default) in " + p.path() + " is", "write prepare: {run: [program, argument]}, or none"},
		{p.Publish.By == ByCraft, p.at("publish"), "publish: craft (the default) in " + p.path() + " is", "write publish: {run: [program, argument]}"},
	}
}

// all returns where a setting of all projects stands: the nearest key above it
// that is written.
func (p *Project) all(keys ...string) position {
	var paths []string
	path := ""
	for _, key := range keys {
		path = join(path, key)
		paths = append(paths, path)
	}
	slices.Reverse(paths)
	return p.policy.at(append(paths, "version")...)
}

// either returns where a setting stands that a project may override: its own,
// else that of all projects.
func (p *Project) either(key string) position {
	return p.policy.at(p.path(key), key, "version")
}
