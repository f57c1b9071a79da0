package publish

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// Attested is what the gate tells the publish jobs about people, since only it
// holds the key to ask. It is good for one digest in one attempt of one run,
// for a limited time.
type Attested struct {
	Digest release.Digest `json:"digest"`
	Run    string         `json:"run"` // ID/ATTEMPT
	At     time.Time      `json:"at"`
	facts.Attested
}

// Gate decides whether the request may be published now, says so on the issue,
// and hands the outputs to the jobs that follow. It fails only when it could
// not decide; then it says that too.
func (c *Case) Gate(ctx context.Context) (policy.Verdict, error) {
	reading, verdict, err := c.decide(ctx)
	if err != nil {
		return policy.Verdict{}, c.undecided(ctx, err)
	}
	var grants map[string]string
	if verdict.Decision == policy.Publish {
		// A verdict that nothing could follow from is not announced.
		if grants, err = c.grants(ctx, reading, verdict.Left); err != nil {
			return policy.Verdict{}, c.undecided(ctx, err)
		}
	}
	if err := c.announce(ctx, reading, verdict); err != nil {
		return verdict, fmt.Errorf("the verdict is %s, and it cannot be said on the issue: %w", verdict.Decision, err)
	}
	return verdict, c.handOn(reading, verdict, grants)
}

// buttons are the labels among those of an issue that start this workflow.
func buttons(labels []string) []string {
	return slices.DeleteFunc(slices.Clone(labels), func(l string) bool { return l != policy.LabelAccepted && l != policy.LabelEmergency })
}

// undecided tells people that the gate failed, where it can, so that nothing
// fails silently. The label stays: nobody said no.
func (c *Case) undecided(ctx context.Context, cause error) error {
	why := record.Quote(cause.Error())
	if hint := fault.HintOf(cause); hint != "" {
		why += "\n\nTo mend it: " + record.Quote(hint)
	}
	text := fmt.Sprintf("**The gate could not decide.** %s\n\nNothing is published. When it is mended: `gh release-request retry %d`. [Run %d](%s)",
		why, c.Number, c.Runtime.Run.ID, c.Runtime.RunURL())
	if err := c.say(ctx, text); err != nil {
		return errors.Join(cause, fmt.Errorf("and it could not be said on the issue: %w", err))
	}
	return cause
}

// handOn sets the outputs that publish.yml names.
func (c *Case) handOn(reading *facts.Reading, verdict policy.Verdict, grants map[string]string) error {
	outputs := [][2]string{
		{actions.OutputDecision, string(verdict.Decision)},
		{actions.OutputDigest, verdict.Digest.String()},
		{actions.OutputShortDigest, facts.JobSuffix(verdict.Digest, verdict.Rehearsal)},
	}
	if verdict.Decision == policy.Publish {
		attested, err := json.Marshal(Attested{Digest: verdict.Digest, Run: c.Runtime.Run.String(), At: reading.Facts.Now, Attested: reading.Attest()})
		if err != nil {
			return err
		}
		outputs = append(outputs, [2]string{actions.OutputAttested, string(attested)})
		for _, target := range verdict.Left {
			outputs = append(outputs, [2]string{actions.OutputTarget(target), grants[target]})
		}
	}
	for _, o := range outputs {
		if err := c.Runtime.SetOutput(o[0], o[1]); err != nil {
			return err
		}
	}
	return nil
}
