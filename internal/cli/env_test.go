package cli

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"testing"
	"time"

	"github.com/cli/go-gh/v2/pkg/repository"

	"github.com/release-request/gh-release-request/internal/output"
)

// world is what surrounds a command in a test.
type world struct {
	variables map[string]string
	settings  map[string]string      // of git
	standing  *repository.Repository // nil: nowhere
}

// env returns an environment in pipes, and what is written there.
func (w world) env(t *testing.T) (env *Env, out, err *bytes.Buffer) {
	t.Helper()
	t.Setenv("GH_HOST", "") // go-gh reads it, and gh's settings, by itself
	t.Setenv("GH_CONFIG_DIR", t.TempDir())
	out, err = new(bytes.Buffer), new(bytes.Buffer)
	return &Env{
		Streams: &output.Streams{Out: out, Err: err},
		Now:     func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) },
		Getenv:  func(name string) string { return w.variables[name] },
		Git: func(_ context.Context, args ...string) (string, error) {
			if value, ok := w.settings[args[len(args)-1]]; ok {
				return value, nil
			}
			return "", exec.Command("false").Run() // status 1, as git's for what is not set
		},
		Standing: func() (repository.Repository, error) {
			if w.standing == nil {
				return repository.Repository{}, errors.New("you stand in no repository of GitHub")
			}
			return *w.standing, nil
		},
	}, out, err
}

var standingInSDK = &repository.Repository{Host: "github.com", Owner: "acme", Name: "sdk"}
