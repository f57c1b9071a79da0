package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// fileCommands are the files through which one step talks to its runner.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#environment-files
type fileCommands struct{ dir string }

// fileVariables name the files and the variables that point to them.
var fileVariables = map[string]string{
	"GITHUB_OUTPUT":       "output",
	"GITHUB_ENV":          "env",
	"GITHUB_PATH":         "path",
	"GITHUB_STATE":        "state",
	"GITHUB_STEP_SUMMARY": "summary",
}

// newFileCommands makes the empty files of a step.
func newFileCommands(dir string) (fileCommands, error) {
	f := fileCommands{dir}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return f, err
	}
	for _, name := range fileVariables {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			return f, err
		}
	}
	return f, nil
}

// read returns what the step wrote to one of the files.
func (f fileCommands) read(name string) (string, error) {
	content, err := os.ReadFile(filepath.Join(f.dir, name))
	if os.IsNotExist(err) {
		return "", nil
	}
	return string(content), err
}

// pairs reads a file of names and values, either name=value or
// name<<DELIMITER, lines, DELIMITER.
func (f fileCommands) pairs(name string) (map[string]string, error) {
	content, err := f.read(name)
	if err != nil {
		return nil, err
	}
	pairs, err := parsePairs(content)
	if err != nil {
		return nil, fmt.Errorf("Unable to process file command '%s' successfully: %w", name, err) //nolint:staticcheck // GitHub's words
	}
	return pairs, nil
}

func parsePairs(content string) (map[string]string, error) {
	pairs := map[string]string{}
	content = strings.TrimPrefix(strings.ReplaceAll(content, "\r\n", "\n"), "\ufeff")
	for content != "" {
		var line string
		line, content, _ = strings.Cut(content, "\n")
		if line == "" {
			continue
		}
		equals, heredoc := strings.Index(line, "="), strings.Index(line, "<<")
		switch {
		case equals > 0 && (heredoc < 0 || equals < heredoc):
			pairs[line[:equals]] = line[equals+1:]
		case heredoc > 0 && len(line) > heredoc+2:
			value, rest, err := until(line[heredoc+2:], content)
			if err != nil {
				return nil, err
			}
			pairs[line[:heredoc]], content = value, rest
		default:
			return nil, fmt.Errorf("Invalid format '%s'", line) //nolint:staticcheck // GitHub's words
		}
	}
	return pairs, nil
}

// until reads the lines before the delimiter.
func until(delimiter, content string) (value, rest string, err error) {
	var body []string
	for content != "" {
		var line string
		line, content, _ = strings.Cut(content, "\n")
		if line == delimiter {
			return strings.Join(body, "\n"), content, nil
		}
		body = append(body, line)
	}
	return "", "", fmt.Errorf("Invalid value. Matching delimiter not found '%s'", delimiter) //nolint:staticcheck // GitHub's words
}
