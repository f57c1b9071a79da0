package cli

import "github.com/spf13/cobra"

func newConfigCmd(env *Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "config COMMAND",
		Short:   "Work on the policy file",
		GroupID: groupSetup,
		Example: examples("$ gh release-request config check"),
		Args:    cobra.ArbitraryArgs,
		RunE:    helpOrMisuse,
	}
	cmd.AddCommand(newConfigCheckCmd(env, runConfigCheck), newConfigSchemaCmd(env))
	return cmd
}
