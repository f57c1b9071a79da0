package doctor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	runtime "github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/github"
)

var (
	secretMissing = kind{"secret-missing", Error,
		"A secret that the policy names is not set in its environment. GitHub would hand the job one of the same name from the repository or the organisation, or nothing.",
		"An owner sets it in that environment. `gh secret set NAME --env ENVIRONMENT` asks for the value."}
	secretForeign = kind{"secret-foreign", Error,
		"An environment holds a secret that is not its target's. The publisher of that target can read it.",
		"Move it to the environment of its own target, or delete it: `gh secret delete NAME --env ENVIRONMENT`."}
)

var secrets = check{
	name:    "Secrets",
	asks:    "the names of the secrets in each environment",
	kinds:   []kind{secretMissing, secretForeign},
	central: findSecrets,
}

func findSecrets(_ context.Context, v *visit) ([]Finding, error) {
	have, err := v.environments()
	if err != nil {
		return nil, nil // what that means, the environments say
	}
	var all []Finding
	var errs []error
	for _, name := range environmentsWanted(v.Policy) {
		e, ok := environmentOf(have, name)
		if !ok {
			continue
		}
		where := "environment " + name
		set, err := v.secrets(e.Name)
		if err != nil {
			errs = append(errs, miss(where, "write access to "+v.name(), err))
			continue
		}
		need, may := secretsOf(v.Policy, name)
		for _, secret := range need {
			if !hasSecret(set, secret) {
				fix := fmt.Sprintf("gh secret set %s --env %s --repo %s", secret, name, v.name())
				all = append(all, secretMissing.at(where, "the secret "+secret+" is not set", fix))
			}
		}
		for _, s := range set {
			if !slices.Contains(need, s.Name) && !slices.Contains(may, s.Name) {
				fix := fmt.Sprintf("gh secret delete %s --env %s --repo %s", s.Name, name, v.name())
				all = append(all, secretForeign.at(where, "it holds the secret "+s.Name+", which is not its own", fix))
			}
		}
	}
	return all, errors.Join(errs...)
}

// secretsOf are the secrets that an environment needs, and those that it may
// have beside them.
func secretsOf(p *config.Policy, environment string) (need, may []string) {
	if environment == config.GateEnvironment {
		return []string{gateKey(p)}, nil
	}
	for _, t := range p.Targets {
		if t.Environment == environment {
			need = append(need, t.Secrets...)
		}
	}
	return need, []string{runtime.EnvSealKey} // of which the seals say what is missing
}

// gateKey is the secret with which the gate reaches the source repositories.
func gateKey(p *config.Policy) string {
	if p.SourceAccess.App != 0 {
		return runtime.EnvAppKey
	}
	return runtime.EnvSourceToken
}

func hasSecret(list []github.Secret, name string) bool {
	return slices.ContainsFunc(list, func(s github.Secret) bool { return strings.EqualFold(s.Name, name) })
}
