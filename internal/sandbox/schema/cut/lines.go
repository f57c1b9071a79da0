package main

import (
	"os"
	"strings"
)

type line struct {
	number int
	text   string
}

// readLines returns the lines of a list file that are neither empty nor comments.
func readLines(path string) ([]line, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var lines []line
	n := 0
	for text := range strings.Lines(string(b)) {
		n++
		if text = strings.TrimSpace(text); text != "" && !strings.HasPrefix(text, "#") {
			lines = append(lines, line{n, text})
		}
	}
	return lines, nil
}
