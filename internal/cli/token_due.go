package cli

import (
	"context"
	"fmt"
	"slices"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/publish"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/token"
)

// tokens has the keeper remind of tokens that are due.
func (j *gateJob) tokens() *publish.Tokens {
	return &publish.Tokens{Due: j.tokensDue, Issues: j.central, Runtime: j.runtime}
}

// tokensDue lists the tokens that are due, as far as this job's keys let it see;
// the error says what they do not.
func (j *gateJob) tokensDue(ctx context.Context) ([]record.DueToken, error) {
	central, policy, err := j.reader.Policy(ctx, 0)
	if err != nil || !slices.ContainsFunc(policy.Tokens, func(t config.Token) bool { return t.RotateEvery > 0 }) {
		return nil, err
	}
	client, err := j.keys.Environments(ctx, policy)
	if err != nil {
		return nil, err
	}
	list, err := (&token.Lister{Hub: client, Repository: j.runtime.Repository}).List(ctx, policy)
	if err != nil {
		return nil, err
	}
	var due []record.DueToken
	var withheld []error
	for _, s := range list {
		switch {
		case s.Late(central.At):
			due = append(due, record.DueToken{Secret: s.Secret, Environment: s.Environment, Set: s.Updated, Due: s.Due})
		case s.State == token.Withheld && s.RotateEvery > 0:
			withheld = append(withheld, fmt.Errorf("%s in environment %s", s.Secret, s.Environment))
		}
	}
	return due, fault.All("the key of this job may not see when these were set; it takes the permission environments: read", withheld)
}
