package policy

import (
	"fmt"
	"slices"
	"strings"
)

// RuleCIPassed passes when the project's own checks vouch for the commit.
const RuleCIPassed = "ci-passed"

// The reasons of RuleCIPassed.
const (
	ReasonCIChanged = "ci-changed"
	ReasonCIFailed  = "ci-failed"
	ReasonCIPending = "ci-pending"
	ReasonCIMissing = "ci-missing"
)

var ciPassed = rule{
	code:   RuleCIPassed,
	passes: "the newest run of every demanded check is done and none failed, at least one succeeded, and the release branch did not change `.github`",
	asked:  ofAProject,
	yields: true,
	find:   findCIPassed,
	reasons: []Reason{
		{Code: ReasonCIChanged, Means: "The release branch changes the folder `.github`, so it could have arranged its own checks.", Remedy: "Merge that change into the base first, then ask again."},
		{Code: ReasonCIFailed, Means: "A check of the release commit failed.", Remedy: "Run it again if it was bad luck, then approve again; else mend the base and ask again."},
		{Code: ReasonCIPending, Means: "A check of the release commit is not done.", Remedy: "Wait."},
		{Code: ReasonCIMissing, Means: "A demanded check has not been reported for the release commit, or none has succeeded. No check at all is not success.", Remedy: "Wait for it. If it never comes, see whether CI runs on release branches, or whether they were pushed with a token that starts none."},
	},
}

func findCIPassed(q *question) (o opinion) {
	if q.rules.CI.Require == CINone {
		o.pass("the policy demands no checks")
		return o
	}
	compare, ok := read(&o, "whether the release changes .github", q.facts.Compare)
	if ok && !compare.GitHubFolderSame {
		o.refuse(ReasonCIChanged, "the release branch changes .github, so its checks prove nothing")
	}
	checks, ok := read(&o, "the checks of the release commit", q.facts.Checks)
	if !ok {
		return o
	}
	all := checks.newest()
	demanded := all
	if q.rules.CI.Require == CIListed {
		demanded = nil
		for _, wanted := range q.rules.CI.Listed {
			before := len(demanded)
			for _, r := range all {
				if wanted.means(r.run) {
					demanded = append(demanded, r)
				}
			}
			if len(demanded) == before {
				o.wait(ReasonCIMissing, "the check %q has not been reported", wanted.Name)
			}
		}
	}
	weigh(&o, demanded)
	return o
}

// weigh says how the demanded checks stand.
func weigh(o *opinion, demanded []result) {
	of := map[string][]string{}
	for _, r := range demanded {
		of[r.state] = append(of[r.state], r.title)
	}
	if failed := of[checkFailed]; len(failed) > 0 {
		o.refuse(ReasonCIFailed, "failed: %s", quoted(failed))
	}
	if pending := of[checkPending]; len(pending) > 0 {
		o.wait(ReasonCIPending, "not done: %s", quoted(pending))
	}
	if len(of[checkSucceeded]) == 0 && len(of[checkFailed]) == 0 && len(of[checkPending]) == 0 {
		o.wait(ReasonCIMissing, "no check has succeeded yet")
	}
	o.pass("%s passed", counted(len(demanded), "check"))
}

// quoted lists check names, which others chose, each once; of many the first, so
// that the sentence fits where it is said.
func quoted(titles []string) string {
	const shown = 20
	slices.Sort(titles)
	titles = slices.Compact(titles)
	if more := len(titles) - shown; more > 0 {
		titles = append(titles[:shown], fmt.Sprintf("and %d more", more))
	}
	return strings.Join(titles, ", ")
}
