package publish

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// Grant is what the gate hands to a publish job as the output target-NAME. An
// empty output means: not now.
const GrantPublic = "go" // publish, without a token for the source repository

// Attested is what the gate tells the publish jobs about people, since only it
// holds the key to ask. It is good for one digest in one attempt of one run,
// for a limited time.
type Attested struct {
	Digest release.Digest `json:"digest"`
	Run    string         `json:"run"` // ID/ATTEMPT
	At     time.Time      `json:"at"`
	Roles  policy.Roles   `json:"roles"`
}

// Gate decides whether the request may be published now, says so on the issue,
// and hands the outputs to the jobs that follow. It fails only when it could
// not decide; then it says that too.
func (c *Case) Gate(ctx context.Context) (policy.Verdict, error) {
	reading, err := c.Reader.Read(ctx, c.Number)
	if err != nil {
		return policy.Verdict{}, c.undecided(ctx, err)
	}
	verdict := reading.Verdict()
	if err := c.announce(ctx, reading, verdict); err != nil {
		return verdict, fmt.Errorf("the verdict is %s, and it cannot be said on the issue: %w", verdict.Decision, err)
	}
	return verdict, c.handOn(reading, verdict)
}

// announce says a verdict on the issue. A verdict that starts something, or
// that asks for another press of the button, leaves a receipt; one that only
// waits is told in the comment that is updated, and leaves the label.
func (c *Case) announce(ctx context.Context, reading *facts.Reading, verdict policy.Verdict) error {
	press := verdict.Decision == policy.Refuse || verdict.Decision == policy.Wait && waitsForApproval(verdict)
	if verdict.Decision == policy.Wait && !press {
		return c.say(ctx, record.VerdictText(verdict, c.Number))
	}
	err := c.leave(ctx, reading, policy.ReceiptVerdict, func(r *record.Receipt) {
		r.Verdict = &verdict
		if press {
			r.Unlabelled = []string{labelAccepted}
		}
		r.Next = record.Advice(verdict, c.Number)
	})
	if err != nil || !press {
		return err
	}
	return c.Issues.RemoveLabel(ctx, c.Runtime.Repository, c.Number, labelAccepted)
}

func waitsForApproval(verdict policy.Verdict) bool {
	for _, f := range verdict.Against() {
		if f.Rule == "approved" && f.Outcome == policy.WaitFor {
			return true
		}
	}
	return false
}

// undecided tells people that the gate failed, where it can, so that nothing
// fails silently. The label stays: nobody said no.
func (c *Case) undecided(ctx context.Context, cause error) error {
	text := fmt.Sprintf("**The gate could not decide.** %s\n\nNothing is published. When it is mended: `gh release-request retry %d`. [Run %d](%s)",
		record.Quote(cause.Error()), c.Number, c.Runtime.Run.ID, c.Runtime.RunURL())
	if err := c.say(ctx, text); err != nil {
		return errors.Join(cause, fmt.Errorf("and it could not be said on the issue: %w", err))
	}
	return cause
}

// handOn sets the outputs that publish.yml names.
func (c *Case) handOn(reading *facts.Reading, verdict policy.Verdict) error {
	outputs := [][2]string{
		{actions.OutputDecision, string(verdict.Decision)},
		{actions.OutputDigest, verdict.Digest.String()},
		{actions.OutputShortDigest, verdict.Digest.Short()},
	}
	if verdict.Decision == policy.Publish {
		roles, _ := reading.Facts.Roles.Get()
		attested, err := json.Marshal(Attested{Digest: verdict.Digest, Run: c.Runtime.Run.String(), At: reading.Facts.Now, Roles: roles})
		if err != nil {
			return err
		}
		outputs = append(outputs, [2]string{actions.OutputAttested, string(attested)})
		for _, target := range verdict.Left {
			outputs = append(outputs, [2]string{actions.OutputTarget(target), GrantPublic})
		}
	}
	for _, o := range outputs {
		if err := c.Runtime.SetOutput(o[0], o[1]); err != nil {
			return err
		}
	}
	return nil
}
