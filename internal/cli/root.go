package cli

import (
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/release-request/gh-release-request/internal/fault"
)

// The groups in which help lists commands.
const (
	groupRequests = "requests"
	groupApproval = "approval"
	groupSetup    = "setup"
	groupActions  = "actions"
)

func newRootCmd(env *Env) *cobra.Command {
	root := &cobra.Command{
		// The name that completions are made for. gh's own are for "gh", and
		// a command of that name would overwrite them.
		Use:         "gh-release-request",
		Annotations: map[string]string{cobra.CommandDisplayNameAnnotation: "gh release-request"},
		Short:       "Ask for a release, approve it, and have it published",
		Long: `Ask for a release, approve it, and have it published by the central repository,
which alone holds the publishing tokens.

A project as the first argument asks for a release of it: its short name in the
policy, OWNER/REPO[/PATH], or "." for the repository you stand in.

The central repository is the one named by -R, else by RELEASE_REQUEST_REPO, else
by git config release-request.repo, else OWNER/publish, where OWNER is that of
the repository you stand in.`,
		Example: `  $ gh release-request sdk 1.2.3
  $ gh release-request status`,
		Args:              cobra.ArbitraryArgs,
		RunE:              helpOrMisuse,
		Version:           version,
		SilenceErrors:     true,
		SilenceUsage:      true,
		DisableAutoGenTag: true,
	}
	root.SetIn(env.Streams.In)
	root.SetOut(env.Streams.Out)
	root.SetErr(env.Streams.Err)
	root.SetVersionTemplate(versionLine())
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { env.Streams.Printf("%s", helpText(cmd)) })
	root.SetFlagErrorFunc(flagError)
	root.PersistentFlags().StringVarP(&env.repo, "repo", "R", "", "the central repository `[HOST/]OWNER/REPO`")
	root.PersistentFlags().BoolP("help", "h", false, "show help")
	root.Flags().Bool("version", false, "show the version")

	root.AddGroup(
		&cobra.Group{ID: groupRequests, Title: "Ask and follow"},
		&cobra.Group{ID: groupApproval, Title: "Approve"},
		&cobra.Group{ID: groupSetup, Title: "Administer"},
		&cobra.Group{ID: groupActions, Title: "Inside GitHub Actions"},
	)
	root.AddCommand(
		newRequestCmd(env, runRequest),
		newStatusCmd(env, runStatus),
		newViewCmd(env, runView),
		newApproveCmd(env, runApprove),
		newRejectCmd(env, runReject),
		newRetractCmd(env, runRetract),
		newRetryCmd(env, runRetry),
		newWatchCmd(env, runWatch),
		newInitCmd(env, runInit),
		newConfigCmd(env),
		newTokenCmd(env),
		newDoctorCmd(env, runDoctor),
		newWorkflowCmd(env),
	)
	root.SetHelpCommand(newHelpCmd(env))
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	dressCompletion(root)
	addCompletions(root, env)
	return root
}

// flagError says what is wrong with flags, and where they are explained.
func flagError(cmd *cobra.Command, err error) error {
	if missing, ok := errors.AsType[*pflag.ValueRequiredError](err); ok && missing.GetFlag().Name == "json" {
		return fault.New(fault.Failed, "--json needs the fields to write").
			WithHint("the fields are %s", cmd.Annotations[annotationJSON])
	}
	return fault.New(fault.Failed, "%s", err).WithHint("%s --help", cmd.CommandPath())
}

// noArgs and atMostOne are cobra's checks of arguments in the words of ours.
func noArgs(cmd *cobra.Command, args []string) error { return checkArgs(cmd, args, cobra.NoArgs) }

func atMostOne(cmd *cobra.Command, args []string) error {
	return checkArgs(cmd, args, cobra.MaximumNArgs(1))
}

func checkArgs(cmd *cobra.Command, args []string, check cobra.PositionalArgs) error {
	if check(cmd, args) == nil {
		return nil
	}
	return fault.New(fault.Failed, "it is used as: %s", cmd.UseLine()).WithHint("%s --help", cmd.CommandPath())
}
