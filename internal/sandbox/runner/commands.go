package main

import (
	"strconv"
	"strings"
)

// command is a workflow command that a step printed: ::name key=value::text.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
type command struct {
	name       string
	properties map[string]string
	text       string
}

// parseCommand reads one line of output.
func parseCommand(line string) (command, bool) {
	rest, ok := strings.CutPrefix(strings.TrimLeft(line, " \t"), "::")
	if !ok {
		return command{}, false
	}
	head, body, ok := strings.Cut(rest, "::")
	if !ok {
		return command{}, false
	}
	name, arguments, _ := strings.Cut(head, " ")
	if name == "" {
		return command{}, false
	}
	c := command{name: strings.ToLower(name), properties: map[string]string{}, text: unescapeText.Replace(body)}
	for pair := range strings.SplitSeq(arguments, ",") {
		if key, value, ok := strings.Cut(strings.TrimSpace(pair), "="); ok {
			c.properties[strings.ToLower(key)] = unescapeProperty.Replace(value)
		}
	}
	return c, true
}

var (
	unescapeText     = strings.NewReplacer("%25", "%", "%0D", "\r", "%0A", "\n")
	unescapeProperty = strings.NewReplacer("%25", "%", "%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",")
)

// levels are the annotations' names in GitHub's API.
var levels = map[string]string{"notice": "notice", "warning": "warning", "error": "failure"}

// note makes an annotation of a command. One that names no file belongs to the
// folder of the workflows.
func (c command) note() NoteReport {
	number := func(key string) int {
		n, err := strconv.Atoi(c.properties[key])
		if err != nil {
			return 0
		}
		return n
	}
	note := NoteReport{
		Level: levels[c.name], Title: c.properties["title"], Message: c.text, Path: c.properties["file"],
		StartLine: number("line"), EndLine: number("endline"),
		StartColumn: number("col"), EndColumn: number("endcolumn"),
	}
	if note.Path == "" {
		note.Path = ".github"
	}
	note.StartLine = max(note.StartLine, 1)
	note.EndLine = max(note.EndLine, note.StartLine)
	return note
}
