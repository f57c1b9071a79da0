package doctor

import (
	"context"
	"fmt"
	"time"
)

var tokenDue = kind{"token-due", Warning,
	"A token is older than the policy's `rotate-every`.",
	"`gh release-request token rotate NAME`."}

var due = check{
	name:    "Tokens",
	asks:    "when each token was set, against `rotate-every`",
	kinds:   []kind{tokenDue},
	central: findDue,
}

func findDue(_ context.Context, v *visit) ([]Finding, error) {
	have, err := v.environments()
	if err != nil {
		return nil, nil // what that means, the environments say
	}
	var all []Finding
	for _, t := range v.Policy.Targets {
		e, ok := environmentOf(have, t.Environment)
		if !ok {
			continue
		}
		set, err := v.secrets(e.Name)
		if err != nil {
			continue // the secrets say so
		}
		for _, s := range set {
			said, _ := v.Policy.Token(s.Name)
			if at, ok := v.Due(s.UpdatedAt, said.RotateEvery); ok && !v.Central.At.Before(at) {
				says := fmt.Sprintf("%s was due on %s", s.Name, at.UTC().Format(time.DateOnly))
				all = append(all, tokenDue.at("environment "+t.Environment, says, "gh release-request token rotate "+s.Name))
			}
		}
	}
	return all, nil
}
