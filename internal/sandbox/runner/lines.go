package main

import (
	"bytes"
	"strings"
	"sync"
)

// lines is a writer that hands on whole lines, without their ends.
type lines struct {
	mu     sync.Mutex
	rest   []byte
	handle func(line string)
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rest = append(l.rest, p...)
	for {
		line, rest, found := bytes.Cut(l.rest, []byte("\n"))
		if !found {
			return len(p), nil
		}
		l.handle(strings.TrimSuffix(string(line), "\r"))
		l.rest = rest
	}
}

// flush hands on what is left without an end.
func (l *lines) flush() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.rest) > 0 {
		l.handle(strings.TrimSuffix(string(l.rest), "\r"))
		l.rest = nil
	}
}
