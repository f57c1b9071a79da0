package policy

import (
	"slices"
	"time"

	"github.com/release-request/gh-release-request/internal/release"
)

// Decision is what the gate does with a request.
type Decision string

const (
	Publish Decision = "publish" // start what is left
	Finish  Decision = "finish"  // everything is published; tag, merge and closing are left
	Wait    Decision = "wait"    // something has to happen that needs nobody to ask again
	Refuse  Decision = "refuse"  // not as it stands
)

// Outcome is what one rule says.
type Outcome string

const (
	Pass      Outcome = "pass"
	Unknown   Outcome = "unknown" // GitHub withholds a fact from this reader
	WaitFor   Outcome = "wait"    // changes by itself
	RefuseFor Outcome = "refuse"
)

// Finding is one rule's outcome.
type Finding struct {
	Rule     string   `json:"rule"`   // code of the rule, for ever the same
	Reason   string   `json:"reason"` // code of the reason; of a rule that passes its own, unless it is excused
	Outcome  Outcome  `json:"outcome"`
	Sentence string   `json:"sentence"`          // for people: what is so, and where it helps what would be right
	Links    []string `json:"links,omitempty"`   // to what the sentence names
	Excused  bool     `json:"excused,omitempty"` // it passes only for the emergency; the sentence says what is against it
}

// VerdictSchema is the number of Verdict's JSON form.
const VerdictSchema = 1

// Verdict is what Evaluate decided, with all it rests on.
type Verdict struct {
	Schema       int                `json:"schema"`
	Decision     Decision           `json:"decision"`
	Digest       release.Digest     `json:"digest"`
	PolicyCommit string             `json:"policyCommit"`
	At           time.Time          `json:"at"`
	Findings     []Finding          `json:"findings"`            // every rule that was asked, in order
	Approvals    []release.Approval `json:"approvals"`           // those that count, of distinct people, four eyes applied
	Left         []string           `json:"left"`                // targets still to publish, in the policy's order
	LastEvent    int64              `json:"lastEvent"`           // id of the last label event that was seen; 0 for none
	Rehearsal    bool               `json:"rehearsal,omitempty"` // nothing is published, whatever the decision

	// Each of these is for the audit to look at.
	Emergency   *release.Approval `json:"emergency,omitempty"`   // who broke the glass; nil for nobody
	Automatic   bool              `json:"automatic,omitempty"`   // no person's approval was needed
	Settlements []Settlement      `json:"settlements,omitempty"` // what approvers said of targets that had got lost
}

// WantsPress reports whether it waits for somebody to press the label: nobody
// can while it is on, so the gate takes it off.
func (v Verdict) WantsPress() bool {
	return v.Decision == Wait && v.Finding(RuleApproved).Outcome == WaitFor
}

// Against returns the findings that did not pass.
func (v Verdict) Against() []Finding {
	var against []Finding
	for _, f := range v.Findings {
		if f.Outcome != Pass {
			against = append(against, f)
		}
	}
	return against
}

// Excused returns the findings that pass only for the emergency.
func (v Verdict) Excused() []Finding {
	var excused []Finding
	for _, f := range v.Findings {
		if f.Excused {
			excused = append(excused, f)
		}
	}
	return excused
}

// Finding returns what a rule said; the zero Finding if it was not asked.
func (v Verdict) Finding(rule string) Finding {
	i := slices.IndexFunc(v.Findings, func(f Finding) bool { return f.Rule == rule })
	if i < 0 {
		return Finding{}
	}
	return v.Findings[i]
}

// sentences returns what the findings of these outcomes say.
func (v Verdict) sentences(outcomes ...Outcome) []string {
	var said []string
	for _, f := range v.Findings {
		if slices.Contains(outcomes, f.Outcome) {
			said = append(said, f.Sentence)
		}
	}
	return said
}
