// Command picture draws the README's picture: a release on the sandbox, asked
// for, approved and watched by the real program, in a terminal as wide as GitHub
// shows a README. It writes docs/images/release-light.svg and release-dark.svg,
// or, with -check, fails if they are not what it would write. The time of day,
// which differs each time and says nothing, is replaced.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"

	"github.com/release-request/gh-release-request/internal/sandbox/rehearsal"
)

// folder is where the pictures are, from the top of the checkout.
const folder = "docs/images"

// scene is what is typed, by whom, where, and what is answered to questions.
var scene = []line{
	{who: "sam", dir: "sdk", words: []string{"sdk", "1.2.3"}, answer: "y\r", question: "[y/N]"},
	{who: "alex", words: []string{"approve", "1"}, answer: "y\r", question: "[y/N]"},
	{who: "sam", dir: "sdk", words: []string{"watch", "1"}},
}

func main() {
	check := flag.Bool("check", false, "write nothing, and fail if the pictures are others")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *check); err != nil {
		fmt.Fprintln(os.Stderr, "picture:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, check bool) error {
	temp, err := os.MkdirTemp("", "picture")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	programs := rehearsal.Programs{Product: filepath.Join(temp, "gh-release-request"), Self: filepath.Join(temp, "release-sandbox")}
	for _, program := range []string{programs.Product, programs.Self} {
		build := exec.CommandContext(ctx, "go", "build", "-o", program, "./cmd/"+filepath.Base(program))
		if out, err := build.CombinedOutput(); err != nil {
			return fmt.Errorf("building %s: %w: %s", filepath.Base(program), err, out)
		}
	}
	screen, err := play(ctx, programs)
	if err != nil {
		return err
	}
	for _, theme := range []theme{light, dark} {
		path := filepath.Join(folder, "release-"+theme.name+".svg")
		drawn := draw(screen.rows, theme)
		if !check {
			if err := os.WriteFile(path, drawn, 0o644); err != nil {
				return err
			}
			continue
		}
		if have, err := os.ReadFile(path); err != nil || !bytes.Equal(have, drawn) {
			return fmt.Errorf("%s is not what the program shows now (%v): make picture", path, err)
		}
	}
	return nil
}

// play opens a stage on which releases are set up, and has the scene typed there.
func play(ctx context.Context, programs rehearsal.Programs) (screen *screen, err error) {
	var told bytes.Buffer
	stage, err := rehearsal.Open(ctx, programs, &told)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, stage.Close()) }()
	setUp, ok := rehearsal.Find("set-up")
	if !ok {
		return nil, errors.New("there is no scenario set-up")
	}
	if err := stage.Play(ctx, setUp); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, &told)
	}
	clone := exec.CommandContext(ctx, "git", "clone", "--quiet", "https://github.com/acme/sdk", "sdk")
	clone.Dir, clone.Env = stage.Home("sam"), stage.Box.Env("sam")
	if out, err := clone.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("git clone: %w: %s", err, out)
	}
	screen = newScreen()
	for i, line := range scene {
		if i > 0 {
			screen.Write([]byte("\r\n"))
		}
		if err := line.play(ctx, stage, programs.Product, screen); err != nil {
			return nil, err
		}
		if err := stage.Box.Idle(ctx); err != nil {
			return nil, fmt.Errorf("the workflows did not end: %w", err)
		}
	}
	return screen, nil
}
