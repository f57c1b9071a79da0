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
	h := s.Box.Hub()
	admin, repo := h.As(owner), h.Settings(centralRepo).ID()
	runs, err := h.Runs(admin, repo)
	if err != nil {
		return err
	}
	slices.SortFunc(runs, func(a, b hub.Run) int { return cmp.Compare(a.ID, b.ID) })
	for _, run := range runs {
		if s.ended[run.ID] == run.Attempt {
			continue
		}
		s.ended[run.ID] = run.Attempt
		fmt.Fprintf(s.out, "   the workflow %s, run %q by %s: %s\n", filepath.Base(run.Path), run.Title, run.Actor.Login, run.Conclusion)
		if run.Conclusion == "skipped" {
			continue
		}
		jobs, err := h.Jobs(admin, repo, run.ID, 0)
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
			fmt.Fprintf(s.out, "     (skipped: %s)\n", strings.Join(skipped, ", "))
		}
	}
	return nil
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
