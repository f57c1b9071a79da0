package git_test

import (
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/git"
)

func TestOutput_isWhatGitPrints(t *testing.T) {
	p := newPerson(t)
	_, own := p.upstream()
	p.commit(own, map[string]string{"blank": "a\n\n"})
	for _, c := range []struct{ object, want string }{{"HEAD:VERSION", "1.0.0"}, {"HEAD:blank", "a\n"}} {
		if got, err := p.in(own).Output(t.Context(), "cat-file", "blob", c.object); err != nil || got != c.want {
			t.Errorf("%s is %q, %v", c.object, got, err)
		}
	}
	if err := p.in(own).Run(t.Context(), "rev-parse", "HEAD"); err != nil {
		t.Error(err)
	}
}

func TestOutput_saysWhatGitSaysAndWhichCommandFailed(t *testing.T) {
	p := newPerson(t)
	_, own := p.upstream()
	_, err := p.in(own).Output(t.Context(), "rev-parse", "--verify", "absent^{commit}")
	failed, ok := errors.AsType[*git.Error](err)
	if !ok || failed.Command != "rev-parse" || failed.Said != "fatal: Needed a single revision" || err.Error() != "git rev-parse: fatal: Needed a single revision" {
		t.Errorf("the error is %v", err)
	}
	// Some answer with their exit status alone.
	_, err = p.in(own).Output(t.Context(), "config", "--get", "x.absent")
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok || exit.ExitCode() != 1 || err.Error() != "git config: exit status 1" {
		t.Errorf("the error is %v", err)
	}
	if err := p.in(filepath.Join(own, "absent")).Run(t.Context(), "status"); err == nil || !strings.Contains(err.Error(), "no such file or directory") {
		t.Errorf("a folder that is not there: %v", err)
	}
}

func TestOutput_saysThatGitIsMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := git.Repository{}.Output(t.Context(), "version")
	if err == nil || !strings.Contains(err.Error(), "git is not installed") || fault.HintOf(err) == "" {
		t.Errorf("the error is %v, its hint %q", err, fault.HintOf(err))
	}
}

// TestOutput_asksNobody: a question would hide behind what this program shows,
// and hang a script.
func TestOutput_asksNobody(t *testing.T) {
	p := newPerson(t)
	log := spy(t, `echo "$GIT_TERMINAL_PROMPT" >>"$log"`)
	for _, env := range [][]string{p.env, append(p.env[:len(p.env):len(p.env)], "GIT_TERMINAL_PROMPT=1")} {
		if _, err := (git.Repository{Env: env}).Output(t.Context(), "version"); err != nil {
			t.Fatal(err)
		}
	}
	if log() != "0\n1\n" {
		t.Errorf("GIT_TERMINAL_PROMPT is, by default and where the person says so, %q", log())
	}
}

// TestOutput_tellsGitToStop interrupts a git that removes its lock file when it
// is told to, and does not when it is killed.
func TestOutput_tellsGitToStop(t *testing.T) {
	p := newPerson(t)
	fifo := p.file("fifo")
	if out, err := exec.Command("mkfifo", fifo).CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	log := spy(t, `trap 'echo removed >>"$log"; exit 1' INT; echo ready >"`+fifo+`"; while :; do read -r _ <"`+fifo+`"; done`)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- p.settings().Run(ctx, "fetch") }()
	if out, err := exec.Command("cat", fifo).CombinedOutput(); err != nil || string(out) != "ready\n" {
		t.Fatal(err, string(out))
	}
	stop()
	err := <-done
	if !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "git fetch ") {
		t.Errorf("the error is %v", err)
	}
	if log() != "removed\n" {
		t.Errorf("git did %q", log())
	}
}

// TestOutput_waitsForNoDaemon: what git leaves running, to keep credentials say,
// may hold its output open for hours.
func TestOutput_waitsForNoDaemon(t *testing.T) {
	p := newPerson(t)
	log := spy(t, `sleep 60 & echo $! >"$log"; echo done; exit 0`)
	t.Cleanup(func() { exec.Command("kill", strings.TrimSpace(log())).Run() })
	start := time.Now()
	out, err := p.settings().Output(t.Context(), "fetch")
	if err != nil || out != "done" || time.Since(start) > 30*time.Second {
		t.Errorf("after %s: %q, %v", time.Since(start), out, err)
	}
}
