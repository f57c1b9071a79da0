package policy

import (
	"slices"
	"strings"
)

// RuleProjectKnown passes when the request asks for nothing that the policy
// does not provide for.
const RuleProjectKnown = "project-known"

// The reasons of RuleProjectKnown.
const (
	ReasonProjectUnknown   = "project-unknown"
	ReasonProjectMoved     = "project-moved"
	ReasonTargetNotKnown   = "target-not-in-policy"
	ReasonEnvironmentGone  = "environment-missing"
	ReasonEnvironmentOpen  = "environment-open"
	ReasonBranchNotPattern = "branch-not-as-policy"
	ReasonBaseNotAllowed   = "base-not-allowed"
	ReasonBranchIsBase     = "branch-is-base"
	ReasonBranchProtected  = "branch-protected"
)

var projectKnown = rule{
	code:   RuleProjectKnown,
	passes: "project, targets, base and branch are what the policy provides for, the environments exist and can be deployed from the default branch only, and the repository is where it was",
	asked:  ofARequest,
	finish: true,
	find:   findProjectKnown,
	reasons: []Reason{
		{Code: ReasonProjectUnknown, Means: "The policy has no such project.", Remedy: "The owners add it under `projects`, or you ask for one that is there."},
		{Code: ReasonProjectMoved, Means: "The source repository is called something else now: it was renamed or moved, or is written with other capitals.", Remedy: "The owners put the new name into the policy; then ask again."},
		{Code: ReasonTargetNotKnown, Means: "The request names a target that the policy does not give this project, or in another order.", Remedy: "Ask again; the targets come from the policy."},
		{Code: ReasonEnvironmentGone, Means: "A target's Actions environment is not there.", Remedy: "An owner makes it in the settings of the central repository, with deployments from the default branch only."},
		{Code: ReasonEnvironmentOpen, Means: "A target's environment, or the gate's own, can be deployed from more than the default branch, so its secrets can be reached around the gate.", Remedy: "An owner names the default branch as its only deployment branch, in the settings of the central repository."},
		{Code: ReasonBranchNotPattern, Means: "The release branch is not called what the policy's `branch` makes of the version.", Remedy: "Ask again; the branch's name comes from the policy."},
		{Code: ReasonBaseNotAllowed, Means: "The request wants to be merged into a branch that `bases` does not name.", Remedy: "Ask again with a base that the policy allows, or the owners add this one."},
		{Code: ReasonBranchIsBase, Means: "The release branch is itself a base or the default branch.", Remedy: "The owners give `branch` a pattern that no base matches."},
		{Code: ReasonBranchProtected, Means: "The release branch is protected, so it could not be deleted afterwards, and is not one of this program's.", Remedy: "Lift the protection from the release branches."},
	},
}

func findProjectKnown(q *question) (o opinion) {
	if !q.rules.covers(q.request.Source()) {
		o.refuse(ReasonProjectUnknown, "the policy has no project %s", q.request.Source())
		return o
	}
	q.checkTargets(&o)
	q.checkGate(&o)
	q.checkNames(&o)
	o.pass("%s is %s in the policy", q.request.Source(), q.rules.Name)
	return o
}

// checkTargets looks at the targets and the environments that hold their
// secrets.
func (q *question) checkTargets(o *opinion) {
	source, sourceKnown := q.facts.Source.Get()
	environments, ok := read(o, "the environments", q.facts.Environments)
	after := -1
	for _, target := range q.request.Targets {
		i := slices.IndexFunc(q.rules.Targets, func(t Target) bool { return t.Name == target })
		if i < 0 {
			o.refuse(ReasonTargetNotKnown, "the policy has no target %s for %s", target, q.rules.Name)
			continue
		}
		if i <= after {
			o.refuse(ReasonTargetNotKnown, "target %s stands out of the policy's order", target)
		}
		after = max(after, i)
		named := q.rules.Targets[i].Environment
		environment, there := environments[named]
		switch {
		case !ok:
		case !there:
			o.refuse(ReasonEnvironmentGone, "the environment %s of target %s is missing", named, target)
		case sourceKnown && !environment.only(source.CentralBranch):
			o.refuse(ReasonEnvironmentOpen, "the environment %s of target %s can be deployed from more than %s", named, target, source.CentralBranch)
		}
	}
	if len(q.request.Targets) == 0 {
		o.refuse(ReasonTargetNotKnown, "the request names no target")
	}
}

// checkGate looks at the environment whose key reaches every source repository.
// Where it is missing, there is no key in it either.
func (q *question) checkGate(o *opinion) {
	source, sourceKnown := q.facts.Source.Get()
	environments, _ := q.facts.Environments.Get() // checkTargets says if they are not known
	if gate, there := environments[q.rules.Gate]; there && sourceKnown && !gate.only(source.CentralBranch) {
		o.refuse(ReasonEnvironmentOpen, "the environment %s, which holds the key to the source repositories, can be deployed from more than %s", q.rules.Gate, source.CentralBranch)
	}
}

// only reports whether deployments come from one branch alone.
func (e Environment) only(branch string) bool {
	return !e.AnyBranch && !e.Protected && branch != "" && slices.Equal(e.Branches, []string{branch})
}

// checkNames looks at repository, base and branch.
func (q *question) checkNames(o *opinion) {
	branch, base := q.request.Branch, q.request.Base
	if wanted := q.rules.BranchOf(q.request.Version); branch != wanted {
		o.refuse(ReasonBranchNotPattern, "the release branch is %s; the policy makes it %s", branch, wanted)
	}
	source, ok := read(o, "the source repository", q.facts.Source)
	if !ok {
		return
	}
	if source.FullName != q.request.Project {
		o.refuse(ReasonProjectMoved, "GitHub calls the repository %s, the request %s", source.FullName, q.request.Project)
	}
	if !q.rules.AllowsBase(base, source.DefaultBranch) {
		o.refuse(ReasonBaseNotAllowed, "%s is not among the bases %s", base, strings.Join(q.rules.Bases, ", "))
	}
	if branch == source.DefaultBranch || q.rules.AllowsBase(branch, source.DefaultBranch) {
		o.refuse(ReasonBranchIsBase, "the release branch %s is a base or the default branch", branch)
	}
	if source.BranchProtected {
		o.refuse(ReasonBranchProtected, "the release branch %s is protected", branch)
	}
}
