package rehearsal

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"release-sandbox": func() {
			os.Exit(Main(context.Background(), os.Args[1:], Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
		},
		UploadProgram: func() { os.Exit(Upload(os.Args[1:], os.Stdout, os.Stderr)) },
	})
}

// TestScripts runs the program release-sandbox as a stranger would, above all
// where it cannot work.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: filepath.Join("testdata", "script"), RequireExplicitExec: true, RequireUniqueNames: true})
}

// open sets a stage with the product built from this checkout.
func open(t *testing.T, out *bytes.Buffer) *Stage {
	t.Helper()
	programs, err := options{}.programs(t.Context(), t.TempDir())
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

func TestScenarios_endAsTheySay(t *testing.T) {
	for _, scenario := range Scenarios() {
		t.Run(scenario.Name, func(t *testing.T) {
			var out bytes.Buffer
			if err := open(t, &out).Play(t.Context(), scenario); err != nil {
				t.Errorf("%v\n%s", err, out.String())
			}
		})
	}
}

func TestPlay_stopsAtAnyBrokenExpectation(t *testing.T) {
	var out bytes.Buffer
	stage := open(t, &out)
	for name, test := range map[string]struct {
		step Step
		want string
	}{
		"exit code":     {Step{Who: reader, Run: []string{"sh", "-c", "exit 3"}}, "exit code 3, expected 0"},
		"missing words": {Step{Who: reader, Run: []string{"sh", "-c", "echo no"}, Says: []string{"yes"}}, `it does not say "yes"`},
		"unwanted word": {Step{Who: reader, Run: []string{"sh", "-c", "echo no"}, Silent: []string{"no"}}, `it says "no"`},
		"false claim":   {Step{Holds: []Claim{{"something is out", published("npm/sdk@9.9.9")}}}, "it should be so that something is out"},
		"no program":    {Step{Who: reader, Run: []string{"no-such-program"}}, "no-such-program"},
		"other program": {Step{Who: reader, Run: []string{"sh", "-c", "echo problem >&2; exit 1"}, Exit: 1, Says: []string{"solution"}}, `it does not say "solution"`},
	} {
		t.Run(name, func(t *testing.T) {
			err := stage.Play(t.Context(), Scenario{Name: name, Steps: []Step{{Title: "before", Who: reader, Run: []string{"true"}}, test.step}})
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "step 2") {
				t.Errorf("got %v, want %q in step 2", err, test.want)
			}
		})
	}
}

func TestPlay_showsWhatThePersonSees(t *testing.T) {
	var out bytes.Buffer
	stage := open(t, &out)
	steps := []Step{{Who: reader, Title: "rita looks", Write: map[string]string{"a/b.txt": "x"},
		Run: []string{"sh", "-c", "cat a/b.txt; echo note >&2; test -t 1 && echo terminal; test -t 0 || echo nobody answers"}}}
	if err := stage.Play(t.Context(), Scenario{Name: "look", Steps: steps}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"1. rita looks", "rita edits a/b.txt", "rita$ sh -c ", "| xnote\n   | terminal\n   | nobody answers"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}
