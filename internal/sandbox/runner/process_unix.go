//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"syscall"
	"time"
)

// process is one program of a step. It gets no terminal, nothing to read, and
// a process group of its own, so that what it starts can be ended with it.
type process struct {
	argv     []string
	env      map[string]string
	dir      string
	output   io.Writer
	stop     <-chan struct{}  // closed when it is to stop
	limit    time.Duration    // of its own; zero for none
	patience [2]time.Duration // after an interrupt, and after a request to terminate
	leftover int              // its process group, if members of it outlived it
}

var errTimeLimit = errors.New("the time limit is reached")

// After the program has ended, what it left running may hold its output open.
const outputGrace = 2 * time.Second

// run returns nil only if the program ended well. When the context ends it is
// killed at once with all it started.
func (p *process) run(ctx context.Context) error {
	cmd := &exec.Cmd{
		Path: p.argv[0], Args: p.argv, Dir: p.dir, Stdout: p.output, Stderr: p.output,
		Env:         make([]string, 0, len(p.env)),
		SysProcAttr: &syscall.SysProcAttr{Setpgid: true},
		WaitDelay:   outputGrace,
	}
	for name, value := range p.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	group := cmd.Process.Pid
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	err := p.await(ctx, group, ended)
	if syscall.Kill(-group, 0) == nil {
		p.leftover = group
	}
	return err
}

// await waits for the end of the program and sees to it that it comes, with
// GitHub's signals.
// https://docs.github.com/en/actions/reference/workflow-cancellation-reference
func (p *process) await(ctx context.Context, pid int, ended <-chan error) error {
	var overdue <-chan time.Time
	if p.limit > 0 {
		timer := time.NewTimer(p.limit)
		defer timer.Stop()
		overdue = timer.C
	}
	var cause error
	select {
	case err := <-ended:
		return outcome(err)
	case <-p.stop:
		cause = errors.New("canceled")
	case <-overdue:
		cause = errTimeLimit
	case <-ctx.Done():
		killGroup(pid)
		<-ended
		return ctx.Err()
	}
	for i, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		_ = syscall.Kill(pid, signal)
		timer := time.NewTimer(p.patience[i])
		select {
		case <-ended:
			timer.Stop()
			return cause
		case <-ctx.Done():
		case <-timer.C:
		}
	}
	killGroup(pid)
	<-ended
	return cause
}

// outcome words the end of a program as GitHub does.
func outcome(err error) error {
	if errors.Is(err, exec.ErrWaitDelay) {
		return nil
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code := exit.ExitCode()
		if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
			code = 128 + int(status.Signal())
		}
		return fmt.Errorf("Process completed with exit code %d.", code) //nolint:staticcheck // GitHub's words
	}
	return err
}

func killGroup(group int) { _ = syscall.Kill(-group, syscall.SIGKILL) }

// killLeftovers ends what steps left running, as the end of a machine would.
func (j *jobRun) killLeftovers() {
	for _, group := range j.left {
		killGroup(group)
	}
}
