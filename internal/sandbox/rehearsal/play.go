package rehearsal

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// margin stands before what happens in a step.
const margin = "   "

// settling bounds how long workflows may take after a step.
const settling = 2 * time.Minute

// Play plays a scenario, prints what each person sees, and returns an error as
// soon as a step is not as it should be.
func (s *Stage) Play(ctx context.Context, scenario Scenario) error {
	s.tellf("", "Rehearsal %q: %s", scenario.Name, scenario.Summary)
	if err := s.before(ctx, scenario.Before); err != nil {
		return err
	}
	return s.steps(ctx, scenario.Steps)
}

// before plays steps that are of interest only if they fail.
func (s *Stage) before(ctx context.Context, steps []Step) error {
	if len(steps) == 0 {
		return nil
	}
	var unseen strings.Builder
	audience := s.out
	s.out = io.MultiWriter(s.shown, &unseen)
	err := s.steps(ctx, steps)
	s.out = audience
	if err != nil {
		fmt.Fprint(s.out, unseen.String())
		return fmt.Errorf("before the first step: %w", err)
	}
	s.tellf("", "(an owner has set up the central repository before, as in the scenario %s)", setUp)
	return nil
}

func (s *Stage) steps(ctx context.Context, steps []Step) error {
	for i, step := range steps {
		fmt.Fprintln(s.out)
		s.tellf(fmt.Sprintf("%d. ", i+1), "%s", step.Title)
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
	for _, path := range slices.Sorted(maps.Keys(step.Write)) {
		content := s.filled(step.Write[path])
		file := filepath.Join(s.Home(step.Who), step.Dir, path)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			return err
		}
		s.tellf(margin, "%s writes %s", step.Who, path)
		s.frame(content)
	}
	if err := s.edit(step); err != nil {
		return err
	}
	if step.Happens != nil {
		if err := step.Happens(ctx, s); err != nil {
			return err
		}
	}
	if len(step.Run) > 0 {
		if err := s.command(ctx, step); err != nil {
			return err
		}
	}
	if step.Time != "" {
		of := cmp.Or(step.Of, centralRepo)
		s.tellf(margin, "the time comes for what %s has scheduled at %q", of, step.Time)
		if err := s.Box.Schedule(of, step.Time); err != nil {
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
	if secret := s.leaked(); secret != "" {
		return fmt.Errorf("%s was printed", secret)
	}
	for _, claim := range step.Holds {
		if err := claim.Check(s); err != nil {
			return fmt.Errorf("it should be so that %s: %w", claim.What, err)
		}
		s.tellf(margin+"checked: ", "%s", claim.What)
	}
	return nil
}

// filled puts what became known on the stage into a text.
func (s *Stage) filled(text string) string {
	for name, value := range s.known {
		text = strings.ReplaceAll(text, "${"+name+"}", value)
	}
	return text
}

// edit makes a step's change of a file, and shows it.
func (s *Stage) edit(step Step) error {
	if step.Edit.Path == "" {
		return nil
	}
	file := filepath.Join(s.Home(step.Who), step.Dir, step.Edit.Path)
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if strings.Count(string(content), step.Edit.Old) != 1 {
		return fmt.Errorf("%q does not stand exactly once in %s", step.Edit.Old, step.Edit.Path)
	}
	s.tellf(margin, "%s edits %s", step.Who, step.Edit.Path)
	s.frame(step.Edit.String())
	return os.WriteFile(file, []byte(strings.Replace(string(content), step.Edit.Old, step.Edit.New, 1)), 0o600)
}

// String is the edit as a diff, with a line of what stays on either side.
func (e Edit) String() string {
	before, after := slices.Collect(strings.Lines(e.Old)), slices.Collect(strings.Lines(e.New))
	same := func(i, j int) bool { return before[i] == after[j] }
	first, last := 0, 0
	for first < min(len(before), len(after)) && same(first, first) {
		first++
	}
	for last < min(len(before), len(after))-first && same(len(before)-1-last, len(after)-1-last) {
		last++
	}
	var b strings.Builder
	b.WriteString(marked("  ", before[max(0, first-1):first]))
	b.WriteString(marked("- ", before[first:len(before)-last]) + marked("+ ", after[first:len(after)-last]))
	b.WriteString(marked("  ", before[len(before)-last:min(len(before), len(before)-last+1)]))
	return b.String()
}

func marked(mark string, lines []string) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(mark + strings.TrimSuffix(line, "\n") + "\n")
	}
	return b.String()
}

func (s *Stage) command(ctx context.Context, step Step) error {
	s.tellf(margin+step.Who+"$ ", "%s", shown(step.Run))
	text, exit, err := s.run(ctx, step)
	if err != nil {
		return err
	}
	s.frame(text)
	if exit != 0 {
		fmt.Fprintf(s.out, "   (exit %d)\n", exit)
	}
	if exit != step.Exit {
		return fmt.Errorf("exit code %d, expected %d", exit, step.Exit)
	}
	said := strings.Join(strings.Fields(text), " ") // wherever the lines are broken
	for _, want := range step.Says {
		if !strings.Contains(said, want) {
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
	fmt.Fprintln(s.out)
	s.tellf("Completed: ", "%s.", scenario.Summary)
	fmt.Fprintf(s.out, "  %d steps as expected, %d statements about the world checked\n", len(scenario.Steps), claims)
	s.tellf("  published: ", "%s", cmp.Or(strings.Join(s.published(), ", "), "nothing"))
	fmt.Fprintf(s.out, "  API calls: %d, every one held against GitHub's own description\n", len(s.Box.Calls()))
}

// published lists what is out in all registries.
func (s *Stage) published() []string {
	list := s.Registry.Published()
	if s.packages != nil {
		versions, _ := s.packages.Versions(context.Background(), sdkPackage) // none if it does not say
		for _, version := range versions {
			list = append(list, sdkPackage+"@"+version)
		}
	}
	return list
}

// leaked names a secret that stands in what anybody has printed.
func (s *Stage) leaked() string {
	for name, value := range s.secrets {
		if strings.Contains(s.shown.String(), value) || strings.Contains(s.log.String(), value) {
			return name
		}
	}
	return ""
}

// shown is a command as the person would type it: with gh, our program is an
// extension.
func shown(command []string) string {
	if len(command) == 3 && command[0] == "sh" && command[1] == "-c" {
		return command[2]
	}
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
