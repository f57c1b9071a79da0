package actions

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// process is one runner at work.
type process struct {
	cmd     *exec.Cmd
	in      io.WriteCloser
	out     io.Reader
	reports *json.Decoder
	said    bytes.Buffer // on standard error

	mu      sync.Mutex
	encoder *json.Encoder
}

// start runs the runner. It gets an empty environment: what jobs need reaches
// it with the orders.
func start(program string) (*process, error) {
	p := &process{cmd: exec.Command(program)}
	p.cmd.Env = []string{}
	p.cmd.Stderr = &p.said
	in, err := p.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting the workflow runner: %w", err)
	}
	p.in, p.out, p.encoder, p.reports = in, out, json.NewEncoder(in), json.NewDecoder(out)
	p.reports.DisallowUnknownFields()
	return p, nil
}

// send gives an order. It may be called by several goroutines.
func (p *process) send(o Order) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.encoder.Encode(o); err != nil {
		return fmt.Errorf("the workflow runner takes no order: %w", err)
	}
	return nil
}

// next waits for a report.
func (p *process) next() (Report, error) {
	var r Report
	if err := p.reports.Decode(&r); err != nil {
		return r, fmt.Errorf("the workflow runner stopped: %w", err)
	}
	return r, nil
}

// How long a runner whose input has ended may take to kill what it started.
const timeToLeave = 10 * time.Second

// end tells the runner to leave, and returns what it said if it left in anger.
func (p *process) end() error {
	_ = p.in.Close()
	timer := time.AfterFunc(timeToLeave, func() { _ = p.cmd.Process.Kill() })
	defer timer.Stop()
	// A runner that cannot write its reports cannot leave.
	_, _ = io.Copy(io.Discard, p.out)
	err := p.cmd.Wait()
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %s", err, strings.TrimSpace(p.said.String()))
}
