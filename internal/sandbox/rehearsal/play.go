package rehearsal

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// settling bounds how long workflows may take after a step.
const settling = 2 * time.Minute

// Play plays a scenario, prints what each person sees, and returns an error as
// soon as a step is not as it should be.
func (s *Stage) Play(ctx context.Context, scenario Scenario) error {
	fmt.Fprintf(s.out, "Rehearsal %q: %s\n", scenario.Name, scenario.Summary)
	for i, step := range scenario.Steps {
		fmt.Fprintf(s.out, "\n%d. %s\n", i+1, step.Title)
		if err := s.play(ctx, step); err != nil {
			if log := s.log.String(); log != "" {
				fmt.Fprintf(s.out, "\nWhat the workflow's steps printed:\n%s", indent(log))
			}
			return fmt.Errorf("step %d (%s): %w", i+1, step.Title, err)
		}
	}
	return nil
}

func (s *Stage) play(ctx context.Context, step Step) error {
	for path, content := range step.Write {
		file := filepath.Join(s.Home(step.Who), step.Dir, path)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			return err
		}
		fmt.Fprintf(s.out, "   %s writes %s\n%s", step.Who, path, indent(content))
	}
	if len(step.Run) > 0 {
		if err := s.command(ctx, step); err != nil {
			return err
		}
	}
	if step.Time != "" {
		fmt.Fprintf(s.out, "   the time comes for what is scheduled at %q\n", step.Time)
		if err := s.Box.Schedule(centralRepo, step.Time); err != nil {
			return err
		}
	}
	if step.Settle || step.Time != "" {
		if err := s.settle(ctx); err != nil {
			return err
		}
	}
	if err := s.news(); err != nil {
		return err
	}
	if target := s.leaked(); target != "" {
		return fmt.Errorf("the token of %s was printed", target)
	}
	for _, claim := range step.Holds {
		if err := claim.Check(s); err != nil {
			return fmt.Errorf("it should be so that %s: %w", claim.What, err)
		}
		fmt.Fprintf(s.out, "   checked: %s\n", claim.What)
	}
	return nil
}

func (s *Stage) command(ctx context.Context, step Step) error {
	fmt.Fprintf(s.out, "   %s$ %s\n", step.Who, shown(step.Run))
	text, exit, err := s.run(ctx, step)
	if err != nil {
		return err
	}
	fmt.Fprint(s.out, indent(text))
	if exit != 0 {
		fmt.Fprintf(s.out, "   (exit %d)\n", exit)
	}
	if exit != step.Exit {
		return fmt.Errorf("exit code %d, expected %d", exit, step.Exit)
	}
	for _, want := range step.Says {
		if !strings.Contains(text, want) {
			return fmt.Errorf("it does not say %q", want)
		}
	}
	return nil
}

// Summary says in the end what the rehearsal showed.
func (s *Stage) Summary(scenario Scenario) {
	claims := 0
	for _, step := range scenario.Steps {
		claims += len(step.Holds)
	}
	fmt.Fprintf(s.out, "\nCompleted: %s.\n", scenario.Summary)
	fmt.Fprintf(s.out, "  %d steps as expected, %d statements about the world checked\n", len(scenario.Steps), claims)
	fmt.Fprintf(s.out, "  published: %s\n", strings.Join(s.Registry.Published(), ", "))
	fmt.Fprintf(s.out, "  API calls: %d, every one held against GitHub's own description\n", len(s.Box.Calls()))
}

// leaked names a target whose token stands in what anybody has printed.
func (s *Stage) leaked() string {
	for target, token := range seedTokens {
		if strings.Contains(s.shown.String(), token) || strings.Contains(s.log.String(), token) {
			return target
		}
	}
	return ""
}

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
		jobs, err := h.Jobs(admin, repo, run.ID, 0)
		if err != nil {
			return err
		}
		for _, job := range jobs {
			fmt.Fprintf(s.out, "     %-36s %s\n", job.Name, job.Conclusion)
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

// shown is a command as the person would type it: with gh, our program is an
// extension.
func shown(command []string) string {
	words := make([]string, len(command))
	for i, word := range command {
		if word == "" || strings.ContainsAny(word, " '\"$*{}\\") {
			word = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
		words[i] = word
	}
	if words[0] == "gh-release-request" {
		words[0] = "gh release-request"
	}
	return strings.Join(words, " ")
}

func indent(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString("   | " + strings.TrimRight(line, "\n") + "\n")
	}
	return b.String()
}
