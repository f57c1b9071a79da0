package output

import (
	"fmt"
	"io"
	"time"

	"github.com/release-request/gh-release-request/internal/plain"
)

// frameTime is how long one frame of the spinner stands. The first is drawn
// after as long, so that quick work shows none.
const frameTime = 120 * time.Millisecond

var frames = []rune("⣾⣽⣻⢿⡿⣟⣯⣷")

// progress is one step of long work, shown while it lasts.
type progress struct {
	name  string
	frame int
	drawn bool
	stop  chan struct{}
	ended chan struct{}
}

// Step says on standard error what is being done from now on, until the next
// step or EndSteps. On a terminal that can be redrawn it is a spinner with the
// time that the step has taken; on another terminal a line; elsewhere nothing.
func (s *Streams) Step(format string, args ...any) {
	s.EndSteps()
	name := plain.Line(fmt.Sprintf(format, args...))
	switch {
	case !s.ErrTerminal:
	case !s.Animated:
		s.Notef("%s...\n", name)
	default:
		ticker := time.NewTicker(frameTime)
		s.spin(name, time.Now(), ticker.C, ticker.Stop)
	}
}

// EndSteps takes the spinner away. It may be called when there is none.
func (s *Streams) EndSteps() {
	s.writing.Lock()
	p := s.progress
	p.wipe(s.Err)
	s.progress = nil
	s.writing.Unlock()
	if p != nil {
		close(p.stop)
		<-p.ended
	}
}

// Talk returns a writer to standard error for a program that is run. What it
// says ends the step, whose line it would be written into.
func (s *Streams) Talk() io.Writer { return talk{s} }

type talk struct{ s *Streams }

func (t talk) Write(p []byte) (int, error) {
	t.s.EndSteps()
	t.s.writing.Lock()
	defer t.s.writing.Unlock()
	return t.s.Err.Write(p)
}

// spin redraws the step at each tick until EndSteps.
func (s *Streams) spin(name string, since time.Time, ticks <-chan time.Time, release func()) {
	p := &progress{name: name, stop: make(chan struct{}), ended: make(chan struct{})}
	s.writing.Lock()
	s.progress = p
	s.writing.Unlock()
	go func() {
		defer close(p.ended)
		defer release()
		for {
			select {
			case <-p.stop:
				return
			case now := <-ticks:
				s.writing.Lock()
				if s.progress == p {
					p.draw(s.Err, now.Sub(since))
				}
				s.writing.Unlock()
			}
		}
	}()
}

func (p *progress) draw(w io.Writer, elapsed time.Duration) {
	fmt.Fprintf(w, "\r\x1b[K%c %s (%s)", frames[p.frame%len(frames)], p.name, elapsed.Truncate(time.Second))
	p.frame++
	p.drawn = true
}

// wipe takes the line away until the next tick.
func (p *progress) wipe(w io.Writer) {
	if p != nil && p.drawn {
		io.WriteString(w, "\r\x1b[K")
		p.drawn = false
	}
}
