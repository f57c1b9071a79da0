package cli

import (
	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/config"
)

func newConfigSchemaCmd(env *Env) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the policy file",
		Long: `Print the form of a policy as JSON Schema, draft 2020-12, for editors: they complete
keys, show what each says, and mark what is wrong while it is written. The policy
that init writes begins with a comment by which editors find it.

The schema accepts every policy that this program does. It cannot see all that is
wrong with one; config check does.`,
		Example: examples(
			"# for an editor that reaches no network",
			"$ gh release-request config schema > policy.schema.json",
		),
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			env.Streams.Printf("%s", string(config.Schema()))
			return nil
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
}
