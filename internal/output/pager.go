package output

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	"github.com/mattn/go-shellwords"
)

// StartPager sends what follows on Out through the command, as gh does with
// GH_PAGER, and returns what waits for its end. Where Out is no terminal, or
// the command is empty or cat, nothing happens. The command is the user's own,
// split into words as a shell would; no shell runs it.
func (s *Streams) StartPager(command string) (wait func() error, err error) {
	nothing := func() error { return nil }
	words, err := shellwords.Parse(command)
	if err != nil {
		return nothing, fmt.Errorf("cannot read the pager's command %q: %w", command, err)
	}
	if !s.OutTerminal || len(words) == 0 || words[0] == "cat" {
		return nothing, nil
	}
	pager := exec.Command(words[0], words[1:]...)
	pager.Env = os.Environ()
	for _, setting := range []string{"LESS=FRX", "LV=-c"} {
		name, _, _ := strings.Cut(setting, "=")
		if _, set := os.LookupEnv(name); !set {
			pager.Env = append(pager.Env, setting)
		}
	}
	terminal := s.Out
	pager.Stdout, pager.Stderr = terminal, s.Err
	pipe, err := pager.StdinPipe()
	if err != nil {
		return nothing, fmt.Errorf("cannot start the pager: %w", err)
	}
	if err := pager.Start(); err != nil {
		return nothing, fmt.Errorf("cannot start the pager: %w", err)
	}
	s.Out = untilLeft{pipe}
	return func() error {
		s.Out = terminal
		pipe.Close()
		return pager.Wait()
	}, nil
}

// untilLeft swallows what comes after the pager was left: that is no failure.
type untilLeft struct{ w io.Writer }

func (u untilLeft) Write(p []byte) (int, error) {
	_, _ = u.w.Write(p)
	return len(p), nil
}
