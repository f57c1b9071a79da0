package token

import (
	"context"
	"strings"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/registry"
)

// Outcome is what is known of a token in hand.
type Outcome string

// The outcomes. What is not known is never taken for good.
const (
	Works   Outcome = "works"
	Fails   Outcome = "does not work"
	Unknown Outcome = "cannot be told"
)

// Verdict is what came of verifying one token.
type Verdict struct {
	Secret  string
	Outcome Outcome
	By      config.Verify // what was asked
	Account string        // whose it is; empty where nothing says so
	Why     string        // in words; empty for Works
}

// Verifier finds out whether tokens work.
type Verifier struct {
	// Ask asks a package registry.
	Ask func(context.Context, registry.Question) registry.Answer
	// Login asks GitHub whose a token is.
	Login func(ctx context.Context, token string) (string, error)
	// Environ is what a command finds around it, beside the token.
	Environ []string
}

// Verify finds out, as the policy says it is done, whether the value of a token
// works. The policy says how: config.Verify is not zero. An error is only that
// of a person who cancelled it.
func (v *Verifier) Verify(ctx context.Context, t config.Token, value string) (Verdict, error) {
	verdict := Verdict{Secret: t.Name, By: t.Verify}
	switch {
	case len(t.Verify.Run) > 0:
		verdict.Outcome, verdict.Why = v.run(ctx, t, value)
	case t.Verify.Registry == gitHub:
		verdict.Outcome, verdict.Account, verdict.Why = v.login(ctx, value)
	default:
		answer := v.Ask(ctx, registry.Question{Kind: t.Verify.Registry, Host: t.Verify.Host, User: t.Verify.User, Token: value})
		verdict.Outcome, verdict.Account, verdict.Why = outcomes[answer.Standing], answer.Account, answer.Why
	}
	if verdict.Outcome == "" {
		verdict.Outcome = Unknown
	}
	// Nobody above puts it in; a registry might, in the name of an account.
	verdict.Account, verdict.Why = without(verdict.Account, value), without(verdict.Why, value)
	return verdict, ctx.Err()
}

// outcomes are what registries' answers come to.
var outcomes = map[registry.Standing]Outcome{registry.Accepted: Works, registry.Rejected: Fails, registry.Untold: Unknown}

// gitHub is the registry that is asked through the door to GitHub.
const gitHub = "github"

func (v *Verifier) login(ctx context.Context, value string) (Outcome, string, string) {
	if strings.ContainsFunc(value, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return Fails, "", "it holds characters that no token of GitHub has"
	}
	login, err := v.Login(ctx, value)
	switch {
	case err == nil:
		return Works, login, ""
	case fault.KindOf(err) == fault.Unauthenticated:
		return Fails, "", "GitHub does not accept it"
	case github.IsForbidden(err):
		return Unknown, "", "GitHub says whose it is to tokens of people only; one of an App lives an hour, and is no publishing token"
	}
	return Unknown, "", err.Error()
}

// without takes a token out of a text.
func without(text, value string) string { return strings.ReplaceAll(text, value, "[token]") }
