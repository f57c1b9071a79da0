package publish

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
)

func TestMain(m *testing.M) { os.Exit(factstest.Main(m)) }

// read is a reader whose answer is already there, to be changed by a test in
// just one way.
type read struct{ reading *facts.Reading }

func (r read) Read(context.Context, int) (*facts.Reading, error) { return r.reading, nil }

// approved is a world with a request that may be published, and how it reads.
func approved(t *testing.T, name string) (*factstest.World, int, *facts.Reading) {
	t.Helper()
	w := factstest.New(t, name)
	number := w.File()
	if err := w.Client("adam").AddLabel(t.Context(), w.Repository(), number, "accepted"); err != nil {
		t.Fatal(err)
	}
	reading, err := w.Reader("olivia", false).Read(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	return w, number, reading
}

// job is the runtime of a job of run 77, attempt 1, and what it prints.
type job struct {
	*actions.Runtime
	out    *bytes.Buffer
	output string // path of GITHUB_OUTPUT
}

func openJob(t *testing.T, w *factstest.World) job { return openRun(t, w, 77) }

// openRun is the runtime of a job of another run, attempt 1.
func openRun(t *testing.T, w *factstest.World, run int64) job {
	t.Helper()
	temp := t.TempDir()
	output := filepath.Join(temp, "output")
	env := map[string]string{
		"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": w.Repository(), "GITHUB_REF": "refs/heads/main",
		"GITHUB_SHA": w.Central.Repository().Name, "GITHUB_SERVER_URL": "https://github.com", "RUNNER_TEMP": temp,
		"GITHUB_WORKSPACE": "/tmp", "GITHUB_ACTOR": "adam", "GITHUB_RUN_ID": fmt.Sprint(run), "GITHUB_RUN_ATTEMPT": "1", "GITHUB_OUTPUT": output,
	}
	var out bytes.Buffer
	r, err := actions.Open(func(name string) string { return env[name] }, &out)
	if err != nil {
		t.Fatal(err)
	}
	return job{r, &out, output}
}
