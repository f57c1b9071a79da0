package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/npm"
	"github.com/release-request/gh-release-request/internal/sandbox/rehearsal"
)

// reader does what documents say, in a sandbox that is entered as they say.
type reader struct {
	t       *testing.T
	modules *npm.Programs // of npm, if there are any
	stage   *rehearsal.Stage
	ended   string            // exit status of the last command
	stands  map[string]string // where people stand by now
	told    map[string]string // what was shown last for each key, to be filled in
	exports map[string]string // what they have exported
	shells  []string          // whose shells were opened within one another; none: each has a terminal
}

// opening opens a sandbox.
type opening func(context.Context, rehearsal.Programs, io.Writer) (*rehearsal.Stage, error)

// bare opens one where nothing is set up; with a host, an Enterprise Server.
func bare(host string) opening {
	return func(ctx context.Context, programs rehearsal.Programs, out io.Writer) (*rehearsal.Stage, error) {
		return rehearsal.OpenBare(ctx, programs, out, host)
	}
}

// furnished opens one where an owner has set up the central repository.
func furnished(ctx context.Context, programs rehearsal.Programs, out io.Writer) (*rehearsal.Stage, error) {
	stage, err := rehearsal.Open(ctx, programs, out)
	if err != nil {
		return nil, err
	}
	before, _ := rehearsal.Find("set-up")
	if err := stage.Play(ctx, before); err != nil {
		return nil, errors.Join(err, stage.Close())
	}
	return stage, nil
}

// newReader enters a sandbox.
func newReader(t *testing.T, open opening) *reader {
	t.Helper()
	if testing.Short() || runtime.GOOS == "windows" {
		t.Skip("runs workflows, on a system with terminals")
	}
	if _, err := exec.LookPath("gh"); err != nil {
		if os.Getenv("REQUIRE_TOOLS") == "1" {
			t.Fatal("gh is missing, and REQUIRE_TOOLS=1 forbids to skip")
		}
		t.Skip("gh is not installed, and the documents use it")
	}
	var programs rehearsal.Programs
	for name, path := range map[string]*string{"gh-release-request": &programs.Product, rehearsal.UploadProgram: &programs.Self} {
		found, err := exec.LookPath(name) // testscript put them there
		if err != nil {
			t.Fatal(err)
		}
		*path = found
	}
	stage, err := open(t.Context(), programs, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stage.Close(); err != nil {
			t.Error(err)
		}
	})
	return &reader{t: t, stage: stage, ended: "0"}
}
