package approve

import (
	"context"
	"fmt"
	"strconv"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
)

// Settlements returns the commands that say of targets that they are out, or
// that they are not; all that is wrong with them at once.
func Settlements(published, missing []string) ([]policy.Command, error) {
	var commands []policy.Command
	var problems []error
	said := map[string]string{}
	add := func(verb string, targets []string) {
		for _, target := range targets {
			c := policy.Command{Verb: verb, Argument: target}
			if _, err := record.RenderCommand(c); err != nil {
				problems = append(problems, err)
				continue
			}
			switch said[target] {
			case "":
				said[target] = verb
				commands = append(commands, c)
			case verb: // said twice is said once
			default:
				problems = append(problems, fmt.Errorf("target %s is either published or missing, not both", target))
			}
		}
	}
	add(policy.CommandPublished, published)
	add(policy.CommandMissing, missing)
	return commands, fault.All("the targets cannot be settled", problems)
}

// PreviewRetry evaluates the request as if the viewer had settled the targets
// just now.
func PreviewRetry(reading *facts.Reading, settlements []policy.Command) policy.Verdict {
	acts := make([]policy.Event, len(settlements))
	for i, c := range settlements {
		acts[i] = policy.Event{Kind: "commented", Command: &c}
	}
	return foresee(reading, acts...)
}

// CheckSettlements says why the workflow would not go by the viewer's settlements; all of
// them at once.
func CheckSettlements(reading *facts.Reading, settlements []policy.Command) error {
	var problems []error
	for _, c := range settlements {
		if err := refuse(reading, c); err != nil {
			problems = append(problems, err)
		}
	}
	return fault.All("the targets are not settled", problems)
}

// Retry settles targets, then asks the gate again: through a run of the publish
// workflow, which only people with write access may start, else by a comment
// that the workflow obeys, and then byWorkflow is true.
func (a *Approver) Retry(ctx context.Context, reading *facts.Reading, settlements []policy.Command) (byWorkflow bool, err error) {
	if err := CheckSettlements(reading, settlements); err != nil {
		return false, err
	}
	number := reading.Central.Issue.Number
	told := false
	for _, c := range settlements {
		if settled(reading, c) {
			continue
		}
		if err := a.tell(ctx, number, c); err != nil {
			return false, err
		}
		told = true
	}
	err = a.Hub.Dispatch(ctx, a.Repository, facts.Workflow, reading.Central.DefaultBranch, map[string]string{"issue": strconv.Itoa(number)})
	if !github.IsForbidden(err) && !github.IsNotFound(err) {
		return false, err
	}
	return true, a.tellRetry(ctx, reading, told, err)
}

// settled reports whether the viewer has said so already, and it counts.
func settled(reading *facts.Reading, c policy.Command) bool {
	targets, _ := policy.Settled(reading.Rules, reading.Parsed.Request, reading.Facts).Get()
	s := targets[c.Argument].Settled
	wanted := map[string]policy.TargetState{policy.CommandPublished: policy.TargetPublished, policy.CommandMissing: policy.TargetLeft}[c.Verb]
	return s != nil && s.State == wanted && s.By.Same(reading.Viewer())
}

// tellRetry has the workflow start itself. forbidden is GitHub's refusal to let
// the viewer do it. A settlement that was told just now is enough.
func (a *Approver) tellRetry(ctx context.Context, reading *facts.Reading, told bool, forbidden error) error {
	number := reading.Central.Issue.Number
	command := policy.Command{Verb: policy.CommandRetry}
	if err := refuse(reading, command); err != nil {
		return fault.Wrap(err, "you may not start the workflow of %s", a.Repository).
			WithHint("ask whoever asked for the release, or an approver, to run: gh release-request retry %d", number)
	}
	obeyed, err := a.Obeyed(ctx)
	if err != nil {
		return err
	}
	if !obeyed {
		return fault.Wrap(forbidden, "you may not start the workflow of %s: that needs write access", a.Repository).
			WithHint("ask an owner of %s to run: gh release-request retry %d", a.Repository, number)
	}
	if told {
		return nil
	}
	return a.tell(ctx, number, command)
}

// Over reports whether nothing of the request is left to try again: it is
// closed, and every target, tag and merge is done with.
func Over(reading *facts.Reading, verdict policy.Verdict) bool {
	issue, known := reading.Facts.Issue.Get()
	return known && !issue.Open && verdict.Decision != policy.Finish
}
