package request

import (
	"context"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// Handed is what the job that prepared hands to the one that attests. The
// project's own program ran in that job, so nothing of it is believed.
type Handed struct {
	Version   string
	Base      string
	Commit    string
	Changelog string
	Targets   []string // as craft lists them; only where the policy leaves them to craft
}

// Attest returns the message of the notice that asks for the release, and the
// changelog as it is shown. It holds what the other job handed over against the
// policy and against GitHub, and runs nothing of the project's.
func (r *Requester) Attest(ctx context.Context, wish Wish, handed Handed) (message, changelog string, err error) {
	rules := wish.Project.Rules()
	version, err := checkVersion(handed.Version, wish.Project)
	if err != nil {
		return "", "", err
	}
	if err := release.CheckCommit(handed.Commit); err != nil {
		return "", "", fault.Wrap(err, "the commit that was prepared")
	}
	l := &look{wish: wish, plan: &Plan{
		Project: wish.Project, Rules: rules, Version: version, Requester: r.asker(), Rehearsal: wish.Rehearsal,
		Tag: rules.TagOf(version), Branch: rules.BranchOf(version), Base: handed.Base,
	}}
	p := l.plan
	l.source, err = r.Hub.ReadSource(ctx, github.SourceQuery{
		Repository: p.Project.Source.Repository(), Branch: p.Branch, Base: p.Base, Tag: p.Tag, Commit: handed.Commit, WithoutCI: true,
	})
	if err != nil {
		return "", "", err
	}
	l.judgeRun(*r.Run)
	l.judgeBase()
	l.judgePrepared(handed.Commit)
	if p.TargetsOpen() {
		l.narrow(handed.Targets)
	}
	if err := fault.All("this run cannot ask for "+wish.Project.Name+" "+string(version), l.problems); err != nil {
		return "", "", err
	}
	changelog = record.CutForNotice(handed.Changelog)
	message, err = record.Attestation(release.Request{
		Schema: release.Schema, Project: p.Project.Source.Repository(), Path: p.Project.Source.Path,
		Version: version, Commit: handed.Commit, Branch: p.Branch, Base: p.Base, Targets: p.Targets(),
		Requester: p.Requester, Run: r.Run.ID.String(), Rehearsal: p.Rehearsal, Changelog: record.HashChangelog(changelog),
	}, changelog, record.Host(r.Hub.Host()))
	return message, changelog, err
}

// narrow leaves the plan those targets that craft listed in the other job.
func (l *look) narrow(listed []string) {
	p := l.plan
	known := p.Targets()
	for _, name := range listed {
		if !slices.Contains(known, name) {
			l.fail("", "%q is no target of the policy: %s", name, strings.Join(known, ", "))
		}
	}
	p.Rules.Targets = slices.DeleteFunc(slices.Clone(p.Rules.Targets), func(t policy.Target) bool { return !slices.Contains(listed, t.Name) })
}

// judgePrepared holds the commit to what the gate will ask for.
func (l *look) judgePrepared(commit string) {
	p, c := l.plan, l.source.Compare
	most := p.Rules.ReleaseCommits
	switch {
	case l.source.Head != commit:
		l.fail("run the whole workflow again", "the branch %s is not at %.12s, the commit that was prepared", p.Branch, commit)
	case c == nil || c.Behind > 0:
		l.fail("run the whole workflow again", "the commit %.12s does not contain today's %s", commit, p.Base)
	case c.Ahead > most, c.Ahead == 0 && p.Project.Prepare.By == config.ByRun:
		l.fail("", "the commit %.12s has %d commits that %s has not, and the policy allows 1 to %d (release-commits)", commit, c.Ahead, p.Base, most)
	}
}
