package rehearsal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// product is gh-release-request, built from this checkout.
var product string

func TestMain(m *testing.M) {
	testscript.Main(withProduct{m}, map[string]func(){
		"release-sandbox": func() {
			os.Exit(Main(context.Background(), os.Args[1:], Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
		},
		UploadProgram: func() { os.Exit(Upload(os.Args[1:], os.Stdout, os.Stderr)) },
	})
}

// withProduct builds the product before the tests, and none for the programs
// that the tests are for scripts.
type withProduct struct{ *testing.M }

func (m withProduct) Run() int {
	temp, err := os.MkdirTemp("", "rehearsal")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(temp)
	programs, err := options{}.programs(context.Background(), temp)
	if err != nil {
		panic(err)
	}
	product = programs.Product
	return m.M.Run()
}

// TestScripts runs the program release-sandbox as a stranger would, above all
// where it cannot work.
func TestScripts(t *testing.T) {
	checkout, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	cache, err := os.UserCacheDir() // of the workflow runner
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"), RequireExplicitExec: true, RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("CHECKOUT", checkout)
			env.Setenv("CACHE", cache)
			env.Setenv("PROGRAM", product)
			for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOFLAGS"} {
				value, err := exec.Command("go", "env", name).Output()
				if err != nil {
					return err
				}
				env.Setenv(name, strings.TrimSpace(string(value)))
			}
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond == "tools-required" {
				return os.Getenv("REQUIRE_TOOLS") == "1", nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
	})
}

// open sets a stage with the product built from this checkout.
func open(t *testing.T, out *bytes.Buffer) *Stage {
	t.Helper()
	programs, err := options{program: product}.programs(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	stage, err := Open(t.Context(), programs, out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stage.Close(); err != nil {
			t.Error(err)
		}
	})
	return stage
}

// The other scenarios are played by .ci/run, which takes longer than anybody
// waits for tests.
func TestScenarios_theDefaultEndsAsItSays(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := open(t, &out).Play(t.Context(), Scenarios()[0]); err != nil {
		t.Errorf("%v\n%s", err, out.String())
	}
}

func TestScenarios_areInTheDocumentation(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "sandbox.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, scenario := range Scenarios() {
		if !strings.Contains(string(page), "\n| `"+scenario.Name+"` |") {
			t.Errorf("docs/sandbox.md does not list %s", scenario.Name)
		}
	}
}

func TestList_fitsTheScreen(t *testing.T) {
	var out bytes.Buffer
	if code := Main(t.Context(), []string{"--list"}, Streams{Out: &out, Err: io.Discard}); code != 0 || out.Len() == 0 {
		t.Fatalf("it ends with %d", code)
	}
	for line := range strings.Lines(out.String()) {
		if len(line) > screen+1 {
			t.Errorf("%d columns: %s", len(line)-1, line)
		}
	}
}

func TestPlay_stopsAtAnyBrokenExpectation(t *testing.T) {
	var out bytes.Buffer
	stage := open(t, &out)
	for name, test := range map[string]struct {
		step Step
		want string
	}{
		"exit code":                 {Step{Who: reader, Run: []string{"sh", "-c", "exit 3"}}, "exit code 3, expected 0"},
		"missing words":             {Step{Who: reader, Run: []string{"sh", "-c", "echo no"}, Says: []string{"yes"}}, `it does not say "yes"`},
		"token shown":               {Step{Who: reader, Run: []string{"echo", seedTokens["docs"]}}, "the token of docs was printed"},
		"false claim":               {Step{Holds: []Claim{{"something is out", published("npm/sdk@9.9.9")}}}, "it should be so that something is out"},
		"no program":                {Step{Who: reader, Run: []string{"no-such-program"}}, "no-such-program"},
		"edit of what is not there": {Step{Who: reader, Write: map[string]string{"a": "x"}, Edit: Edit{Path: "a", Old: "y"}}, `"y" does not stand exactly once in a`},
		"unprinted cue":             {Step{Who: reader, Run: []string{"echo", "no"}, Upon: "yes", Meanwhile: func(*Stage) {}}, `it never printed "yes"`},
		"happening":                 {Step{Happens: func(context.Context, *Stage) error { return errors.New("it rains") }}, "it rains"},
		"other program":             {Step{Who: reader, Run: []string{"sh", "-c", "echo problem >&2; exit 1"}, Exit: 1, Says: []string{"solution"}}, `it does not say "solution"`},
	} {
		t.Run(name, func(t *testing.T) {
			stage.shown.Reset() // a token that was printed stays printed
			err := stage.Play(t.Context(), Scenario{Name: name, Steps: []Step{{Title: "before", Who: reader, Run: []string{"true"}}, test.step}})
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "step 2") {
				t.Errorf("got %v, want %q in step 2", err, test.want)
			}
		})
	}
}

func TestPlay_showsWhatCameBeforeOnlyIfItFails(t *testing.T) {
	var out bytes.Buffer
	stage := open(t, &out)
	before := Step{Title: "before", Who: reader, Run: []string{"echo", "secret preparations"}}
	if err := stage.Play(t.Context(), Scenario{Before: []Step{before}}); err != nil || strings.Contains(out.String(), "preparations") {
		t.Errorf("%v\n%s", err, out.String())
	}
	before.Exit = 1
	if err := stage.Play(t.Context(), Scenario{Before: []Step{before}}); err == nil || !strings.Contains(out.String(), "preparations") {
		t.Errorf("%v\n%s", err, out.String())
	}
}

func TestPlay_showsWhatTheThePersonSees(t *testing.T) {
	var out bytes.Buffer
	stage := open(t, &out)
	steps := []Step{{Who: reader, Title: "rita looks", Write: map[string]string{"a/b.txt": "x"},
		Run: []string{"sh", "-c", "cat a/b.txt; echo note >&2; test -t 1 && echo terminal; test -t 0 || echo nobody answers"}}}
	if err := stage.Play(t.Context(), Scenario{Name: "look", Steps: steps}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"1. rita looks", "rita writes a/b.txt\n   | x\n", "rita$ cat a/b.txt; echo note", "| xnote\n   | terminal\n   | nobody answers"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}

func TestServe_leadsInFromElsewhere(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	read, write := io.Pipe()
	code := make(chan int)
	go func() {
		code <- Main(ctx, []string{"--serve", "--program", product}, Streams{In: strings.NewReader(""), Out: write, Err: io.Discard})
		write.Close()
	}()
	var as string
	if _, err := fmt.Fscanln(read, &as); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, as, "rita", "gh-release-request", "status", "--json", "number")
	cmd.Env = []string{"PATH=" + os.Getenv("PATH")}
	if out, err := cmd.Output(); err != nil || string(out) != "[]\n" {
		t.Errorf("status says %q, %v", out, err)
	}
	cancel()
	if got := <-code; got != 0 {
		t.Errorf("it ended with %d", got)
	}
}
