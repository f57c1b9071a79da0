package doctor

import (
	"context"
	"errors"
	"fmt"
	"slices"

	runtime "github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/seal"
)

type sealDoor interface {
	EnvironmentKey(ctx context.Context, repo, environment string) (github.SecretsKey, error)
	SetEnvironmentSecret(ctx context.Context, repo, environment, name, keyID, sealed string) error
}

var (
	appNeeded = kind{"app-needed", Error,
		"The job of a target needs a token for the source repository, and the policy names no App to make one.",
		"Write `source-access: {app-id: N}` into the policy."}
	sealKeyMissing = kind{"seal-key-missing", Error,
		"The gate hands the job of this target a token for the source repository, and there is no key to seal it with: the policy lacks `seal`, or the environment lacks the private half, the secret `RELEASE_SEAL_KEY`.",
		"`gh release-request doctor --fix` makes a key, keeps its private half as the secret, and prints the line for the policy. Where the secret is there and the line was lost, delete the secret first."}
)

var seals = check{
	name:    "Keys for sealing",
	asks:    "whether each target whose job is handed a token has both halves of a key",
	kinds:   []kind{appNeeded, sealKeyMissing},
	central: findSeals,
}

func findSeals(_ context.Context, v *visit) ([]Finding, error) {
	var all []Finding
	var errs []error
	for _, t := range v.Policy.Targets {
		project := v.handedTo(t)
		switch {
		case project == "" && t.SealKey == "":
			continue
		case project != "" && v.Policy.SourceAccess.App == 0:
			all = append(all, appNeeded.at("target "+t.Name, "it is handed a token for "+project+", and only an App can make one", ""))
			continue
		}
		f, err := v.findSeal(t, project)
		all = append(all, f...)
		errs = append(errs, err)
	}
	return all, errors.Join(errs...)
}

// handedTo names a source repository for which the job of a target is handed a
// token; empty for none.
func (v *visit) handedTo(t config.Target) string {
	for _, s := range v.sources {
		for _, p := range s.projects {
			published := len(p.Targets) == 0 || slices.Contains(p.Targets, t.Name)
			if published && p.SourceToken(t, s.Private) != "" {
				return s.Name
			}
		}
	}
	return ""
}

func (v *visit) findSeal(t config.Target, project string) ([]Finding, error) {
	where := "target " + t.Name
	kept, err := v.hasSealKey(t.Environment)
	if err != nil {
		return nil, miss(where, "write access to "+v.name(), err)
	}
	switch {
	case t.SealKey == "" && kept:
		return []Finding{sealKeyMissing.at(where, fmt.Sprintf("the policy lacks its seal; environment %s has the private half already", t.Environment),
			fmt.Sprintf("write the line into the policy that was printed with it, or delete the secret and run doctor --fix again: gh secret delete %s --env %s --repo %s", runtime.EnvSealKey, t.Environment, v.name()))}, nil
	case t.SealKey == "":
		says := fmt.Sprintf("it is handed a token for %s, and there is no key to seal it with", project)
		return []Finding{sealKeyMissing.at(where, says, fixIt).with("make a key for target "+t.Name+" and keep its private half in environment "+t.Environment, v.makeSeal(t))}, nil
	case !kept:
		says := fmt.Sprintf("the policy has its seal, and environment %s lacks the secret %s that opens it", t.Environment, runtime.EnvSealKey)
		return []Finding{sealKeyMissing.at(where, says, fixIt).with("make another key for target "+t.Name+" and keep its private half in environment "+t.Environment, v.makeSeal(t))}, nil
	}
	return nil, nil
}

// hasSealKey reports whether an environment has the private half. One that is
// not there has not.
func (v *visit) hasSealKey(environment string) (bool, error) {
	have, err := v.environments()
	if err != nil {
		return false, err
	}
	e, ok := environmentOf(have, environment)
	if !ok {
		return false, nil
	}
	set, err := v.secrets(e.Name)
	return hasSecret(set, runtime.EnvSealKey), err
}

// makeSeal makes a key pair, of which nobody ever sees the private half.
func (v *visit) makeSeal(t config.Target) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		key, err := seal.NewKey()
		if err != nil {
			return "", err
		}
		to, err := v.Hub.EnvironmentKey(ctx, v.name(), t.Environment)
		if err != nil {
			return "", err
		}
		public, err := seal.ParsePublic(to.Key)
		if err != nil {
			return "", fmt.Errorf("the key of environment %s: %w", t.Environment, err)
		}
		sealed, err := seal.Seal(public, []byte(key.Reveal()))
		if err != nil {
			return "", err
		}
		if err := v.Hub.SetEnvironmentSecret(ctx, v.name(), t.Environment, runtime.EnvSealKey, to.ID, sealed); err != nil {
			return "", err
		}
		return fmt.Sprintf("Write this into the policy, under targets, %s:\n  seal: %s", t.Name, key.Public()), nil
	}
}
