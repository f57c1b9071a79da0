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

func labels(want ...string) func(*Stage) error {
	return func(s *Stage) error {
		issue, err := s.request()
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
			if name := jobDigest.ReplaceAllString(job.Name, ""); job.Conclusion != "skipped" {
				got = append(got, name)
			}
		}
		if !slices.Equal(got, want) {
			return fmt.Errorf("the jobs that ran are %q", got)
		}
		return nil
	}
}

// jobDigest is in the name of a publish job.
var jobDigest = regexp.MustCompile(" [0-9a-f]{12}")

// said is true when one comment of the workflow holds all the words.
func said(want ...string) func(*Stage) error {
	return func(s *Stage) error {
		issue, err := s.request()
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

func closed(s *Stage) error {
	issue, err := s.request()
	if err != nil {
		return err
	}
	if issue.State != hub.ClosedState || issue.StateReason != hub.Completed {
		return fmt.Errorf("it is %s, %q", issue.State, issue.StateReason)
	}
	return said(`"kind":"closed"`)(s)
}

// request is the request that the scenario is about.
func (s *Stage) request() (hub.Issue, error) {
	h := s.Box.Hub()
	return h.Issue(h.As(owner), h.Settings(centralRepo).ID(), 1)
}

func branchReady(s *Stage) error {
	count, err := s.git("rev-list", "--count", "main..release/1.2.3")
	if err == nil && count != "1" {
		err = errors.New("it has " + count)
	}
	return err
}

func landed(s *Stage) error {
	if _, err := s.git("rev-parse", "--verify", "--quiet", "refs/heads/release/1.2.3"); err == nil {
		return errors.New("the release branch is still there")
	}
	issue, err := s.request()
	if err != nil {
		return err
	}
	tag, err := s.git("rev-parse", "refs/tags/1.2.3^{commit}")
	if err != nil {
		return err
	}
	if !strings.Contains(issue.Body, tag) {
		return fmt.Errorf("the tag stands at %s, which the request does not name", tag)
	}
	_, err = s.git("merge-base", "--is-ancestor", tag, "main")
	return err
}
