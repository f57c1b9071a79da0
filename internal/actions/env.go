package actions

// Variables that the workflow files set for the steps of their jobs. internal/scaffold
// writes them into the workflow file and the workflow commands read them:
// nothing else may reach a step, and no value stands in a script.
const (
	// EnvIssue is the number of the request.
	EnvIssue = "RELEASE_REQUEST_ISSUE"
	// EnvLabel is the name of a label that was changed or deleted; empty where
	// something else happened.
	EnvLabel = "RELEASE_REQUEST_LABEL"
	// EnvLabelBefore is what it was called before, if it was renamed.
	EnvLabelBefore = "RELEASE_REQUEST_LABEL_BEFORE"
	// EnvAction is what happened to it: edited or deleted.
	EnvAction = "RELEASE_REQUEST_ACTION"
	// EnvTarget is the name of the job's target.
	EnvTarget = "RELEASE_REQUEST_TARGET"
	// EnvDigest is the gate's output OutputDigest.
	EnvDigest = "RELEASE_REQUEST_DIGEST"
	// EnvAttested is the gate's output OutputAttested.
	EnvAttested = "RELEASE_REQUEST_ATTESTED"
	// EnvGrant is the gate's output for the job's target, see OutputTarget.
	EnvGrant = "RELEASE_REQUEST_GRANT"
	// EnvDecision is the gate's output OutputDecision.
	EnvDecision = "RELEASE_REQUEST_DECISION"
	// EnvProjects is an excerpt of the policy, for workflows that run where it
	// may not be readable: see config.Policy.Excerpt.
	EnvProjects = "RELEASE_REQUEST_PROJECTS"
	// EnvProject is the project that a release is asked for of.
	EnvProject = "RELEASE_REQUEST_PROJECT"
	// EnvVersion is its version, or a word that stands for one.
	EnvVersion = "RELEASE_REQUEST_VERSION"
	// EnvBase is the branch that it is made from and merged into; empty: the
	// first that the policy allows.
	EnvBase = "RELEASE_REQUEST_BASE"
	// EnvRehearsal is true for a release that is not published.
	EnvRehearsal = "RELEASE_REQUEST_REHEARSAL"
	// EnvCommit is the job prepare's output OutputCommit.
	EnvCommit = "RELEASE_REQUEST_COMMIT"
	// EnvChangelog is the job prepare's output OutputChangelog.
	EnvChangelog = "RELEASE_REQUEST_CHANGELOG"
	// EnvTargets is the job prepare's output OutputTargets.
	EnvTargets = "RELEASE_REQUEST_TARGETS"
	// EnvPushToken may push to the source repository in place of the job's own
	// token, whose pushes start no workflows. It is empty where there is none.
	EnvPushToken = "RELEASE_PUSH_TOKEN"
	// EnvToken is the job's own token: the repository that the workflow runs
	// for, with the permissions of the job.
	EnvToken = "GH_TOKEN"
	// EnvSourceToken is the key to the source repositories. It is also the name
	// of the secret, which lives in the gate's environment only.
	EnvSourceToken = "RELEASE_SOURCE_TOKEN"
	// EnvAppKey is the private key of the App that makes tokens for the source
	// repositories, in place of EnvSourceToken. It is also the name of the
	// secret, which lives in the gate's environment only.
	EnvAppKey = "RELEASE_APP_KEY"
	// EnvSealKey opens what the gate seals for one target. It is also the name
	// of the secret, which lives in that target's environment.
	EnvSealKey = "RELEASE_SEAL_KEY"
)

// Outputs of the gate's job, which the jobs after it are handed.
const (
	// OutputDecision is the verdict's decision: publish, finish, wait, refuse.
	OutputDecision = "decision"
	// OutputDigest is the request's digest, all 64 digits.
	OutputDigest = "digest"
	// OutputShortDigest is 12 digits of it, and whether it is a rehearsal, for
	// the names of jobs only.
	OutputShortDigest = "digest12"
	// OutputAttested is what only the gate's key can read, as JSON.
	OutputAttested = "attested"
)

// Outputs of the job that prepares in a source repository, which the job that
// attests is handed.
const (
	OutputVersion   = "version"
	OutputBase      = "base"
	OutputCommit    = "commit"
	OutputChangelog = "changelog"
	// OutputTargets are names in publishing order, with spaces between.
	OutputTargets = "targets"
)

// OutputTarget is the output that lets a target's job go; empty: not now.
func OutputTarget(target string) string { return "target-" + target }
