package cli

import "github.com/spf13/cobra"

func newTokenCmd(env *Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "token COMMAND",
		Short:   "Look after the publishing tokens",
		GroupID: groupSetup,
		Example: examples("$ gh release-request token list"),
		Args:    cobra.ArbitraryArgs,
		RunE:    helpOrMisuse,
	}
	cmd.AddCommand(newTokenListCmd(env, runTokenList), newTokenVerifyCmd(env, runTokenVerify), newTokenRotateCmd(env, runTokenRotate))
	return cmd
}
