package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/config"
)

// everyCommand calls back with each command that people are told of.
func everyCommand(t *testing.T, visit func(*cobra.Command)) {
	t.Helper()
	env, _, _ := world{}.env(t)
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		visit(cmd)
		for _, c := range shown(cmd) {
			walk(c)
		}
	}
	walk(newRootCmd(env))
}

// Commands to copy may be longer: a break in one would be run.
func TestHelp_fitsIntoEightyColumns(t *testing.T) {
	texts := map[string]string{}
	everyCommand(t, func(cmd *cobra.Command) { texts[cmd.CommandPath()] = helpText(cmd) })
	for _, topic := range topics {
		texts["help "+topic.name] = topic.text()
	}
	for path, text := range texts {
		for line := range strings.Lines(text) {
			command := strings.HasPrefix(line, "  $ ") || strings.HasPrefix(line, "\t")
			if line = strings.TrimRight(line, "\n"); len(line) > helpWidth && !command {
				t.Errorf("%s: %d columns: %s", path, len(line), line)
			}
			if line != strings.TrimRight(line, " ") {
				t.Errorf("%s: %q ends in blanks", path, line)
			}
		}
	}
}

func TestHelp_everyCommandStandsInAGroup(t *testing.T) {
	everyCommand(t, func(cmd *cobra.Command) {
		if more := []string{"help", "completion"}; cmd.HasParent() && !cmd.Parent().HasParent() && cmd.GroupID == "" && !slices.Contains(more, cmd.Name()) {
			t.Errorf("%s is in no group", cmd.CommandPath())
		}
	})
}

func TestHelp_exitNotesAreOfCommandsAndCodesThatAreThere(t *testing.T) {
	paths := map[string]bool{}
	everyCommand(t, func(cmd *cobra.Command) {
		paths[strings.TrimPrefix(cmd.CommandPath(), "gh release-request ")] = true
	})
	for path, notes := range exitNotes {
		if !paths[path] {
			t.Errorf("there is no command %s", path)
		}
		for _, note := range notes {
			known := note.code == 0
			for _, row := range exitCodes {
				known = known || row.code == note.code
			}
			if !known {
				t.Errorf("%s: no command ends with %d", path, note.code)
			}
		}
	}
}

// Each name in the program's source that reads as a variable's is told of in
// the topic, and each that is told of is read: here, or by gh's own packages.
func TestHelp_namesTheVariablesThatAreRead(t *testing.T) {
	told := map[string]bool{}
	for _, row := range slices.Concat(variables, actionsVariables) {
		for name := range strings.SplitSeq(row.term, ", ") {
			told[name] = true
		}
	}
	read := namesRead(t, filepath.Join("..", ".."), "sandbox", "scripts")
	for name, where := range read {
		theRunners := strings.HasPrefix(name, "GITHUB_") || strings.HasPrefix(name, "RUNNER_")
		if !told[name] && !theRunners {
			t.Errorf("%s reads %s, and help environment does not name it", where, name)
		}
	}
	library, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/cli/go-gh/v2").Output()
	if err != nil {
		t.Fatal(err)
	}
	byGH := namesRead(t, filepath.Join(strings.TrimSpace(string(library)), "pkg"))
	for name := range told {
		if read[name] == "" && byGH[name] == "" {
			t.Errorf("help environment names %s, and nothing reads it", name)
		}
	}
}

// namesRead returns the names of variables that calls and constants of Go
// source files hold, each with a file.
func namesRead(t *testing.T, top string, without ...string) map[string]string {
	t.Helper()
	reads := regexp.MustCompile(`(?i)^(getenv|lookupenv|env|secret)$`)
	form := regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`)
	names := map[string]string{}
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains(without, d.Name()):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "test"+string(filepath.Separator)):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		note := func(e ast.Expr) {
			literal, ok := e.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return
			}
			if name, _ := strconv.Unquote(literal.Value); form.MatchString(strings.TrimSuffix(name, "=")) {
				names[strings.TrimSuffix(name, "=")] = path
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				called := ""
				switch f := n.Fun.(type) {
				case *ast.Ident:
					called = f.Name
				case *ast.SelectorExpr:
					called = f.Sel.Name
				}
				if len(n.Args) == 1 && reads.MatchString(called) || called == "CutPrefix" {
					note(n.Args[len(n.Args)-1])
				}
			case *ast.GenDecl:
				for _, spec := range n.Specs {
					value, ok := spec.(*ast.ValueSpec)
					if !ok || n.Tok != token.CONST {
						continue
					}
					for i, e := range value.Values {
						if name := value.Names[i].Name; strings.HasPrefix(name, "Env") || strings.HasPrefix(name, "gh") || strings.HasSuffix(name, "Variable") || strings.HasPrefix(name, "git") {
							note(e)
						}
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestHelp_tellsOfEveryKeyOfThePolicy(t *testing.T) {
	text := policyTopic.text()
	for _, key := range config.Keys() {
		if !strings.Contains(text, "  "+key.Path+"\n") {
			t.Errorf("%s is missing", key.Path)
		}
	}
	for _, want := range []string{
		"  approval.required\n      How many distinct people have to approve. Write a whole number from 1 to\n      100; default: 1.\n",
		"  targets.NAME.environment\n", "  projects.NAME.versioning.pattern\n", "  freezes[].from\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func TestConfigSchema_printsTheOneInDocs(t *testing.T) {
	env, out, _ := world{}.env(t)
	if code := Main(t.Context(), env, []string{"config", "schema"}); code != 0 {
		t.Fatalf("code %d", code)
	}
	want, err := os.ReadFile("../../docs/policy.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("it is not docs/policy.schema.json: %s", diff)
	}
	template, err := os.ReadFile("../scaffold/templates/release-requests.yml")
	if err != nil {
		t.Fatal(err)
	}
	if first := "# yaml-language-server: $schema=" + config.SchemaURL + "\n"; !strings.HasPrefix(string(template), first) {
		t.Errorf("the policy of init does not begin with %s", first)
	}
}
