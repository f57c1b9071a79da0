package cli

import (
	"context"
	"errors"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/release-request/gh-release-request/internal/sandbox/rehearsal"
)

var update = flag.Bool("update", false, "write what scripts compare with anew")

// The programs that scripts may run beside those of the machine.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"gh-release-request": func() { os.Exit(Main(context.Background(), System(), os.Args[1:])) },
		"terminal":           func() { os.Exit(terminal(os.Args[1:])) },

		rehearsal.UploadProgram: func() { os.Exit(rehearsal.Upload(os.Args[1:], os.Stdout, os.Stderr)) },
	})
}

// commands are what scripts know beside testscript's own. Each name is there
// once: a second command of one name would silently be another's.
var commands = func() map[string]func(*testscript.TestScript, bool, []string) {
	all := map[string]func(*testscript.TestScript, bool, []string){"exits": exits}
	for _, some := range []map[string]func(*testscript.TestScript, bool, []string){
		sandboxCmds, appCmds, jobCmds, workflowCmds, peopleCmds, raceCmds, sourceCmds, tokenCmds, exampleCmds, askingCmds, doctorCmds,
	} {
		for name, command := range some {
			if all[name] != nil {
				panic("two script commands are called " + name)
			}
			all[name] = command
		}
	}
	return all
}()

// TestScripts runs every script under testdata/script, one folder a command.
//
//	exits N PROGRAM ARG...          runs a program and holds it to its exit code
//	exec terminal ANSWERS PROGRAM   runs a program on a terminal, see terminal
func TestScripts(t *testing.T) {
	err := filepath.WalkDir(filepath.Join("testdata", "script"), func(path string, d fs.DirEntry, err error) error {
		scripts, _ := filepath.Glob(filepath.Join(path, "*.txtar")) // the pattern is well-formed
		if err != nil || !d.IsDir() || len(scripts) == 0 {
			return err
		}
		t.Run(filepath.Base(path), func(t *testing.T) {
			testscript.Run(t, testscript.Params{
				Files: scripts,
				Setup: func(env *testscript.Env) error {
					env.Values[boxKey{}] = &boxHolder{t: t}
					return hermetic(env)
				},
				Cmds:                commands,
				UpdateScripts:       *update,
				RequireExplicitExec: true,
				RequireUniqueNames:  true,
			})
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// hermetic gives a script a home of its own. testscript already leaves out
// every variable but PATH.
func hermetic(env *testscript.Env) error {
	home := filepath.Join(env.WorkDir, ".home")
	for name, value := range map[string]string{
		"HOME":                    home,
		"USERPROFILE":             home,
		"XDG_CONFIG_HOME":         filepath.Join(home, ".config"),
		"GH_CONFIG_DIR":           filepath.Join(home, ".config", "gh"),
		"GH_PATH":                 filepath.Join(home, "no-gh"), // go-gh would ask it for a token
		"GH_SPINNER_DISABLED":     "1",                          // it comes and goes with the load of the machine
		"GIT_CONFIG_GLOBAL":       filepath.Join(home, ".gitconfig"),
		"GIT_CONFIG_NOSYSTEM":     "1",
		"GIT_CEILING_DIRECTORIES": filepath.Dir(env.WorkDir),
		"GIT_TERMINAL_PROMPT":     "0",
		"GIT_AUTHOR_NAME":         "Alice",
		"GIT_AUTHOR_EMAIL":        "alice@example.com",
		"GIT_COMMITTER_NAME":      "Alice",
		"GIT_COMMITTER_EMAIL":     "alice@example.com",
		"LC_ALL":                  "C",
		"TERM":                    "xterm",
		"TZ":                      "UTC",
	} {
		env.Setenv(name, value)
	}
	return os.Mkdir(home, 0o700)
}

// exits N PROGRAM ARG... runs a program that must end with the code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits N PROGRAM ARG...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("%s ended with %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}
