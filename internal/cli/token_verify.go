package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/output"
	"github.com/release-request/gh-release-request/internal/token"
)

type tokenVerifyOptions struct {
	Env    *Env
	Name   string
	From   valueFrom
	Export output.Export
}

func newTokenVerifyCmd(env *Env, run func(context.Context, *tokenVerifyOptions) error) *cobra.Command {
	opts := &tokenVerifyOptions{Env: env}
	cmd := &cobra.Command{
		Use:   "verify NAME",
		Short: "Ask the registry whether the token in hand works",
		Long: `Ask the registry whether the token in hand works, as the policy says under
tokens: NAME: verify. NAME is that of the secret.

The value is asked for without being shown; without a terminal it is read from
standard input, or it is taken from the variable that --from-env names, or from
the command that the policy names under tokens: NAME: source. It is never an
argument, and it is never written anywhere. The token that is stored cannot be
verified: GitHub shows it to nobody.

That a token works says that the registry knows it; whether it may publish a
certain package, only publishing tells. It ends with 0 if the token works, 3 if it
does not, and 1 if that cannot be told.`,
		Example: examples("$ gh release-request token verify NPM_TOKEN", "# from a password manager", "$ op read op://release/npm/token | gh release-request token verify NPM_TOKEN"),
		Args: func(cmd *cobra.Command, args []string) error {
			return checkArgs(cmd, args, cobra.ExactArgs(1))
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.Name = args[0]
			if err := opts.From.check(); err != nil {
				return err
			}
			return run(cmd.Context(), opts)
		},
	}
	addValueFrom(cmd, &opts.From)
	addExport(cmd, &opts.Export, verdictFields.Names())
	return cmd
}

var verdictFields = output.Fields[token.Verdict]{
	{Name: "secret", Of: func(v token.Verdict) any { return v.Secret }},
	{Name: "outcome", Of: func(v token.Verdict) any { return v.Outcome }},
	{Name: "verify", Of: func(v token.Verdict) any { return v.By.String() }},
	{Name: "account", Of: func(v token.Verdict) any { return v.Account }},
	{Name: "why", Of: func(v token.Verdict) any { return v.Why }},
}

func runTokenVerify(ctx context.Context, opts *tokenVerifyOptions) error {
	env := opts.Env
	d, err := env.centralDesk(ctx)
	if err != nil {
		return err
	}
	env.Streams.Step("Reading the policy of %s", d.name)
	_, policy, err := d.reader.Policy(ctx, 0)
	env.Streams.EndSteps()
	if err != nil {
		return err
	}
	known, err := verifiable(policy, opts.Name)
	if err != nil {
		return err
	}
	value, err := env.value(ctx, opts.From, known, token.Value)
	if err != nil {
		return err
	}
	env.Streams.Step("Asking %s", known.Verify)
	verdict, err := env.verifier(d.central.Host, opts.From).Verify(ctx, known, value)
	env.Streams.EndSteps()
	if err != nil {
		return err
	}
	if opts.Export.Wanted() {
		err = output.ExportOne(env.Streams, opts.Export, verdictFields, verdict)
	} else {
		renderVerdict(env.Streams, verdict)
	}
	if err != nil {
		return err
	}
	return verdictError(verdict)
}

// verifiable is what the policy says of a token, if that is enough.
func verifiable(p *config.Policy, name string) (config.Token, error) {
	if err := token.Known(p, name); err != nil {
		return config.Token{}, err
	}
	known, ok := p.Token(name)
	if !ok || known.Verify.String() == "" {
		return config.Token{}, fault.New(fault.Failed, "the policy does not say how %s is verified", name).
			WithHint("write under tokens: %s: {verify: npm}; the other ways are in gh release-request help policy", name)
	}
	return known, nil
}

func renderVerdict(s *output.Streams, v token.Verdict) {
	style := map[token.Outcome]output.Style{token.Works: output.Good, token.Fails: output.Bad}[v.Outcome]
	s.Printf("%s: %s", v.Secret, s.Style(style, string(v.Outcome)))
	if v.Account != "" {
		s.Printf(", as %s", v.Account)
	}
	s.Printf("\n")
}

// verdictError is how the program ends. What cannot be told is no success.
func verdictError(v token.Verdict) error {
	switch v.Outcome {
	case token.Works:
		return nil
	case token.Fails:
		return fault.New(fault.Refused, "%s does not work: %s", v.Secret, v.Why)
	}
	return fault.New(fault.Failed, "whether %s works cannot be told: %s", v.Secret, v.Why)
}
