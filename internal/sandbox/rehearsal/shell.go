package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// asProgram is the program of the sandbox that makes its caller a person.
const asProgram = "as"

const welcome = `github.com is this machine until you leave this shell. You are %s. Try:

  as sam gh-release-request sdk 1.2.3      sam asks for a release
  gh-release-request status                what is waiting, and for what
  as alex gh-release-request approve 1     alex approves it, and it is published
  as rita                                  be rita for a while
  cd ~/publish                             your clone of the central repository, %s
  make install                             in the checkout: then "gh release-request" works

The people: %s.
`

// shell lets a person try things by hand, beginning where they stand.
func (s *Stage) shell(ctx context.Context, streams Streams) error {
	fmt.Fprintf(streams.Err, welcome, owner, centralRepo, everybody())
	cmd := exec.CommandContext(ctx, filepath.Join(s.bin, asProgram), owner)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = streams.In, streams.Out, streams.Err
	err := cmd.Run()
	if _, ok := errors.AsType[*exec.ExitError](err); ok {
		return nil // how the person left the shell is their own affair
	}
	return err
}

// serve says how to come in from elsewhere, and waits.
func (s *Stage) serve(ctx context.Context, streams Streams) error {
	fmt.Fprintln(streams.Out, filepath.Join(s.bin, asProgram))
	fmt.Fprintf(streams.Err, "Serving until interrupted. That program, followed by a person and a command, runs the command as\nthat person, and without a command a shell. The people: %s.\n", everybody())
	<-ctx.Done()
	return nil
}

// writeAs writes the program as. It leaves nothing of its caller's environment
// but what describes the terminal.
func (s *Stage) writeAs() error {
	var b strings.Builder
	fmt.Fprintf(&b, `#!/bin/sh
# %s PERSON [COMMAND...]: runs a command, or a shell, as one of the people of this sandbox.
who=$1
case $who in
%s) shift ;;
*) echo "usage: %[1]s PERSON [COMMAND...]; the people: %[3]s" >&2; exit 2 ;;
esac
if [ $# -eq 0 ]; then
	if command -v bash >/dev/null; then set -- bash --norc --noprofile; else set -- sh; fi
fi
set -- ${TERM:+"TERM=$TERM"} ${COLORTERM:+"COLORTERM=$COLORTERM"} ${NO_COLOR:+"NO_COLOR=$NO_COLOR"} "$@"
case $who in
`, asProgram, strings.Join(logins(), " | "), everybody())
	for _, login := range logins() {
		fmt.Fprintf(&b, "%s) exec env -i", login)
		for _, entry := range s.visitor(login) {
			if !strings.HasPrefix(entry, "TERM=") {
				b.WriteString(" '" + strings.ReplaceAll(entry, "'", `'\''`) + "'")
			}
		}
		b.WriteString(` "$@" ;;` + "\n")
	}
	b.WriteString("esac\n")
	return os.WriteFile(filepath.Join(s.bin, asProgram), []byte(b.String()), 0o700)
}

// visitor is the environment of a person who tries things by hand.
func (s *Stage) visitor(login string) []string {
	env := append(s.Box.Env(login),
		"RELEASE_REQUEST_REPO="+centralRepo, // wherever they stand
		"PS1="+login+`:\w$ `,
		"BROWSER=echo", // the operator's browser knows another github.com
	)
	// Without a build cache, make install would build everything anew.
	if cache, err := exec.Command("go", "env", "GOCACHE").Output(); err == nil {
		env = append(env, "GOCACHE="+strings.TrimSpace(string(cache)))
	}
	return env
}
