// Package rehearsal plays whole releases on the sandbox: scenarios are data,
// the people in them run the real programs, and every step says what it
// expects; that no publishing token is ever printed is expected of all. It
// stands in the annex: it imports nothing of the product that it plays, knows it
// only as a program on PATH, and uses no network but the sandbox's.
package rehearsal

import (
	"context"
	"slices"
)

// Scenario is a story with expectations.
type Scenario struct {
	Name    string
	Summary string // one line
	// Node says that it takes Node.js and npm, which everything else does without.
	Node bool
	// Bare says that it begins where nothing is set up for releases.
	Bare bool
	// Before is played first, and shown only if it fails: what other scenarios
	// show.
	Before []Step
	Steps  []Step
}

// Step is one thing that somebody does, or that the workflow does by itself.
type Step struct {
	Who   string // login; empty: the workflow, or the narrator
	Title string // what happens, as a sentence
	// Dir is where the command runs, below the person's home.
	Dir string
	// Run is the command: program and arguments.
	Run []string
	// Write is files written before the command, below Dir: as an editor would.
	// In them ${NAME} stands for what became known on the stage.
	Write map[string]string
	// Edit is a change of a file before the command.
	Edit Edit
	// Happens is what happens before the command without any program: a click in
	// the browser, CI, a registry.
	Happens func(context.Context, *Stage) error
	// Meanwhile is what happens once the command has printed the text Upon.
	Upon      string
	Meanwhile func(*Stage)
	// Time is the cron expression of scheduled workflows whose time comes after
	// the command.
	Time string
	// Of is the repository of those workflows; empty: the central one.
	Of string
	// Settle waits, after the command, until no workflow runs.
	Settle bool

	Exit int      // expected exit code
	Says []string // expected in what the command prints
	// Holds is what must be true of the world afterwards.
	Holds []Claim
}

// Edit replaces a text of a file, which must be there.
type Edit struct {
	Path     string // below Dir
	Old, New string // one line or more
}

// Claim is a statement about the world that can be checked.
type Claim struct {
	What  string // as a sentence
	Check func(*Stage) error
}

// Scenarios returns all scenarios, the one that is played by default first.
func Scenarios() []Scenario {
	return []Scenario{
		releaseScenario(), dressScenario(), movedScenario(), twoScenario(), emergencyScenario(), cancelledScenario(), retractScenario(),
		calverScenario(), heldScenario(), sourceScenario(), formScenario(), craftScenario(), rotateScenario(), doctorScenario(), setUpScenario(),
	}
}

// Find returns a scenario by its name.
func Find(name string) (Scenario, bool) {
	all := Scenarios()
	i := slices.IndexFunc(all, func(s Scenario) bool { return s.Name == name })
	if i < 0 {
		return Scenario{}, false
	}
	return all[i], true
}
