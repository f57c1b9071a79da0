package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// asProgram is the program of the sandbox that makes its caller a person.
const asProgram = "as"

const welcome = `%s is this machine until you leave this shell. You are %s, at home. Try:

  as sam gh-release-request sdk 1.2.3      sam asks for a release
  gh-release-request status                what is waiting, and for what
  as alex gh-release-request approve 1     alex approves it, and it is published
  as rita                                  be rita for a while
  cd publish                               your clone of %s

Where gh is installed, "gh release-request" is the same program. The people: %s.
`

const welcomeBare = `%s is this machine until you leave this shell. You are %s, at home, and nothing is set up in %s. docs/tutorial.md leads from here to the first release; "as sam" makes you sam, until "exit". The people: %s.
`

// shell lets a person try things by hand, beginning at home.
func (s *Stage) shell(ctx context.Context, streams Streams, bare bool) error {
	cmd := exec.CommandContext(ctx, s.As(), owner)
	cmd.Dir = s.Home(owner)
	text := welcome
	if bare {
		text = welcomeBare
	}
	fmt.Fprint(streams.Err, folded(text, s.host, owner, centralRepo, everybody()))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = streams.In, streams.Out, streams.Err
	err := cmd.Run()
	if _, ok := errors.AsType[*exec.ExitError](err); ok {
		return nil // how the person left the shell is their own affair
	}
	return err
}

// As is the program that runs a command, or a shell, as one of the people.
func (s *Stage) As() string { return filepath.Join(s.bin, asProgram) }

// serve says how to come in from elsewhere, and waits.
func (s *Stage) serve(ctx context.Context, streams Streams) error {
	fmt.Fprintln(streams.Out, s.As())
	fmt.Fprint(streams.Err, folded("Serving until interrupted. That program, followed by a person and a command, runs the command as that person, and without a command a shell. The people: %s.\n", everybody()))
	<-ctx.Done()
	return nil
}

// writeAs writes the program as. It leaves nothing of its caller's environment
// but what describes the terminal.
func (s *Stage) writeAs() error {
	var b strings.Builder
	fmt.Fprintf(&b, `#!/bin/sh
# %[1]s PERSON [COMMAND...]: runs a command, or a shell, as one of the people of this sandbox.
who=$1
case $who in
%[2]s) shift ;;
*) echo "usage: %[1]s PERSON [COMMAND...]; the people: %[3]s" >&2; exit 2 ;;
esac
if [ $# -eq 0 ]; then
	case $HOME in %[4]s/*) cd %[4]s/"$who" ;; esac # out of another's home
	if command -v bash >/dev/null; then set -- bash --norc --noprofile; else set -- sh; fi
fi
set -- ${TERM:+"TERM=$TERM"} ${COLORTERM:+"COLORTERM=$COLORTERM"} ${NO_COLOR:+"NO_COLOR=$NO_COLOR"} "$@"
case $who in
`, asProgram, strings.Join(logins(), " | "), everybody(), shellQuoted(filepath.Dir(s.Home(owner))))
	for _, login := range logins() {
		fmt.Fprintf(&b, "%s) exec env -i", login)
		for _, entry := range s.visitor(login) {
			if !strings.HasPrefix(entry, "TERM=") {
				b.WriteString(" " + shellQuoted(entry))
			}
		}
		b.WriteString(` "$@" ;;` + "\n")
	}
	b.WriteString("esac\n")
	return os.WriteFile(s.As(), []byte(b.String()), 0o700)
}

func shellQuoted(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }

// install makes the product an extension of gh for everybody, where gh looks
// for those: https://cli.github.com/manual/gh_extension
func (s *Stage) install() error {
	for _, login := range logins() {
		dir := filepath.Join(s.Home(login), ".local", "share", "gh", "extensions")
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
		if err := os.Symlink(s.bin, filepath.Join(dir, ours)); err != nil {
			return err
		}
	}
	return nil
}

// handTokens seeds a bare stage, and leaves with the owner the tokens that
// others have made: those of the registry, and the machine account's.
func (s *Stage) handTokens() error {
	if err := seedBare(s.Box.Hub()); err != nil {
		return err
	}
	dir := filepath.Join(s.Home(owner), "tokens")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	tokens := maps.Clone(seedTokens)
	tokens[machine] = sourceToken(s.Box.Hub())
	for name, token := range tokens {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(token), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// visitor is the environment of a person who tries things by hand.
func (s *Stage) visitor(login string) []string {
	env := append(s.Box.Env(login),
		"PS1="+login+`:\w$ `,
		"BROWSER=echo", // the operator's browser knows another github.com
	)
	if s.host == "github.com" { // wherever they stand; elsewhere they have to say it
		env = append(env, "RELEASE_REQUEST_REPO="+centralRepo)
	}
	// Without a build cache, make install would build everything anew.
	if cache, err := exec.Command("go", "env", "GOCACHE").Output(); err == nil {
		env = append(env, "GOCACHE="+strings.TrimSpace(string(cache)))
	}
	return env
}
