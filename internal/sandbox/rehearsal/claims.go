package rehearsal

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// The checks of claims. Each returns what is so instead.

func published(want ...string) func(*Stage) error {
	return func(s *Stage) error {
		if got := s.Registry.Published(); !slices.Equal(got, want) {
			return fmt.Errorf("the registry holds %v", got)
		}
		return nil
	}
}

func issues(want int) func(*Stage) error {
	return func(s *Stage) error {
		h := s.Box.Hub()
		all, err := h.Issues(h.As(owner), h.Settings(centralRepo).ID())
		if err == nil && len(all) != want {
			err = fmt.Errorf("there are %d", len(all))
		}
		return err
	}
}

func labels(number int, want ...string) func(*Stage) error {
	return func(s *Stage) error {
		issue, err := s.issue(number)
		if err != nil {
			return err
		}
		var got []string
		for _, l := range issue.Labels {
			got = append(got, l.Name)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			return fmt.Errorf("it has the labels %v", got)
		}
		return nil
	}
}

// ran is true when exactly these jobs of the newest publish run did something.
func ran(want ...string) func(*Stage) error {
	return func(s *Stage) error {
		_, jobs, err := s.newestRun("publish.yml")
		if err != nil {
			return err
		}
		var got []string
		for _, job := range jobs {
			if job.Conclusion != "skipped" {
				got = append(got, plainName(job.Name))
			}
		}
		if !slices.Equal(got, want) {
			return fmt.Errorf("the jobs that ran are %q", got)
		}
		return nil
	}
}

// noRun is true while a workflow has not run.
func noRun(file string) func(*Stage) error {
	return func(s *Stage) error {
		if run, _, err := s.newestRun(file); err == nil {
			return fmt.Errorf("run %d has", run.ID)
		}
		return nil
	}
}

// blocked is true when the first issue of a project is open and holds its
// releases, or, without, is closed.
func blocked(repo string, want bool) func(*Stage) error {
	return func(s *Stage) error {
		h := s.Box.Hub()
		issue, err := h.Issue(h.As(owner), h.Settings(repo).ID(), 1)
		if err != nil {
			return err
		}
		labelled := slices.ContainsFunc(issue.Labels, func(l hub.Label) bool { return l.Name == blocker })
		if open := issue.State != hub.ClosedState; !labelled || open != want {
			return fmt.Errorf("it is %s", issue.State)
		}
		return nil
	}
}

// plainName is the name of a job without the digest of the request; that of a
// job which was skipped has the expression for it.
func plainName(job string) string { return digest.ReplaceAllString(job, "") }

var digest = regexp.MustCompile(` ([0-9a-f]{12}|\$\{\{.*\}\})`)

// attested is true when the newest run of a project left one record.
func attested(repo string) func(*Stage) error {
	return func(s *Stage) error {
		runs, err := s.runs(repo)
		if err != nil {
			return err
		}
		h := s.Box.Hub()
		checks, err := h.CheckRuns(h.As(owner), h.Settings(repo).ID(), runs[len(runs)-1].SHA)
		if err != nil {
			return err
		}
		records := 0
		for _, check := range checks {
			for _, note := range check.Annotations {
				if note.Title == ours[len("gh-"):] {
					records++
				}
			}
		}
		if records != 1 {
			return fmt.Errorf("there are %d records", records)
		}
		return nil
	}
}

// asked is true when a request, which the workflow filed, says all the words.
func asked(number int, want ...string) func(*Stage) error {
	return func(s *Stage) error {
		issue, err := s.issue(number)
		if err != nil {
			return err
		}
		missing := slices.IndexFunc(want, func(words string) bool { return !strings.Contains(issue.Body, words) })
		if missing >= 0 || issue.Author.Login != hub.ActionsBotLogin {
			return fmt.Errorf("it is by %s, and says\n%s", issue.Author.Login, issue.Body)
		}
		return nil
	}
}

