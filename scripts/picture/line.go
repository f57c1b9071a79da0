package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/creack/pty"

	"github.com/release-request/gh-release-request/internal/sandbox/rehearsal"
)

const (
	columns = 96
	// patience bounds how long a command may take.
	patience = 2 * time.Minute
)

// line is one command, as somebody types it.
type line struct {
	who, dir string
	words    []string
	question string // that is waited for; empty: nothing is asked
	answer   string
}

var timeOfDay = regexp.MustCompile(`[0-2][0-9]:[0-5][0-9]:[0-5][0-9]`)

// play types the line on the screen, runs it on a terminal of its own, and shows
// what that shows.
func (l line) play(ctx context.Context, stage *rehearsal.Stage, program string, s *screen) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	fmt.Fprintf(s, "\x1b[2m%s:%s$\x1b[0m \x1b[1mgh release-request %s\x1b[0m\r\n", l.who, filepath.Join("~", l.dir), strings.Join(l.words, " "))
	cmd := exec.CommandContext(ctx, program, l.words...)
	cmd.Dir = filepath.Join(stage.Home(l.who), l.dir)
	cmd.Env = append(stage.Box.Env(l.who), "TERM=xterm-256color", "GH_PAGER=cat", "TZ=UTC", "RELEASE_REQUEST_REPO=acme/publish",
		"GIT_AUTHOR_DATE=2026-03-02T10:00:00Z", "GIT_COMMITTER_DATE=2026-03-02T10:00:00Z")
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: columns})
	if err != nil {
		return err
	}
	defer terminal.Close()
	var shown bytes.Buffer
	answered := l.question == ""
	part := make([]byte, 4096)
	for {
		n, err := terminal.Read(part)
		shown.Write(part[:n])
		if !answered && strings.Contains(shown.String(), l.question) {
			answered = true
			if _, err := terminal.WriteString(l.answer); err != nil {
				return err
			}
		}
		if err != nil {
			break // the terminal is gone when the program is
		}
	}
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(l.words, " "), err, &shown)
	}
	_, err = s.Write(timeOfDay.ReplaceAll(shown.Bytes(), []byte("10:00:42")))
	return err
}
