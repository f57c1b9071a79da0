package token

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/config"
)

// own are the person's own keys to GitHub, which are no business of a command
// that verifies another token. https://cli.github.com/manual/gh_help_environment
var own = []string{"GH_TOKEN", "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"}

// run has the policy's command tell: 0 is that the token works, 1 that it does
// not, and all else that nobody can tell. It finds the token in the variable of
// the secret's name. Nothing that it prints is shown, since it may print the
// token, in any form.
func (v *Verifier) run(ctx context.Context, t config.Token, value string) (Outcome, string) {
	program := t.Verify.Run[0]
	cmd := exec.CommandContext(ctx, program, t.Verify.Run[1:]...)
	cmd.WaitDelay = 5 * time.Second
	cmd.Env = slices.DeleteFunc(slices.Clone(v.Environ), func(entry string) bool {
		name, held, _ := strings.Cut(entry, "=")
		return slices.Contains(own, name) || held == value
	})
	cmd.Env = append(cmd.Env, t.Name+"="+value)
	err := cmd.Run()
	exit, ended := errors.AsType[*exec.ExitError](err)
	switch {
	case err == nil:
		return Works, ""
	case ended && exit.ExitCode() == 1:
		return Fails, program + " ended with exit status 1"
	case ended:
		return Unknown, fmt.Sprintf("%s ended with %s; 0 is that it works, 1 that it does not", program, exit.ProcessState)
	}
	return Unknown, fmt.Sprintf("%s could not be run: %v", program, err)
}
