package cli

import (
	"github.com/release-request/gh-release-request/internal/actions"
)

var environmentTopic = topic{
	name:  "environment",
	short: "Environment variables that are read",
	intro: `What the program reads from the environment. Those that begin with GH_, and those
that other programs know too, mean what they mean to gh. What is empty is not set,
but for GH_PAGER.`,
	parts: func() []topicPart {
		return []topicPart{{rows: variables}, {"Set by the workflow files, for the commands of workflow", actionsVariables}}
	},
}

// variables are those that people set. A test holds them to what the program,
// and the packages that read for it, ask for.
var variables = []topicRow{
	{repoVariable, "The central repository, [HOST/]OWNER/REPO. The option -R goes before it, the git setting " + repoSetting + " after it."},
	{"GH_REPO", "The repository you stand in, [HOST/]OWNER/REPO, in place of the git remotes'. Never the central one."},
	{"GH_HOST", "The host of GitHub where nothing else tells it. The default is github.com."},
	{"GH_TOKEN, GITHUB_TOKEN", "The token for github.com, in this order, in place of the one that gh keeps."},
	{"GH_ENTERPRISE_TOKEN, GITHUB_ENTERPRISE_TOKEN", "The same for a GitHub Enterprise Server."},
	{"GH_CONFIG_DIR", "The folder of gh's settings, which hold its tokens."},
	{"GH_PATH", "The program gh, which is asked for a token that a keyring holds."},
	{"GH_PAGER, PAGER", "What long views are shown with on a terminal, in this order. GH_PAGER also counts when it is empty: then nothing is."},
	{"GH_BROWSER, BROWSER", "What --web opens pages with, in this order."},
	{"GH_PROMPT_DISABLED", "Set to anything: nothing is asked."},
	{"GH_ACCESSIBLE_PROMPTER", "Set to 1 or true: questions are plain lines, for screen readers."},
	{"GH_SPINNER_DISABLED", "Set to anything: what goes on is told line by line, and nothing moves."},
	{"GH_FORCE_TTY", "Set to anything: output is as on a terminal also in a pipe. A number is its width."},
	{"NO_COLOR, CLICOLOR, CLICOLOR_FORCE", "No colour if NO_COLOR is set or CLICOLOR is 0. CLICOLOR_FORCE, if set and not 0, allows colour in a pipe too; tables and views have it there only with GH_FORCE_TTY."},
	{"TERM", "dumb: nothing is redrawn, and questions are plain lines."},
	{"GH_DEBUG", "1 or api: requests to GitHub are told on standard error, without tokens."},
}

// actionsVariables are those that internal/scaffold writes into workflow files.
var actionsVariables = []topicRow{
	{actions.EnvIssue, "Number of the request."},
	{actions.EnvTarget, "Target of the job."},
	{actions.EnvDecision + ", " + actions.EnvDigest + ", " + actions.EnvAttested + ", " + actions.EnvGrant, "Outputs of the gate's job, for the jobs after it."},
	{actions.EnvLabel + ", " + actions.EnvLabelBefore + ", " + actions.EnvAction, "A label that was changed or deleted: its name, the one before, and what happened."},
	{actions.EnvProject + ", " + actions.EnvVersion + ", " + actions.EnvBase + ", " + actions.EnvRehearsal, "What is asked for in a source repository's workflow."},
	{actions.EnvProjects, "Excerpt of the policy, for workflows that run where it may not be readable."},
	{actions.EnvCommit + ", " + actions.EnvChangelog + ", " + actions.EnvTargets, "Outputs of the job that prepared a release, for the one that attests it."},
	{actions.EnvToken, "The job's own token."},
	{actions.EnvPushToken, "In a source repository: the token that release branches are pushed with."},
	{actions.EnvSourceToken + ", " + actions.EnvAppKey, "The key to the source repositories, in the jobs of the environment release-gate alone."},
	{actions.EnvSealKey, "What opens the token that the gate sealed for the job's target."},
}
