package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/doctor"
	"github.com/release-request/gh-release-request/internal/output"
	"github.com/release-request/gh-release-request/internal/plain"
)

// renderExamination writes findings: for people under headings, for a pipe one a
// line.
func renderExamination(s *output.Streams, central string, findings []doctor.Finding) {
	if !s.OutTerminal {
		table := s.Table(time.Time{}, "severity", "code", "where", "says", "fix")
		for _, f := range findings {
			table.Row(output.Word(severityStyle(f.Severity), string(f.Severity)), output.Word(output.Normal, f.Code),
				output.Word(output.Normal, f.Where), output.Text(f.Says), output.Text(f.Fix))
		}
		table.Render("")
		return
	}
	for _, check := range byCheck(findings) {
		s.Printf("%s\n", s.Style(output.Strong, check[0].Check))
		notes := 0
		for _, f := range check {
			if f.Severity == doctor.Note {
				notes++
			}
			if f.Severity != doctor.Note || notes <= notesShown {
				renderDoctorFinding(s, f)
			}
		}
		if more := notes - notesShown; more > 0 {
			s.Printf("%s%s\n", strings.Repeat(" ", findingIndent), s.Wrapped(findingIndent, "and "+count(more, "more note")+" here; --json has them all"))
		}
	}
	s.Notef("%s\n", examined(central, findings))
}

// notesShown is how many notes of one check people are shown: what one may not
// see of one repository, one mostly may not see of any.
const notesShown = 3

// byCheck parts findings by the heading that they belong under.
func byCheck(findings []doctor.Finding) [][]doctor.Finding {
	var parts [][]doctor.Finding
	for i, f := range findings {
		if i == 0 || f.Check != findings[i-1].Check {
			parts = append(parts, nil)
		}
		last := len(parts) - 1
		parts[last] = append(parts[last], f)
	}
	return parts
}

// renderDoctorFinding writes one finding, its remedy below it.
func renderDoctorFinding(s *output.Streams, f doctor.Finding) {
	pad := strings.Repeat(" ", max(0, findingIndent-2-len(f.Severity)))
	s.Printf("  %s%s%s\n", s.Style(severityStyle(f.Severity), string(f.Severity)), pad,
		s.Wrapped(findingIndent, fmt.Sprintf("%s: %s (%s)", f.Where, f.Says, f.Code)))
	words, command := f.Remedy()
	margin := strings.Repeat(" ", findingIndent)
	if words != "" {
		s.Printf("%s%s\n", margin, s.Wrapped(findingIndent, "fix: "+words))
	}
	if command != "" { // whole on one line, to be copied
		lead := "fix: "
		if words != "" {
			lead = "  "
		}
		s.Printf("%s%s%s\n", margin, lead, plain.Line(command))
	}
}

// examined is the last line.
func examined(central string, findings []doctor.Finding) string {
	if len(findings) == 0 {
		return central + " is what its policy believes."
	}
	var parts []string
	for _, severity := range []doctor.Severity{doctor.Error, doctor.Warning, doctor.Note} {
		n := 0
		for _, f := range findings {
			if f.Severity == severity {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, count(n, string(severity)))
		}
	}
	return fmt.Sprintf("%s: %s", central, strings.Join(parts, ", "))
}

func severityStyle(s doctor.Severity) output.Style {
	switch s {
	case doctor.Error:
		return output.Bad
	case doctor.Warning:
		return output.Pause
	}
	return output.Muted
}
