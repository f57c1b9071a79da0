package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"
)

// What scripts do with the examples of help:
//
//	example CODE LINE [ANSWERS]  runs a line of an example as somebody would who copies it,
//	                             on a terminal if there are answers, and holds it to the code
var exampleCmds = map[string]func(*testscript.TestScript, bool, []string){
	"example": func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) < 2 || len(args) > 3 {
			ts.Fatalf("usage: example CODE LINE [ANSWERS]")
		}
		program := []string{args[0], "sh", "-c", args[1]}
		if len(args) == 3 {
			program = []string{args[0], "terminal", args[2], "sh", "-c", args[1]}
		}
		exits(ts, false, program)
	},
}

// Who copies an example must see it work. Those of workflow are typed by nobody:
// the workflow files that init writes hold them, and other tests run these.
func TestHelp_everyExampleIsRun(t *testing.T) {
	script, err := os.ReadFile(filepath.Join("testdata", "script", "help", "examples.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	run := map[string]bool{}
	for _, found := range regexp.MustCompile(`(?m)^example [0-9]+ '((?:[^']|'')*)'`).FindAllStringSubmatch(string(script), -1) {
		run[strings.ReplaceAll(found[1], "''", "'")] = true
	}
	templates, err := filepath.Glob(filepath.Join("..", "scaffold", "templates", "*.yml"))
	if err != nil {
		t.Fatal(err)
	}
	workflows := ""
	for _, path := range templates {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		workflows += string(text)
	}
	everyCommand(t, func(cmd *cobra.Command) {
		lines := 0
		for line := range strings.Lines(cmd.Example) {
			line, ok := strings.CutPrefix(strings.TrimSpace(line), "$ ")
			if !ok {
				continue
			}
			lines++
			inWorkflow := strings.HasPrefix(line, "gh-release-request workflow ") && strings.Contains(workflows, "run: "+line+"\n")
			if !run[line] && !inWorkflow {
				t.Errorf("%s: examples.txtar does not run %q", cmd.CommandPath(), line)
			}
		}
		if lines == 0 {
			t.Errorf("%s has no example", cmd.CommandPath())
		}
	})
}
