package cli

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/doctor"
	"github.com/release-request/gh-release-request/internal/output"
)

// Who may see nothing of forty repositories is told so three times; a pipe is
// told all, and no error is ever left out.
func TestDoctor_leavesOutNotesForPeopleAlone(t *testing.T) {
	var findings []doctor.Finding
	for i := range 40 {
		findings = append(findings, doctor.Finding{Severity: doctor.Note, Check: "Secrets", Where: fmt.Sprintf("acme/n%d.", i)})
		if i%10 == 9 {
			findings = append(findings, doctor.Finding{Severity: doctor.Error, Check: "Secrets", Where: fmt.Sprintf("acme/e%d.", i)})
		}
	}
	findings = append(findings, doctor.Finding{Severity: doctor.Note, Check: "Workflows", Where: "acme/n40."})
	for _, terminal := range []bool{true, false} {
		var out, notes bytes.Buffer
		renderExamination(&output.Streams{Out: &out, Err: &notes, OutTerminal: terminal, Width: 80}, "acme/publish", findings)
		for _, f := range findings {
			told := strings.Contains(out.String(), f.Where)
			left := terminal && f.Severity == doctor.Note && !strings.Contains("acme/n0. acme/n1. acme/n2. acme/n40.", f.Where)
			if told == left {
				t.Errorf("terminal %t: %s is told: %t", terminal, f.Where, told)
			}
		}
		if said := strings.Contains(out.String(), "and 37 more notes here; --json has them all"); said != terminal {
			t.Errorf("terminal %t: that notes were left out is said: %t\n%s", terminal, said, &out)
		}
	}
}

// A command is to be copied: it is never broken, however narrow the terminal.
func TestDoctor_leavesCommandsWhole(t *testing.T) {
	const set = "gh secret set RELEASE_SOURCE_TOKEN --env release-gate --repo acme/publish"
	for fix, want := range map[string]string{
		set: "           fix: " + set + "\n",
		"have the token revoked, since others could read it, and delete: " + set: "           fix: have the token revoked,\n           since others could read it,\n           and delete:\n             " + set + "\n",
		"an owner makes it in Settings, GitHub Apps":                             "           fix: an owner makes it in\n           Settings, GitHub Apps\n",
	} {
		var out bytes.Buffer
		s := &output.Streams{Out: &out, Err: &out, OutTerminal: true, Width: 40}
		renderDoctorFinding(s, doctor.Finding{Severity: doctor.Error, Code: "c", Where: "w", Says: "s", Fix: fix})
		if _, got, _ := strings.Cut(out.String(), "\n"); got != want {
			t.Errorf("%q is shown as\n%q, want\n%q", fix, got, want)
		}
	}
}
