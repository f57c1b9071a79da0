package token

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
)

// FromSource has the policy's command print the value of a token. The command
// finds the whole environment around it, since password managers keep their
// session there, and no terminal. Nothing else that it prints is shown: it may
// be the value.
func FromSource(ctx context.Context, t config.Token, environ []string) (string, error) {
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, t.Source[0], t.Source[1:]...)
	cmd.WaitDelay = 5 * time.Second
	cmd.Env, cmd.Stdout = environ, &out
	err := cmd.Run()
	exit, ended := errors.AsType[*exec.ExitError](err)
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case ended:
		return "", fault.New(fault.Failed, "%s ended with %s", t.Source[0], exit.ProcessState).WithHint("see what it says: %s", strings.Join(t.Source, " "))
	case err != nil:
		return "", fault.New(fault.Failed, "%s could not be run: %v", t.Source[0], err)
	case out.Len() == 0:
		return "", fault.New(fault.Failed, "%s printed nothing", t.Source[0]).WithHint("see what it says: %s", strings.Join(t.Source, " "))
	}
	return out.String(), nil
}
