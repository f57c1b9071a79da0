package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

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
