package graphql

import (
	"context"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// issues serves a repository's issues and labels, and the environments of its settings.
func (o repository) issues(_ context.Context, name string, a engine.Args) (any, bool, error) {
	switch name {
	case "issue":
		v, err := o.issue(a.Int("number"), anIssue)
		return v, true, err
	case "pullRequest":
		v, err := o.issue(a.Int("number"), aPull)
		return v, true, err
	case "issueOrPullRequest":
		v, err := o.issue(a.Int("number"), either)
		return v, true, err
	case "issues":
		all, err := o.s.hub.Issues(o.s.caller, o.r.ID)
		if err != nil {
			return nil, true, orUnresolved(err, "the issues.")
		}
		all = slices.DeleteFunc(all, func(i hub.Issue) bool { return i.Pull != nil })
		return o.s.issueConnection(all, a), true, nil
	case "pullRequests":
		all, err := o.s.hub.Pulls(o.s.caller, o.r.ID)
		if err != nil {
			return nil, true, orUnresolved(err, "the pull requests.")
		}
		return o.s.pullConnection(all, a), true, nil
	case "label":
		l, err := o.s.hub.Label(o.s.caller, o.r.ID, a.String("name"))
		if e := orUnresolved(err, "label"); err != nil && isNotFound(e) {
			return nil, true, nil // GitHub says nothing of a label that is not there
		} else if err != nil {
			return nil, true, e
		}
		return label{o.s, l}, true, nil
	case "labels":
		v, err := o.labels(a)
		return v, true, err
	case "milestone":
		return nil, true, unresolved("a Milestone with the number %d.", a.Int("number"))
	case "milestones":
		return none("Milestone", a), true, nil
	case "projects":
		return none("Project", a), true, nil
	case "projectsV2":
		return none("ProjectV2", a), true, nil
	case "pinnedIssues":
		return none("PinnedIssue", a), true, nil
	case "repositoryTopics":
		return none("RepositoryTopic", a), true, nil
	case "languages":
		return none("Language", a), true, nil
	case "releases":
		return none("Release", a), true, nil
	case "environment":
		e, err := o.s.hub.Environment(o.s.caller, o.r.ID, a.String("name"))
		if err != nil {
			return nil, true, orUnresolved(err, "an Environment with the name %s", a.String("name"))
		}
		return environment{e}, true, nil
	case "environments":
		v, err := o.environments(a)
		return v, true, err
	}
	return nil, false, nil
}

// What a field looks for by its number, in GitHub's words.
const (
	anIssue = "an Issue"
	aPull   = "a PullRequest"
	either  = "an issue or pull request"
)

func (o repository) issue(number int, what string) (any, error) {
	i, err := o.s.hub.Issue(o.s.caller, o.r.ID, number)
	if err != nil {
		return nil, orUnresolved(err, "%s with the number of %d.", what, number)
	}
	if (i.Pull != nil) != (what == aPull) && what != either {
		return nil, unresolved("%s with the number of %d.", what, number)
	}
	return o.s.issueOrPull(i), nil
}

func (o repository) labels(a engine.Args) (any, error) {
	all, err := o.s.hub.Labels(o.s.caller, o.r.ID)
	if err != nil {
		return nil, orUnresolved(err, "the labels.")
	}
	all = slices.DeleteFunc(all, func(l hub.Label) bool {
		return !strings.Contains(strings.ToLower(l.Name+"\n"+l.Description), strings.ToLower(a.String("query")))
	})
	return o.s.labelConnection(all, a), nil
}

func (o repository) environments(a engine.Args) (any, error) {
	all, err := o.s.hub.Environments(o.s.caller, o.r.ID)
	if err != nil {
		return nil, orUnresolved(err, "the environments.")
	}
	all = slices.DeleteFunc(all, func(e hub.Environment) bool {
		return len(a.Strings("names")) > 0 && !slices.Contains(a.Strings("names"), e.Name)
	})
	slices.SortFunc(all, func(x, y hub.Environment) int { return strings.Compare(x.Name, y.Name) })
	if a.Object("orderBy").String("direction") == "DESC" {
		slices.Reverse(all)
	}
	return connection("Environment", list(all, func(e hub.Environment) engine.Object { return environment{e} }), a), nil
}
