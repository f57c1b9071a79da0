package prompt

import (
	"context"
	"io"
	"runtime"

	"charm.land/huh/v2"
)

// askByLines runs a form in huh's accessible mode, which takes the end of input
// for the default answer, forgets what the check of an answer said, and does
// not listen to its context. So it runs beside, and at the end of input it is
// ended in the middle of reading: what it would make of nothing never comes
// out.
func askByLines(ctx context.Context, form *huh.Form, in io.Reader) error {
	ended := make(chan error, 1)
	go func() {
		result := error(errStopped) // which it stays when reading does not return
		defer func() { ended <- result }()
		result = form.WithAccessible(true).WithInput(answers{in}).RunWithContext(ctx)
	}()
	select {
	case <-ctx.Done():
		return errStopped
	case err := <-ended:
		return err
	}
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
