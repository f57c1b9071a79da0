package cli

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/registry"
	"github.com/release-request/gh-release-request/internal/token"
)

// valueFrom is where the values of tokens come from, as flags say it. They are
// none of the process's arguments, which others on the machine can read.
type valueFrom struct {
	Env    string // the variable that holds the value; empty: none does
	Source bool   // the command that the policy names prints it
}

func addValueFrom(cmd *cobra.Command, from *valueFrom) {
	cmd.Flags().StringVar(&from.Env, "from-env", "", "take the value from the environment's `variable`")
	cmd.Flags().BoolVar(&from.Source, "from-source", false, "take the value from the command that the policy names as source")
}

// check says what is wrong with the flags alone.
func (from valueFrom) check() error {
	if from.Env != "" && from.Source {
		return fault.New(fault.Failed, "--from-env and --from-source cannot both be given")
	}
	return nil
}

// against says why the value of a token cannot be had this way; nil where it can.
func (env *Env) against(from valueFrom, t config.Token) error {
	switch {
	case from.Env != "":
		if env.Getenv(from.Env) == "" {
			return fault.New(fault.Failed, "the variable of --from-env is not set, or empty")
		}
	case from.Source:
		if len(t.Source) == 0 {
			return fault.New(fault.Failed, "the policy names no source for %s", t.Name).
				WithHint("write under tokens: %s: {source: {run: [program, argument]}}", t.Name)
		}
	case env.Streams.InTerminal:
		if err := env.Prompter().Hides(); err != nil {
			return fault.WithHint(err, "give it on standard input, or in a variable with --from-env")
		}
	}
	return nil
}

// value takes the value of a token from where it is given, as take takes it.
func (env *Env) value(ctx context.Context, from valueFrom, t config.Token, take func(string) (string, error)) (string, error) {
	if err := env.against(from, t); err != nil {
		return "", err
	}
	var given string
	var err error
	switch {
	case from.Env != "":
		given = env.Getenv(from.Env)
	case from.Source:
		env.Streams.Step("Running %s for %s", t.Source[0], t.Name)
		given, err = token.FromSource(ctx, t, env.Environ())
		env.Streams.EndSteps()
	case env.Streams.InTerminal:
		check := func(answer string) error { _, err := take(answer); return err }
		given, err = env.Prompter().Secret(ctx, "Value of "+t.Name+" (not shown):", check)
	default:
		var read []byte
		if read, err = io.ReadAll(io.LimitReader(env.Streams.In, 1<<20)); err != nil {
			err = fault.Wrap(err, "cannot read the value from standard input")
		}
		given = string(read)
	}
	if err != nil {
		return "", err
	}
	return take(given)
}

// verifier asks the registries, and the host of the central repository.
func (env *Env) verifier(host string, from valueFrom) *token.Verifier {
	return &token.Verifier{
		Ask: registry.New("gh-release-request/" + version).Ask,
		Login: func(ctx context.Context, value string) (string, error) {
			client, err := env.Client(host, value)
			if err != nil {
				return "", err
			}
			return client.Login(ctx)
		},
		Environ: slices.DeleteFunc(env.Environ(), func(entry string) bool {
			return from.Env != "" && strings.HasPrefix(entry, from.Env+"=")
		}),
	}
}
