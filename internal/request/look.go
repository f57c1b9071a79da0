package request

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// look is what was seen before anything is planned.
type look struct {
	plan     *Plan
	wish     Wish
	source   *github.Source
	tags     []github.Ref
	titled   []github.RequestIssue
	problems []error
}

// refuse is for what a rule says no to, fail for everything else. An empty hint
// is none.
func (l *look) refuse(hint, format string, args ...any) {
	l.problems = append(l.problems, fault.New(fault.Refused, format, args...).WithHint("%s", hint))
}

func (l *look) fail(hint, format string, args ...any) {
	l.problems = append(l.problems, fault.New(fault.Failed, format, args...).WithHint("%s", hint))
}

// Look reads everything that could stand against the wish, in two rounds, and
// returns the plan or all problems at once. A word in place of the version takes
// one round more.
func (r *Requester) Look(ctx context.Context, wish Wish) (*Plan, error) {
	plan, problems, err := r.Judge(ctx, wish)
	if err != nil {
		return nil, err
	}
	if err := fault.All(fmt.Sprintf("%s %s cannot be requested", wish.Project.Name, plan.Version), problems); err != nil {
		return nil, err
	}
	return plan, nil
}

// Judge does as Look, and tells what stands against the wish apart from what went
// wrong in looking.
func (r *Requester) Judge(ctx context.Context, wish Wish) (plan *Plan, problems []error, err error) {
	rules := wish.Project.Rules()
	var choice *Choice
	if isWord(wish.Version) {
		c, err := r.choose(ctx, wish)
		if err != nil {
			return nil, nil, err
		}
		choice, wish.Version = &c, string(c.Version)
	}
	version, err := checkVersion(wish.Version, wish.Project)
	if err != nil {
		return nil, nil, err
	}
	l := &look{wish: wish, plan: &Plan{
		Project: wish.Project, Rules: rules, Version: version, Choice: choice, Requester: r.asker(), Rehearsal: wish.Rehearsal,
		Tag: rules.TagOf(version), Branch: rules.BranchOf(version), Base: baseOf(wish, rules),
	}}
	if err := r.readAround(ctx, l); err != nil {
		return nil, nil, err
	}
	if err := r.leaveOutIdle(ctx, l); err != nil {
		return nil, nil, err
	}
	l.plan.Trunk, l.plan.Shared = l.source.DefaultBranch, wish.Shared
	r.judge(l)
	if len(l.problems) == 0 {
		if err := r.lookAtBranch(ctx, l); err != nil {
			return nil, nil, err
		}
	}
	return l.plan, l.problems, nil
}

// baseOf is the branch that is wished for, or the usual one; empty for the default
// branch.
func baseOf(wish Wish, rules policy.Rules) string { return cmp.Or(wish.Base, rules.UsualBase("")) }

func notThere(err error, repository string) error {
	return fault.Wrap(err, "the source repository %s is not there, or you may not see it", repository)
}

// correct is what to do about a repository with another name.
func (r *Requester) correct() string {
	return fmt.Sprintf("an owner of %s writes the new name into %s", r.central(), config.Path)
}

func (r *Requester) readAround(ctx context.Context, l *look) error {
	repository := l.plan.Project.Source.Repository()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		l.source, err = r.Hub.ReadSource(ctx, github.SourceQuery{Repository: repository, Branch: l.plan.Branch, Base: l.plan.Base, Tag: l.plan.Tag})
		if github.IsNotFound(err) {
			return notThere(err, repository)
		}
		return err
	})
	g.Go(func() (err error) {
		l.tags, err = r.Hub.TagsWithPrefix(ctx, repository, l.plan.Rules.TagPrefix())
		if github.IsNotFound(err) || github.IsConflict(err) || github.IsMoved(err) {
			return nil // the query above says it, with all it means; 409 is an empty repository
		}
		return err
	})
	g.Go(func() (err error) {
		if r.Run != nil {
			return nil // a job of the source repository may not see the requests
		}
		l.titled, err = r.Hub.IssuesTitled(ctx, r.Central.Name, record.TitleOf(l.plan.Project.Source, l.plan.Version))
		return err
	})
	return g.Wait()
}

// judge holds what was seen against the policy.
func (r *Requester) judge(l *look) {
	repository := l.plan.Project.Source.Repository()
	if !release.SameRepository(l.source.Name, repository) {
		l.fail(r.correct(), "%s has moved to %s, and the policy still has the old name", repository, l.source.Name)
		return
	}
	if l.source.Archived {
		l.fail("a maintainer can unarchive it", "%s is archived", repository)
	}
	if r.Run != nil {
		l.judgeRun(*r.Run)
	} else {
		r.judgePerson(l)
	}
	l.judgeBase()
	l.judgeVersion(r.central())
	l.judgeOthers(r)
	if l.plan.Open != nil {
		l.problems = nil // nothing is going to be changed, so nothing stands against it
	}
}

// judgePerson looks at what only matters where a person asks: the central
// repository, and what they may do.
func (r *Requester) judgePerson(l *look) {
	repository := l.plan.Project.Source.Repository()
	for _, problem := range l.plan.Project.Unreachable(l.source.Private) {
		l.fail(fmt.Sprintf("an owner of %s changes the policy", r.Central.Name), "%v", problem)
	}
	if r.Central.Archived {
		l.fail("name another one with -R OWNER/REPO", "the central repository %s is archived", r.Central.Name)
	}
	if !r.Central.Issues {
		l.fail("an owner turns issues on in its settings", "the central repository %s takes no issues, so nothing can be asked for", r.Central.Name)
	}
	if r.Asker != nil {
		return // what they may do was asked with the key that can
	}
	if !slices.Contains([]string{"WRITE", "MAINTAIN", "ADMIN"}, l.source.Permission) {
		l.fail(fmt.Sprintf("ask a maintainer of %s for write access", repository),
			"you (%s) may not push to %s, so no release branch can be made", l.plan.Requester, repository)
	}
	if list := l.plan.Rules.Requests.Requesters; len(list) > 0 && !slices.ContainsFunc(list, func(login string) bool {
		return release.SameLogin(login, l.plan.Requester)
	}) {
		l.refuse("", "you (%s) are not among the requesters of %s: %s", l.plan.Requester, l.plan.Rules.Name, strings.Join(list, ", "))
	}
}

