package token

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/seal"
)

// secretHub is what replacing tokens asks of GitHub.
type secretHub interface {
	EnvironmentKey(ctx context.Context, repo, environment string) (github.SecretsKey, error)
	EnvironmentSecret(ctx context.Context, repo, environment, name string) (github.Secret, error)
	SetEnvironmentSecret(ctx context.Context, repo, environment, name, keyID, sealed string) error
	RunsInState(ctx context.Context, repo, file, state string) ([]github.Run, error)
	Jobs(ctx context.Context, repo string, run int64) ([]github.Job, error)
	IssuesTitled(ctx context.Context, repo, title string) ([]github.RequestIssue, error)
	CreateIssue(ctx context.Context, repo, title, body string) (github.Issue, error)
	CreateComment(ctx context.Context, repo string, number int, body string) (github.Comment, error)
}

// Rotator replaces tokens in the environments of one central repository.
type Rotator struct {
	Hub        secretHub
	Repository string
	Wait       func(context.Context, time.Duration) error // returns early when the context ends
	Now        func() time.Time
	Step       func(format string, args ...any) // says what is done from now on
}

// Fresh is a value that a token is to have.
type Fresh struct {
	Planned
	Value   string
	Verdict Verdict // zero where the policy does not say how it is verified
}

// Fate is what became of a token in one environment.
type Fate string

// The fates.
const (
	Replaced Fate = "replaced"
	Kept     Fate = "not replaced" // and Change.Why says why
	Untried  Fate = "not tried"    // it was stopped before
)

// Change is what became of one token in one environment.
type Change struct {
	Stored            // as it was when the plan was made
	Fate    Fate      //
	At      time.Time // when GitHub says that it was set; zero unless Replaced
	Why     string    // it was not; without the value
	Verdict Verdict   // on the new value
}

// replace sets every token in every environment that has to have it. What goes
// wrong in one keeps none of the others; to be stopped does.
func (r *Rotator) replace(ctx context.Context, plan *Plan, tokens []Fresh) []Change {
	var changes []Change
	for _, t := range tokens {
		for _, place := range t.Places {
			c := Change{Stored: place, Fate: Untried, Verdict: t.Verdict}
			if ctx.Err() == nil {
				r.Step("Setting %s in environment %s", place.Secret, place.Environment)
				c.Fate, c.At, c.Why = r.set(ctx, plan, place, t.Value)
			}
			changes = append(changes, c)
		}
	}
	return changes
}

// set puts a value into one environment and looks whether it arrived, which it
// may have whatever GitHub answered, and whoever stopped it.
func (r *Rotator) set(ctx context.Context, plan *Plan, place Stored, value string) (Fate, time.Time, string) {
	before, err := r.updated(ctx, place)
	switch {
	case err != nil:
		return Kept, time.Time{}, why(err, value)
	case !before.Equal(place.Updated):
		return Kept, time.Time{}, "somebody else set it at " + stamp(before) + ", after the plan was made"
	}
	failed := r.send(ctx, place, value)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer cancel()
	after, err := r.updated(ctx, place)
	arrived := !after.Before(plan.At.Truncate(time.Second)) && !after.Before(before)
	switch {
	case failed != nil && err == nil && (!arrived || after.Equal(before)):
		return Kept, time.Time{}, why(failed, value)
	case err != nil:
		return Kept, time.Time{}, "whether it arrived cannot be read: " + why(err, value)
	case !arrived:
		return Kept, time.Time{}, "it was sent, and GitHub still says that it was set at " + stamp(after)
	}
	return Replaced, after, ""
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// farewell is how long what has to be said after an interruption may take.
const farewell = 20 * time.Second

// updated reads when a secret was set; the zero time where it is not.
func (r *Rotator) updated(ctx context.Context, place Stored) (time.Time, error) {
	secret, err := r.Hub.EnvironmentSecret(ctx, r.Repository, place.Environment, place.Secret)
	if github.IsNotFound(err) {
		return time.Time{}, nil
	}
	return secret.UpdatedAt, err
}

func (r *Rotator) send(ctx context.Context, place Stored, value string) error {
	key, err := r.Hub.EnvironmentKey(ctx, r.Repository, place.Environment)
	if err != nil {
		return err
	}
	to, err := seal.ParsePublic(key.Key)
	if err != nil {
		return fmt.Errorf("the key of environment %s: %w", place.Environment, err)
	}
	sealed, err := seal.Seal(to, []byte(value))
	if err != nil {
		return err
	}
	return r.Hub.SetEnvironmentSecret(ctx, r.Repository, place.Environment, place.Secret, key.ID, sealed)
}

// why is an error in words, without the value.
func why(err error, value string) string {
	if github.IsForbidden(err) || github.IsNotFound(err) {
		err = fmt.Errorf("%w; it takes write access to the repository, and of a fine-grained token the permission Environments, read and write", err)
	}
	if errors.Is(err, context.Canceled) {
		return "it was stopped"
	}
	return without(err.Error(), value)
}

// Same says which of the tokens would have the value of another: one token has
// one name, or no job is kept from the token of another target.
func Same(tokens []Fresh) []error {
	var problems []error
	seen := map[string]string{}
	for _, t := range tokens {
		if first, ok := seen[t.Value]; ok {
			problems = append(problems, fault.New(fault.Failed, "%s and %s would have the same value", first, t.Name).
				WithHint("a token has one name in the policy, in every environment that has it"))
			continue
		}
		seen[t.Value] = t.Name
	}
	return problems
}
