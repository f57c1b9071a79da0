package inbox

import (
	"fmt"
	"strings"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// Next is what somebody has to do for the request to go on, as a command where
// there is one; empty where nobody has to do anything, or nothing can be done.
func (item *Item) Next() string {
	if item.Reading == nil {
		return ""
	}
	switch item.State {
	case release.Pending:
		return item.command("approve")
	case release.Waiting:
		return item.nextOfWaiting()
	case release.Failed:
		return item.nextOfFailed()
	case release.Unknown:
		return item.nextOfUnknown()
	case release.MergeByHand:
		return item.nextOfMerge()
	case release.Refused:
		return item.command("view")
	case release.Changed, release.Expired, release.Malformed:
		return item.askAgain()
	}
	return ""
}

func (item *Item) command(verb string) string {
	return fmt.Sprintf("gh release-request %s %d", verb, item.Number)
}

// nextOfWaiting: what waits for a person, or for a gate that nobody asked.
func (item *Item) nextOfWaiting() string {
	_, known := item.Reading.Facts.Unfinished.Get()
	switch {
	case item.waitsForApproval():
		return item.command("approve")
	case item.Verdict.Decision == policy.Publish && known && len(item.unfinished()) == 0:
		return item.command("retry")
	}
	return ""
}

func (item *Item) waitsForApproval() bool {
	return item.Verdict.Finding(policy.RuleApproved).Outcome == policy.WaitFor
}

// nextOfFailed: once nothing stands against it, what is left is published.
func (item *Item) nextOfFailed() string {
	switch {
	case item.Verdict.Decision == policy.Refuse:
		return item.command("view")
	case item.waitsForApproval():
		return item.command("approve")
	}
	return item.command("retry")
}

// nextOfUnknown: somebody looks where each lost target is published to.
func (item *Item) nextOfUnknown() string {
	request := item.Reading.Parsed.Request
	targets, _ := policy.Settled(item.Reading.Rules, request, item.Reading.Facts).Get()
	var lost []string
	for _, name := range request.Targets {
		if targets[name].State == policy.TargetUnknown {
			lost = append(lost, name)
		}
	}
	if len(lost) == 0 {
		return ""
	}
	names := strings.Join(lost, ",")
	return fmt.Sprintf("%s --published %s, or --missing %s", item.command("retry"), names, names)
}

// nextOfMerge: the pull request that the report left, if it could.
func (item *Item) nextOfMerge() string {
	request := item.Reading.Parsed.Request
	merge := fmt.Sprintf("merge %s into %s", request.Branch, request.Base)
	for _, found := range facts.Receipts(item.Reading.Comments) {
		if r := found.Receipt.Result; r != nil && r.Merge.Pull != "" {
			merge = "merge " + r.Merge.Pull
		}
	}
	return merge
}

// askAgain: a request is never mended, but filed anew.
func (item *Item) askAgain() string {
	name := item.Reading.Rules.Name
	if name == "" {
		name = item.Project.String()
	}
	if item.Version == "" {
		return ""
	}
	again := fmt.Sprintf("gh release-request %s %s", name, item.Version)
	if item.Reading.Parsed.Request.Rehearsal {
		again += " --rehearsal"
	}
	return again
}
