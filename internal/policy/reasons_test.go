package policy

import (
	"slices"
	"testing"
)

// allCases is every breakage, by rule: what is proved of each.
func allCases() map[string][]breakage {
	return map[string][]breakage{
		RuleRequestOpen:       requestOpenCases(),
		RuleRequestWellformed: requestWellformedCases(),
		RuleRequestUnchanged:  append(requestUnchangedCases(), formUnchangedCases()...),
		RuleProjectKnown:      projectKnownCases(),
		RuleVersionNew:        versionNewCases(),
		RuleRequesterAllowed:  append(requesterAllowedCases(), formAllowedCases()...),
		RuleApproved:          approvedCases(),
		RuleFourEyes:          fourEyesCases(),
		RuleCommitPinned:      commitPinnedCases(),
		RuleBaseReviewed:      baseReviewedCases(),
		RuleCIPassed:          ciPassedCases(),
		RuleUnblocked:         unblockedCases(),
		RuleUnfrozen:          unfrozenCases(),
		RuleNotExpired:        notExpiredCases(),
		RuleAlone:             aloneCases(),
		RuleTargetsLeft:       targetsLeftCases(),
	}
}

func TestReasons_everyReasonGivenIsListed(t *testing.T) {
	listed := Reasons()
	for rule, cases := range allCases() {
		for _, c := range cases {
			s := passing()
			c.do(s)
			for _, f := range s.evaluate().Against() {
				if !slices.ContainsFunc(listed, func(r Reason) bool {
					return r.Code == f.Reason && (r.Rule == f.Rule || r.Code == ReasonUnknown)
				}) {
					t.Errorf("%s %s: %s gives the reason %s, which is not listed", rule, c.claim, f.Rule, f.Reason)
				}
			}
		}
	}
}

func TestReasons_everyReasonListedIsGiven(t *testing.T) {
	given := map[[2]string]bool{}
	for rule, cases := range allCases() {
		for _, c := range cases {
			given[[2]string{rule, c.reason}] = true
		}
	}
	for _, r := range Reasons() {
		if r.Code != ReasonUnknown && !given[[2]string{r.Rule, r.Code}] {
			t.Errorf("no test of %s gives the reason %s", r.Rule, r.Code)
		}
	}
}

func TestReasons_areCompleteAndUnlike(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Reasons() {
		if seen[r.Code] {
			t.Errorf("reason %s is listed twice", r.Code)
		}
		seen[r.Code] = true
		if r.Code == "" || r.Means == "" || r.Remedy == "" {
			t.Errorf("reason %q lacks what it means or its remedy", r.Code)
		}
	}
	for _, r := range RuleTexts() {
		if seen[r.Code] {
			t.Errorf("rule %s has the code of a reason", r.Code)
		}
		seen[r.Code] = true
		if r.Passes == "" {
			t.Errorf("rule %s does not say when it passes", r.Code)
		}
	}
}
