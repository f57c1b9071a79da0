package main

// obeyLine handles a line that a step printed: a workflow command is obeyed,
// everything is logged but the command that names a secret.
func (s *stepRun) obeyLine(line string) {
	c, ok := parseCommand(line)
	if s.muted != "" {
		if ok && c.name == s.muted {
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
