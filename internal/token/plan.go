package token

import (
	"slices"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/registry"
)

// Wish is what somebody wants rotated: tokens by their names, all, or those that
// are due.
type Wish struct {
	Names    []string
	All, Due bool
}

// Plan is a rotation before any value is known.
type Plan struct {
	At     time.Time // GitHub's clock when it was made
	Policy string    // commit at which the policy was read
	Tokens []Planned
}

// Planned is one token that is to be rotated.
type Planned struct {
	config.Token          // only its name, where the policy says nothing of it
	Places       []Stored // where it has to be, in the policy's order
}

// Targets returns the targets that are published to with any of the tokens.
func (p *Plan) Targets() []string {
	var names []string
	for _, t := range p.Tokens {
		for _, place := range t.Places {
			names = append(names, place.Target)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// NewPlan chooses from what is stored, and finds all that stands against it.
func NewPlan(central *github.Central, policy *config.Policy, stored []Stored, wish Wish) (*Plan, []error) {
	plan := &Plan{At: central.At, Policy: central.Head}
	forbidden := permission(central, policy)
	var problems []error
	if forbidden != nil {
		problems = append(problems, forbidden)
	}
	for _, name := range wish.Names {
		if err := Known(policy, name); err != nil {
			problems = append(problems, err)
		}
	}
	seen := map[string]bool{}
	for _, s := range stored {
		t := planned(policy, stored, s.Secret)
		if seen[t.Name] || !wish.wants(t, central.At) {
			continue
		}
		seen[t.Name] = true
		plan.Tokens = append(plan.Tokens, t)
		for _, place := range t.Places {
			// Who may not write is not told what is there: that is said once.
			if err := place.against(central.Name); err != nil && forbidden == nil {
				problems = append(problems, err)
			}
		}
	}
	return plan, problems
}

// Settings is the page on which people revoke a token that is verified so, on the
// host of GitHub or at a registry; empty where nobody knows.
func Settings(by config.Verify, host string) string {
	if by.Registry == gitHub {
		return "https://" + host + "/settings/tokens"
	}
	return registry.Settings(by.Registry, by.Host)
}

func planned(policy *config.Policy, stored []Stored, name string) Planned {
	t := Planned{Token: config.Token{Name: name}}
	if known, ok := policy.Token(name); ok {
		t.Token = known
	}
	for _, s := range stored {
		if s.Secret == name {
			t.Places = append(t.Places, s)
		}
	}
	return t
}

// wants takes what may be due for what is: a rotation too many does no harm.
func (w Wish) wants(t Planned, now time.Time) bool {
	return w.All || slices.Contains(w.Names, t.Name) || w.Due && slices.ContainsFunc(t.Places, func(s Stored) bool {
		return s.Late(now) || s.State != Set && s.RotateEvery > 0
	})
}

// Known says why a name is none of the policy's secrets; nil where it is.
func Known(policy *config.Policy, name string) error {
	names := Names(policy)
	if slices.Contains(names, name) {
		return nil
	}
	err := fault.New(fault.Failed, "the policy names no secret %q", name)
	if near := policy.NearestSecret(name); len(near) > 0 {
		return err.WithHint("did you mean %s?", strings.Join(near, " or "))
	}
	if len(names) == 0 {
		return err.WithHint("its targets have none")
	}
	return err.WithHint("the secrets are %s", strings.Join(names, ", "))
}

// permission says who may set secrets, where this person may not.
// https://docs.github.com/en/rest/actions/secrets#create-or-update-an-environment-secret
func permission(central *github.Central, policy *config.Policy) error {
	switch central.Permission {
	case "WRITE", "MAINTAIN", "ADMIN":
		return nil
	}
	err := fault.New(fault.Failed, "setting secrets takes write access to %s, and %s has %s", central.Name, central.Viewer.Login, strings.ToLower(central.Permission))
	if who := policy.Access.Write; len(who) > 0 {
		return err.WithHint("by the policy those have it: %s", strings.Join(who, ", "))
	}
	owner, _, _ := strings.Cut(central.Name, "/")
	return err.WithHint("ask an owner of %s", owner)
}

// against says why a secret cannot be set where it has to be; nil where it can,
// for all that is known.
func (s Stored) against(central string) error {
	switch s.State {
	case NoEnvironment:
		return fault.New(fault.Failed, "%s has no environment %s, which should have %s", central, s.Environment, s.Secret).
			WithHint("make it first, with deployments from the default branch only; the page is Settings, Environments")
	case Withheld:
		return fault.New(fault.Failed, "GitHub does not let this token see the secrets of environment %s, which should have %s", s.Environment, s.Secret).
			WithHint("a fine-grained token takes the permission Environments, read and write; a classic one the scope repo")
	}
	return nil
}
