package doctor

import "strings"

// Severity is how bad a finding is.
type Severity string

// The severities.
const (
	Error   Severity = "error"   // a promise of the policy does not hold
	Warning Severity = "warning" // it holds, and a second thing that should be there is not
	Note    Severity = "note"    // it could not be told; never good news
)

// Finding is one thing that is not as it should be.
type Finding struct {
	Code     string // one of the manual's, which never changes its meaning
	Severity Severity
	Check    string // the heading that it belongs under
	Where    string // what it is about: a repository, an environment, a person
	Says     string
	Fix      string // what to do: words, a command, or words that end with a command; see Remedy

	repair *repair
}

// Remedy takes what to do apart: words for a person, and the command that ends
// them, for the shell. Either may be empty.
func (f Finding) Remedy() (words, command string) {
	if strings.HasPrefix(f.Fix, program) {
		return "", f.Fix
	}
	if words, command, ok := strings.Cut(f.Fix, ": "+program); ok {
		return words + ":", program + command
	}
	return f.Fix, ""
}

// program is what every command of a remedy begins with.
const program = "gh "

// kind is one thing that a check can find.
type kind struct {
	code     string
	severity Severity
	means    string // for the manual: what it is, and why it matters
	remedy   string // for the manual: what to do
}

// at makes a finding of the kind. With no fix of its own it has the kind's
// remedy.
func (k kind) at(where, says, fix string) Finding {
	if fix == "" {
		fix = k.remedy
	}
	return Finding{Code: k.code, Severity: k.severity, Where: where, Says: says, Fix: fix}
}
