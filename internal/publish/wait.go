package publish

import (
	"context"
	"fmt"
	"time"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
)

// Watch waits for CI.
type Watch struct {
	Checks checks
	// Wait waits between two looks; it returns early when the context ends.
	Wait func(context.Context, time.Duration) error
}

// checks reads what CI says now of the commit of a request that was read.
type checks interface {
	Checks(ctx context.Context, reading *facts.Reading) (policy.Fact[policy.Checks], error)
}

// How often CI is looked at: soon at first, then ever less often. The longest
// wait that a policy can ask for is 30 minutes, which makes 18 looks.
const (
	firstPause   = 15 * time.Second
	longestPause = 2 * time.Minute
)

// decide reads the request and evaluates it. While CI alone is missing it waits
// as long as the policy lets it, looking at nothing but CI; then everything is
// read again before it decides. What CI has not said by then is left to sweep.
func (c *Case) decide(ctx context.Context) (*facts.Reading, policy.Verdict, error) {
	reading, verdict, err := c.look(ctx)
	if err != nil || c.CI == nil || !waitsForCI(verdict) || reading.Rules.CI.Wait <= 0 {
		return reading, verdict, err
	}
	if err := c.say(ctx, record.VerdictText(verdict, c.Number)); err != nil {
		return nil, policy.Verdict{}, fmt.Errorf("that it waits for CI cannot be said on the issue: %w", err)
	}
	patience := patience{left: reading.Rules.CI.Wait, pause: firstPause}
	for waitsForCI(verdict) && patience.left > 0 {
		if err := c.await(ctx, reading, &patience); err != nil {
			return nil, policy.Verdict{}, err
		}
		if reading, verdict, err = c.look(ctx); err != nil {
			return nil, policy.Verdict{}, err
		}
	}
	return reading, verdict, nil
}

func (c *Case) look(ctx context.Context) (*facts.Reading, policy.Verdict, error) {
	reading, err := c.Reader.Read(ctx, c.Number)
	if err != nil {
		return nil, policy.Verdict{}, err
	}
	return reading, reading.Verdict(), nil
}

// patience is how long is still to be waited, and until the next look.
type patience struct{ left, pause time.Duration }

// await returns when CI has said something else than before, or patience is
// at its end.
func (c *Case) await(ctx context.Context, reading *facts.Reading, p *patience) error {
	now := reading.Facts
	for p.left > 0 {
		pause := min(p.pause, p.left)
		if err := c.CI.Wait(ctx, pause); err != nil {
			return err
		}
		p.left -= pause
		p.pause = min(2*p.pause, longestPause)
		checks, err := c.CI.Checks.Checks(ctx, reading)
		if err != nil {
			return err
		}
		now.Checks = checks
		if !waitsForCI(policy.Evaluate(reading.Rules, reading.Parsed.Request, now)) {
			return nil
		}
	}
	return nil
}

// waitsForCI reports whether CI alone is missing: for anything else waiting
// here would be in vain.
func waitsForCI(v policy.Verdict) bool {
	against := v.Against()
	return v.Decision == policy.Wait && len(against) == 1 && against[0].Rule == policy.RuleCIPassed
}
