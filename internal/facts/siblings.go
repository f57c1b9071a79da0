package facts

import (
	"context"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// touched tells of comments that were edited as far as REST does: not by whom.
// The workflow edits its status, so it is taken for the editor.
func touched(timeline []github.TimelineEvent, workflow release.Person) map[int64]release.Person {
	edited := map[int64]release.Person{}
	for _, e := range timeline {
		if e.Event == "commented" && !e.CreatedAt.Equal(e.UpdatedAt) {
			edited[e.ID] = workflow
		}
	}
	return edited
}

// siblingFact tells of another request for the version. What it published
// stays published after an edit: every digest counts that a job or a receipt
// names. If one of those is not the record's, nobody knows of which commit it
// was, and Commit stays empty.
func siblingFact(issue github.RequestIssue, past past, comments []Comment, unfinished []github.Run, workflow release.Person, web record.Host) policy.Sibling {
	s := policy.Sibling{Number: issue.Number, Open: issue.State == "OPEN", Requester: issue.Author.Person(), CreatedAt: issue.CreatedAt,
		Commands: commands(comments)}
	for _, run := range unfinished {
		number, ok := requestOf(run)
		s.Publishing = s.Publishing || ok && number == issue.Number && !run.Finished()
	}
	s.Form = s.Requester.Human() && workflow.Same(issue.Editor.Person())
	parsed, problems := record.Parse(issue.Title, issue.Body, web)
	if len(problems) == 0 {
		s.Digest, s.Commit, s.Rehearsal = parsed.Digest, parsed.Request.Commit, parsed.Request.Rehearsal
		s.Run, s.Asked = parsed.Request.Run, parsed.Request.Requester
	}
	s.Targets = targetsOf(parsed.Request.Targets, s.Digest, past.jobs)
	againstReceipts(s.Targets, Receipts(comments), s.Digest, past)
	if foreign := ofOtherDigests(s.Digest, past, comments); len(foreign) > 0 {
		s.Commit = ""
		for name, fact := range foreign {
			if s.Targets[name].State != policy.TargetPublished {
				s.Targets[name] = fact
			}
		}
	}
	return s
}

// askers reads whose the logins are that the records of open requests give for who
// had a run ask, by the requests' numbers. One that is nobody's is left out.
func (r *Reader) askers(ctx context.Context, siblings []github.RequestIssue, workflow release.Person) (map[int]release.Person, error) {
	var mu sync.Mutex
	all := map[int]release.Person{}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for _, s := range siblings {
		parsed, _ := record.Parse(s.Title, s.Body, record.Host(r.Central.Host()))
		asked := parsed.Request
		if s.State != "OPEN" || !workflow.Same(s.Author.Person()) || asked.Run == "" || asked.Requester == "" {
			continue
		}
		g.Go(func() error {
			account, err := r.Central.User(ctx, asked.Requester)
			if github.IsNotFound(err) {
				return nil
			}
			mu.Lock()
			defer mu.Unlock()
			all[s.Number] = account.Person()
			return err
		})
	}
	return all, g.Wait()
}

// ofOtherDigests says which targets are out, or may be, of another record than
// the one that stands there now. An altered receipt may have named any.
func ofOtherDigests(digest release.Digest, all past, comments []Comment) map[string]policy.TargetFact {
	others := past{runs: all.runs}
	for _, j := range all.jobs {
		if digest.IsZero() || !strings.HasSuffix(j.Name, " "+digest.Short()) {
			others.jobs = append(others.jobs, j)
		}
	}
	targets := anyTargets(others.jobs)
	for _, found := range Receipts(comments) {
		other, known := found.Receipt.Request, all
		if other.Short() == digest.Short() {
			known = past{} // its jobs bear the names of this one's
		}
		if other != digest {
			againstReceipts(targets, []record.Found{found}, other, known)
		}
	}
	for _, c := range comments {
		if c.Altered {
			targets["?"] = policy.TargetFact{State: policy.TargetUnknown, URL: c.URL, Why: "a receipt was altered"}
		}
		if c.Newer {
			targets["?"] = policy.TargetFact{State: policy.TargetUnknown, URL: c.URL, Why: "a receipt is written by a newer version of this program"}
		}
	}
	return targets
}
