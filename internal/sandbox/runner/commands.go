package main

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// command is a workflow command that a step printed: ::name key=value::text at
// the start of a line, or the older ##[name key=value]text anywhere in it.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
type command struct {
	name       string
	properties map[string]string
	text       string
}

// commandNames are the commands that there are. What else looks like one is
// only text.
var commandNames = []string{
	"add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group", "notice", "remove-matcher", "save-state",
	"set-env", "set-output", "stop-commands", "warning",
}

// parseCommand reads one line of output. resume is the word that ends
// stop-commands, which is a command of its own as long as it is awaited.
func parseCommand(line, resume string) (command, bool) {
	isKnown := func(name string) bool {
		return slices.Contains(commandNames, name) || resume != "" && name == strings.ToLower(resume)
	}
	if rest, ok := strings.CutPrefix(strings.TrimLeftFunc(line, unicode.IsSpace), "::"); ok {
		if head, body, ok := strings.Cut(rest, "::"); ok {
			if c := makeCommand(head, ",", body, unescapeProperty, unescapeText); isKnown(c.name) {
				return c, true
			}
		}
	}
	if _, rest, ok := strings.Cut(line, "##["); ok {
		if head, body, ok := strings.Cut(rest, "]"); ok {
			if c := makeCommand(head, ";", body, unescapeOlder, unescapeOlder); isKnown(c.name) {
				return c, true
			}
		}
	}
	return command{}, false
}

func makeCommand(head, separator, body string, property, text *strings.Replacer) command {
	name, arguments, _ := strings.Cut(head, " ")
	c := command{name: strings.ToLower(name), properties: map[string]string{}, text: text.Replace(body)}
	for pair := range strings.SplitSeq(arguments, separator) {
		if key, value, ok := strings.Cut(strings.TrimSpace(pair), "="); ok {
			c.properties[strings.ToLower(key)] = property.Replace(value)
		}
	}
	return c
}

var (
	unescapeText     = strings.NewReplacer("%25", "%", "%0D", "\r", "%0A", "\n")
	unescapeProperty = strings.NewReplacer("%25", "%", "%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",")
	unescapeOlder    = strings.NewReplacer("%25", "%", "%0D", "\r", "%0A", "\n", "%3B", ";", "%5D", "]")
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
