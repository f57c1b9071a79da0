package main

import "strings"

// obeyLine handles a line that a step printed: a workflow command is obeyed,
// everything is logged but the command that names a secret.
func (s *stepRun) obeyLine(line string) {
	c, ok := parseCommand(line, s.muted)
	if s.muted != "" {
		if ok && c.name == strings.ToLower(s.muted) {
			s.muted = ""
		}
		s.log(s.id.number, line)
		return
	}
	if !ok {
		s.log(s.id.number, line)
		return
	}
	switch c.name {
	case "add-mask":
		s.masks.add(c.text)
	case "notice", "warning", "error":
		s.note(s.id.number, c.note())
	case "set-output":
		// Deprecated and still obeyed. What the step writes to GITHUB_OUTPUT is read later, and stands.
		s.result.Outputs[c.properties["name"]] = c.text
		s.log(s.id.number, line)
	case "stop-commands":
		s.muted = c.text
	case "debug":
		// Shown by GitHub only where debug logging was asked for.
	case "group", "endgroup":
		s.log(s.id.number, "##["+c.name+"]"+c.text)
	default:
		s.log(s.id.number, line)
	}
}
