package doctor

// What the workflows of a source repository may hold that they should not.
var (
	publishStep = kind{"leak-publish-step", Error,
		"A workflow of a source repository publishes. Whoever may push there, or merge, has a release out that nobody approved.",
		"Take the step out, and ask for releases with `gh release-request`."}
	buildStep = kind{"leak-build-step", Warning,
		"A workflow of a source repository pushes images or makes GitHub releases. CI does so for its own ends too; if these are what the policy publishes, it is a way around the approval.",
		"Take the step out if it publishes what the policy has a target for."}
	targetTrigger = kind{"leak-pull-request-target", Warning,
		"A workflow of a source repository starts at `pull_request_target`: whoever opens a pull request has it run with the repository's secrets and a token that may write.",
		"Use `pull_request`, or make sure that nothing of the pull request is run or put into a script."}
	headCheckedOut = kind{"leak-pull-request-code", Error,
		"A workflow that runs with a source repository's secrets fetches the code of a pull request. If it builds or tests it, anybody reads the secrets and writes to the repository.",
		"Build pull requests in a workflow that starts at `pull_request`, without secrets."}
	workflowUnread = kind{"leak-unread", Note,
		"A workflow of a source repository, or an action of its own, could not be read, so nobody looked for publish steps in it.",
		"Read the file yourself, or put right what is wrong with it."}
)