// said is true when one comment of the workflow on a request holds all the words.
func said(number int, want ...string) func(*Stage) error {
	return func(s *Stage) error {
		issue, err := s.issue(number)
		if err != nil {
			return err
		}
		h := s.Box.Hub()
		comments, err := h.Comments(h.As(owner), issue.ID)
		if err != nil {
			return err
		}
		for _, c := range comments {
			missing := slices.ContainsFunc(want, func(words string) bool { return !strings.Contains(c.Body, words) })
			if c.Author.Login == hub.ActionsBotLogin && !missing {
				return nil
			}
		}
		return fmt.Errorf("no comment of the workflow says %q", want)
	}
}

// spoke is true when the workflow has left so many comments on a request.
func spoke(number, want int) func(*Stage) error {
	return func(s *Stage) error {
		issue, err := s.issue(number)
		if err != nil {
			return err
		}
		h := s.Box.Hub()
		comments, err := h.Comments(h.As(owner), issue.ID)
		got := 0
		for _, c := range comments {
			if c.Author.Login == hub.ActionsBotLogin {
				got++
			}
		}
		if err == nil && got != want {
			err = fmt.Errorf("it has left %d comments", got)
		}
		return err
	}
}

// ended is true when a request is closed for a reason, with its receipt.
func ended(number int, reason hub.StateReason) func(*Stage) error {
	return func(s *Stage) error {
		issue, err := s.issue(number)
		if err != nil {
			return err
		}
		if issue.State != hub.ClosedState || issue.StateReason != reason {
			return fmt.Errorf("it is %s, %q", issue.State, issue.StateReason)
		}
		return said(number, `"kind":"closed"`)(s)
	}
}

// all is true when all the checks are.
func all(checks ...func(*Stage) error) func(*Stage) error {
	return func(s *Stage) error {
		for _, check := range checks {
			if err := check(s); err != nil {
				return err
			}
		}
		return nil
	}
}

// issue is one of the central repository.
func (s *Stage) issue(number int) (hub.Issue, error) {
	h := s.Box.Hub()
	return h.Issue(h.As(owner), h.Settings(centralRepo).ID(), number)
}

// oneCommit is true when a version's release branch is one commit on main.
func oneCommit(repo, version string) func(*Stage) error {
	return func(s *Stage) error {
		count, err := s.gitIn(repo, "rev-list", "--count", "main..release/"+version)
		if err == nil && count != "1" {
			err = errors.New("it has " + count)
		}
		return err
	}
}

// landed is true when the release that a request names is tagged and merged,
// and its branch is gone.
func landed(number int) func(*Stage) error { return landedIn(sdkRepo, "1.2.3", number) }

func landedIn(repo, version string, number int) func(*Stage) error {
	return func(s *Stage) error {
		if err := branchGone(repo, version)(s); err != nil {
			return err
		}
		issue, err := s.issue(number)
		if err != nil {
			return err
		}
		tag, err := s.gitIn(repo, "rev-parse", "refs/tags/"+version+"^{commit}")
		if err != nil {
			return err
		}
		if !strings.Contains(issue.Body, tag) {
			return fmt.Errorf("the tag stands at %s, which the request does not name", tag)
		}
		_, err = s.gitIn(repo, "merge-base", "--is-ancestor", tag, "main")
		return err
	}
}

func branchGone(repo, version string) func(*Stage) error {
	return func(s *Stage) error {
		if _, err := s.gitIn(repo, "rev-parse", "--verify", "--quiet", "refs/heads/release/"+version); err == nil {
			return errors.New("it is still there")
		}
		return nil
	}
}

// untouched is true while the release branch is all that is new in the SDK.
func untouched(s *Stage) error {
	refs, err := s.git("for-each-ref", "--format=%(refname)")
	if want := "refs/heads/main\nrefs/heads/release/1.2.3"; err == nil && refs != want {
		err = fmt.Errorf("it has %s", strings.ReplaceAll(refs, "\n", ", "))
	}
	if err != nil {
		return err
	}
	if _, err := s.git("merge-base", "--is-ancestor", "release/1.2.3", "main"); err == nil {
		return errors.New("main holds the release")
	}
	return nil
}