func (l *look) judgeBase() {
	p := l.plan
	if p.Base == "" {
		p.Base, p.BaseCommit = l.source.DefaultBranch, l.source.DefaultHead
	} else {
		p.BaseCommit = l.source.Base
	}
	switch {
	case !p.Rules.AllowsBase(p.Base, l.source.DefaultBranch):
		l.refuse("name one of those with --base", "%s is no branch that releases of %s may be merged into: %s", p.Base, p.Rules.Name, strings.Join(p.Rules.Bases, ", "))
	case p.BaseCommit == "":
		l.fail("name another branch with --base", "%s has no branch %s", p.Project.Source.Repository(), p.Base)
	}
}

// judgeVersion refuses what is out already, and what is older than its series.
// That it is out, a tag says: an issue that says so anybody can write and close.
func (l *look) judgeVersion(central string) {
	p := l.plan
	if l.source.Tag != "" {
		for _, issue := range l.titled {
			if issue.State == "CLOSED" && issue.Reason == "COMPLETED" {
				l.refuse("", "%s %s is released already: %s#%d", p.Rules.Name, p.Version, central, issue.Number)
				return
			}
		}
		l.refuse("", "the tag %s exists already, at %s", p.Tag, l.source.Tag)
		return
	}
	p.Last = p.Rules.Scheme.Newest(p.Version, versionsOf(p.Rules, l.tags))
	if p.Last != "" && !p.Rules.Scheme.Exceeds(p.Version, p.Last) {
		l.refuse("", "%s is not newer than %s, the newest of its series", p.Version, p.Last)
	}
}

// askerOf is who asked for a request that is there: of what a bot filed, whom
// its record names.
func askerOf(issue github.RequestIssue, asked release.Request) release.Person {
	author := issue.Author.Person()
	if asked.Run != "" && author.Type == "Bot" && asked.Requester != "" {
		return release.Person{Login: asked.Requester}
	}
	return author
}

// judgeOthers finds open requests for the same version. A rehearsal and a
// release do not stand in each other's way, as long as the branch stays.
func (l *look) judgeOthers(r *Requester) {
	for _, issue := range l.titled {
		parsed, problems := record.Parse(issue.Title, issue.Body, record.Host(r.Hub.Host()))
		if issue.State != "OPEN" || len(problems) > 0 {
			continue
		}
		filed := &Filed{Number: issue.Number, URL: issue.URL, Commit: parsed.Request.Commit}
		author := askerOf(issue, parsed.Request)
		switch {
		case parsed.Request.Rehearsal != l.wish.Rehearsal:
			if l.wish.Fresh {
				l.refuse(fmt.Sprintf("leave --fresh away, or end that one first: gh release-request view %d", issue.Number),
					"%s is of the same branch, which --fresh would move", issue.URL)
			}
		case r.Asker != nil:
			l.refuse("", "%s asked for %s %s already: %s", author.Login, l.plan.Rules.Name, l.plan.Version, issue.URL)
		case author.ID != r.Central.Viewer.DatabaseID && !release.SameLogin(author.Login, r.Central.Viewer.Login):
			l.refuse(fmt.Sprintf("gh release-request view %d", issue.Number),
				"%s asked for %s %s already: %s", author.Login, l.plan.Rules.Name, l.plan.Version, issue.URL)
		case !l.wish.Fresh && l.source.Head == filed.Commit && parsed.Request.Base == l.plan.Base:
			if l.plan.Open == nil || filed.Number < l.plan.Open.Number { // of two that are the same, the lower number stays
				l.plan.Open = filed
			}
		default:
			l.plan.Replaces = filed
		}
	}
}

// lookAtBranch decides whether a release branch that is there already is taken
// as it is.
func (r *Requester) lookAtBranch(ctx context.Context, l *look) error {
	p := l.plan
	p.BranchWas = l.source.Head
	if p.BranchWas == "" || p.Open != nil || l.wish.Fresh {
		return nil
	}
	branch, err := r.Hub.ReadSource(ctx, github.SourceQuery{
		Repository: p.Project.Source.Repository(), Branch: p.Branch, Base: p.Base, Tag: p.Tag, Commit: p.BranchWas, WithoutCI: true,
	})
	if err != nil {
		return err
	}
	c := branch.Compare
	if r.Run != nil && r.Run.Requester == "" && (c == nil || c.Ahead > 0) {
		// Nobody asked, so nobody would be left out of those who may approve it.
		l.fail("ask for it by hand, or delete the branch", "the branch %s is there already, and a schedule takes no commits that somebody else may have made", p.Branch)
		return nil
	}
	if c != nil && c.Behind == 0 && (c.Ahead > 0 && c.Ahead <= p.Rules.ReleaseCommits || c.Ahead == 0 && p.Project.Prepare.By != config.ByRun) {
		p.Take = true
		return nil
	}
	anew := "add --fresh to prepare it anew"
	if r.Run != nil { // a workflow has no such flag
		anew = "delete the branch, and start the workflow again"
	}
	l.fail(anew, "the branch %s is there already, and is not 1 to %d commits on today's %s",
		p.Branch, p.Rules.ReleaseCommits, p.Base)
	return nil
}
