package gitstore

import (
	"bufio"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"sync"
)

// maxIdle is how many readers wait for the next question, over all repositories.
const maxIdle = 8

// A reader is a git that answers questions about the objects of one repository until its input ends. To start one for
// each question would cost more than everything else that the sandbox does, so who asks while another does waits.
type reader struct {
	path    string // of the repository
	cmd     *exec.Cmd
	ask     io.WriteCloser
	answers *bufio.Reader
}

// readers are those that nobody asks at the moment, the one that waits longest first.
type readers struct {
	turns sync.Map // by path of the repository: a *sync.Mutex, held by whoever asks

	mu     sync.Mutex
	idle   []*reader
	closed bool
}

// turn is what one has to hold to ask about a repository.
func (r *readers) turn(path string) *sync.Mutex {
	turn, _ := r.turns.LoadOrStore(path, new(sync.Mutex))
	return turn.(*sync.Mutex)
}

// take returns the reader of the repository. The caller has the turn.
func (s *Store) take(r *Repo) (*reader, error) {
	s.readers.mu.Lock()
	i := slices.IndexFunc(s.readers.idle, func(idle *reader) bool { return idle.path == r.Path() })
	if i >= 0 {
		found := s.readers.idle[i]
		s.readers.idle = slices.Delete(s.readers.idle, i, i+1)
		s.readers.mu.Unlock()
		return found, nil
	}
	s.readers.mu.Unlock()

	cmd := exec.Command(s.program.git, "--git-dir="+r.Path(), "cat-file", "--batch-command")
	cmd.Dir = s.dir
	cmd.Env = s.Environment()
	ask, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("running git cat-file: %w", err)
	}
	return &reader{r.Path(), cmd, ask, bufio.NewReader(out)}, nil
}

// giveBack keeps a reader for the next caller, unless something went wrong with it.
func (s *Store) giveBack(r *reader, err error) {
	if err != nil {
		r.close()
		return
	}
	s.readers.mu.Lock()
	s.readers.idle = append(s.readers.idle, r)
	var surplus []*reader
	if n := len(s.readers.idle) - maxIdle; s.readers.closed {
		surplus, s.readers.idle = s.readers.idle, nil
	} else if n > 0 {
		surplus = slices.Clone(s.readers.idle[:n])
		s.readers.idle = slices.Delete(s.readers.idle, 0, n)
	}
	s.readers.mu.Unlock()
	for _, r := range surplus {
		r.close()
	}
}

// Close ends the subprocesses that wait for questions. The store can be used still, at a higher price.
func (s *Store) Close() {
	s.readers.mu.Lock()
	idle := s.readers.idle
	s.readers.idle, s.readers.closed = nil, true
	s.readers.mu.Unlock()
	for _, r := range idle {
		r.close()
	}
}

// question asks for one object, with its data or without; nil where the expression names nothing.
func (r *reader) question(expression string, withData bool) (*Object, error) {
	verb := "info "
	if withData {
		verb = "contents "
	}
	if _, err := io.WriteString(r.ask, verb+expression+"\n"); err != nil {
		return nil, fmt.Errorf("git cat-file: asking for %q: %w", expression, err)
	}
	return readObject(r.answers, expression, withData)
}

// close ends the reader. How it ends says nothing: its input is over.
func (r *reader) close() {
	_ = r.ask.Close()
	_ = r.cmd.Process.Kill()
	_ = r.cmd.Wait()
}
