package prompt

import (
	"context"
	"io"
	"runtime"

	"charm.land/huh/v2"
)

// askByLines asks in huh's accessible mode, which takes the end of input for the
// default answer, forgets what the check of an answer said, and knows of no
// context. So it runs beside, and at the end of input it is ended in the middle
// of reading: what it would make of nothing never comes out. The line of an
// answer was ended by who typed it; that of none is ended here.
func askByLines(ctx context.Context, field huh.Field, in io.Reader, out io.Writer) error {
	ended := make(chan error, 1)
	go func() {
		result := error(errStopped) // which it stays when reading does not return
		defer func() { ended <- result }()
		field.Init()
		field.Focus()
		result = field.RunAccessible(out, answers{in})
	}()
	err := error(errStopped)
	select {
	case <-ctx.Done():
	case err = <-ended:
	}
	if err != nil {
		_, _ = io.WriteString(out, "\n") // where it fails, nothing can be told either
	}
	return err
}

// answers hands out input byte by byte, so that no question takes what was
// typed for the next one, and ends its goroutine at the end of input.
type answers struct{ in io.Reader }

func (a answers) Read(p []byte) (int, error) {
	n, err := a.in.Read(p[:min(1, len(p))])
	if n == 0 && err != nil {
		runtime.Goexit()
	}
	return n, nil
}
