package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mattn/go-shellwords"
	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/config"
)

func TestRoot_noProjectCanBeCalledLikeACommand(t *testing.T) {
	env, _, _ := world{}.env(t)
	for _, name := range commandNames(newRootCmd(env)) {
		if !slices.Contains(config.Reserved(), name) {
			t.Errorf("%q is a command, and config.Reserved does not hold it", name)
		}
	}
}

func TestRoot_everyCommandIsComplete(t *testing.T) {
	env, _, _ := world{}.env(t)
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		path := c.CommandPath()
		if !strings.HasPrefix(path, "gh release-request") {
			t.Errorf("%s does not begin with what people type", path)
		}
		if c.Short == "" || strings.HasSuffix(c.Short, ".") {
			t.Errorf("%s: its short text %q is empty or ends in a full stop", path, c.Short)
		}
		if c.Args == nil && c.ValidArgsFunction == nil {
			t.Errorf("%s: nothing is said about its arguments", path)
		}
		if inActions := c.HasParent() && c.Parent().GroupID == groupActions; !c.HasSubCommands() && !inActions && c.Example == "" {
			t.Errorf("%s has no example", path)
		}
		if !c.Runnable() {
			t.Errorf("%s does nothing, not even with words that it does not know", path)
		}
		for _, child := range c.Commands() {
			if name := child.Name(); name != "help" && name != "completion" {
				visit(child)
			}
		}
	}
	visit(newRootCmd(env))
}

// Who copies an example must not be told that it is misused.
func TestRoot_everyExampleCanBeRun(t *testing.T) {
	env, _, _ := world{}.env(t)
	seen := 0
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		for line := range strings.Lines(c.Example) {
			line, ok := strings.CutPrefix(strings.TrimSpace(line), "$ gh release-request ")
			if !ok {
				continue
			}
			seen++
			words, err := shellwords.Parse(line)
			if err == nil {
				err = parses(newRootCmd(env), env, words)
			}
			if err != nil {
				t.Errorf("%s: %q: %v", c.CommandPath(), line, err)
			}
		}
		for _, child := range c.Commands() {
			visit(child)
		}
	}
	visit(newRootCmd(env))
	if seen < 10 {
		t.Errorf("only %d examples were found", seen)
	}
}

// parses says what is wrong with a command line, up to where it would be run.
func parses(root *cobra.Command, env *Env, words []string) error {
	words, err := dispatch(root, env, words)
	if err != nil {
		return err
	}
	cmd, rest, err := root.Find(words)
	if err != nil {
		return err
	}
	if err := cmd.ParseFlags(rest); err != nil {
		return err
	}
	if cmd.PreRunE != nil {
		if err := cmd.PreRunE(cmd, cmd.Flags().Args()); err != nil {
			return err
		}
	}
	return cmd.ValidateArgs(cmd.Flags().Args())
}

// A linker ignores -X for a name that is not there, so the program is built as
// the Makefile does and asked.
func TestVersion_isSetByTheMakefile(t *testing.T) {
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile(`(?m)^PACKAGE *:= *(\S+)$`).FindSubmatch(makefile)
	flags := regexp.MustCompile(`(?m)^LDFLAGS *:= *(.+)$`).FindSubmatch(makefile)
	if name == nil || flags == nil {
		t.Fatal("the Makefile sets no PACKAGE or LDFLAGS")
	}
	ldflags := strings.NewReplacer("$(PACKAGE)", string(name[1]), "$(VERSION)", "v9.8.7", "$(COMMIT)", "c0ffee").Replace(string(flags[1]))
	program := filepath.Join(t.TempDir(), "gh-release-request.exe")
	if out, err := exec.Command("go", "build", "-ldflags", ldflags, "-o", program, "../../cmd/gh-release-request").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	out, err := exec.Command(program, "--version").Output()
	if want := "gh-release-request version v9.8.7 (c0ffee)\n"; err != nil || string(out) != want {
		t.Errorf("--version writes %q, %v; want %q", out, err, want)
	}
}
