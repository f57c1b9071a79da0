package rehearsal

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// settle waits for the workflows and prints what became of each run that it
// has not printed yet.
func (s *Stage) settle(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, settling)
	defer cancel()
	if err := s.Box.Idle(ctx); err != nil {
		return fmt.Errorf("the workflow did not end: %w", err)
	}
	runs, err := s.runs(slices.Concat(sources, []string{centralRepo})...)
	if err != nil {
		return err
	}
	for _, run := range runs {
		if s.ended[run.ID] == run.Attempt {
			continue
		}
		s.ended[run.ID] = run.Attempt
		if err := s.tellRun(run); err != nil {
			return err
		}
	}
	return nil
}

// tellRun prints how a run ended, and each of its jobs.
func (s *Stage) tellRun(run repoRun) error {
	file := filepath.Base(run.Path)
	if run.repo != centralRepo {
		file += " of " + run.repo
	}
	s.tellf(margin, "the workflow %s, run %q by %s: %s", file, run.Title, run.Actor.Login, run.Conclusion)
	if run.Conclusion == "skipped" {
		return nil
	}
	h := s.Box.Hub()
	jobs, err := h.Jobs(h.As(owner), h.Settings(run.repo).ID(), run.ID, 0)
	if err != nil {
		return err
	}
	var skipped []string
	for _, job := range jobs {
		if job.Conclusion == "skipped" {
			skipped = append(skipped, plainName(job.Name))
			continue
		}
		fmt.Fprintf(s.out, "     %-36s %s\n", job.Name, job.Conclusion)
	}
	if len(skipped) > 0 {
		s.tellf(margin, "  (skipped: %s)", strings.Join(skipped, ", "))
	}
	return nil
}

// repoRun is a run of a repository's workflow.
type repoRun struct {
	hub.Run
	repo string
}

// runs are those of the repositories, the oldest first.
func (s *Stage) runs(repos ...string) ([]repoRun, error) {
	h := s.Box.Hub()
	var all []repoRun
	for _, repo := range repos {
		runs, err := h.Runs(h.As(owner), h.Settings(repo).ID())
		if err != nil {
			return nil, err
		}
		for _, run := range runs {
			all = append(all, repoRun{Run: run, repo: repo})
		}
	}
	slices.SortFunc(all, func(a, b repoRun) int { return cmp.Compare(a.ID, b.ID) })
	return all, nil
}

// newestRun is that of a workflow file of the central repository.
func (s *Stage) newestRun(file string) (hub.Run, []hub.WorkflowJob, error) {
	h := s.Box.Hub()
	admin, repo := h.As(owner), h.Settings(centralRepo).ID()
	runs, err := h.Runs(admin, repo)
	if err != nil {
		return hub.Run{}, nil, err
	}
	var newest hub.Run
	for _, run := range runs {
		if run.ID > newest.ID && filepath.Base(run.Path) == file {
			newest = run
		}
	}
	if newest.ID == 0 {
		return newest, nil, fmt.Errorf("there is no run of %s", file)
	}
	jobs, err := h.Jobs(admin, repo, newest.ID, 0)
	return newest, jobs, err
}
