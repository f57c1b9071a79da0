// Package policy decides whether a request may be published now: Evaluate
// takes what the policy file demands (Rules), what is wanted (a request) and
// what GitHub attests (Facts), and gives a Verdict with every rule's outcome.
// It stands on the pure floor: no I/O, no clock of its own, no knowledge of
// how facts are read or how a verdict is shown. The same function runs in the
// preview on a laptop and in the gate.
package policy

import (
	"path"
	"slices"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/release"
)

// Rules is what the policy file demands of one project, defaults and the
// project's own settings already merged. The zero Rules, without a Name, are
// those of a project that is not in the policy.
type Rules struct {
	Name    string          // short name in the policy
	Project release.Project // where it lives

	Approval Approval
	Requests Requests
	CI       CI

	Blockers []string // labels of issues in the source repository that hold a release; empty: none
	Freezes  []Freeze

	Bases          []string // merge targets a request may name: exact names, patterns with *, or DEFAULT
	Branch         string   // pattern of the release branch
	Tag            string   // pattern of the tag
	ReleaseCommits int      // commits the release branch may have that its base has not

	Gate         string         // environment of the gate, which holds the key to the source repositories
	Targets      []Target       // in publishing order
	Scheme       release.Scheme // never nil
	AutoApprove  bool
	ReleaseFiles []string // files that an auto-approved release may change
}

// DefaultBranch stands in Bases for the source repository's default branch.
const DefaultBranch = "DEFAULT"

// Approval is who must agree.
type Approval struct {
	Required          int           // distinct people
	Approvers         []string      // logins and @org/team; empty: whoever has triage or more in the central repository
	SelfApproval      bool          // the requester's approval counts
	CommitterApproval bool          // approvals of authors, committers and pushers of the release-only commits count
	Via               []string      // slugs of Apps through which a person's label counts
	ValidFor          time.Duration // 0: for ever
	Emergency         []string      // logins and @org/team who may break the glass
}

// Requests is who may ask, and for how long the wish stands.
type Requests struct {
	Requesters  []string      // logins and @org/team; empty: whoever has write on the source repository
	Local       bool          // a person's machine may prepare
	ExpireAfter time.Duration // 0: never
}

// CI is which checks of the release commit must have passed.
type CI struct {
	Require string    // CIAll, CINone or CIListed
	Listed  []CICheck // with CIListed
	Wait    time.Duration
}

// The values of CI.Require.
const (
	CIAll    = "all"
	CINone   = "none"
	CIListed = "listed"
)

// CICheck names a check that must be there and successful. Empty App and
// Workflow mean any.
type CICheck struct {
	Name     string
	App      string // slug
	Workflow string // path or name of the workflow file
}

// Freeze is a span of time in which nothing is published.
type Freeze struct {
	From   time.Time // included
	Until  time.Time // excluded: the start of the day after the last
	Reason string
	Except []string // short names of projects it does not hold
}

// Target is one place that the project is published to.
type Target struct {
	Name        string
	Environment string
}

// BranchOf returns the release branch of a version.
func (r Rules) BranchOf(v release.Version) string { return r.fill(r.Branch, v) }

// TagOf returns the tag of a version.
func (r Rules) TagOf(v release.Version) string { return r.fill(r.Tag, v) }

// VersionOf returns the version that a tag of this project's pattern stands
// for; ok is false for a tag of another pattern.
func (r Rules) VersionOf(tag string) (v release.Version, ok bool) {
	before, after, _ := strings.Cut(r.fillPath(r.Tag), "{version}")
	if rest, found := strings.CutPrefix(tag, before); found {
		if rest, found := strings.CutSuffix(rest, after); found {
			v, err := release.ParseVersion(rest)
			return v, err == nil
		}
	}
	return "", false
}

// AllowsBase reports whether Bases name a branch as one that a release may be
// merged into. As in GitHub's own patterns, * stands for anything but a slash.
func (r Rules) AllowsBase(branch, defaultBranch string) bool {
	return slices.ContainsFunc(r.Bases, func(pattern string) bool {
		if pattern == DefaultBranch {
			return branch == defaultBranch
		}
		matches, err := path.Match(pattern, branch)
		return err == nil && matches
	})
}

// TagPrefix returns what every tag of this project begins with; it may be
// empty.
func (r Rules) TagPrefix() string {
	before, _, _ := strings.Cut(r.fillPath(r.Tag), "{version}")
	return before
}

func (r Rules) fill(pattern string, v release.Version) string {
	return strings.ReplaceAll(r.fillPath(pattern), "{version}", string(v))
}

// fillPath writes / as -, since a path is one component of the names.
func (r Rules) fillPath(pattern string) string {
	return strings.ReplaceAll(pattern, "{path}", strings.ReplaceAll(r.Project.Path, "/", "-"))
}
