package rehearsal

import (
	"slices"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// acmePolicy is what olivia makes of the policy that init wrote.
const acmePolicy = `# Who may release what, and who must agree.
version: 1
binary: path
approval: {required: 1, valid-for: 72h}
requests: {expire-after: never}
blockers: []
ci: {require: all, wait: 0s}
targets:                # in publishing order
  npm: {environment: npm, secrets: [NPM_TOKEN]}
  docs: {environment: docs, secrets: [DOCS_TOKEN]}
  docker: {environment: docker, secrets: [DOCKER_TOKEN]}
projects:
  sdk:
    targets: [npm, docs, docker]
    prepare: {run: [sh, scripts/prepare.sh, "{version}"]}
    publish: {run: [sh, scripts/publish.sh, "{target}", "{version}"]}
  relay:
    targets: [docker]
    prepare: {run: [sh, scripts/prepare.sh, "{version}"]}
    publish: {run: [sh, scripts/publish.sh, "{target}", "{version}"]}
  website:
    targets: [docs]
    prepare: none
    publish: {run: [sh, scripts/publish.sh, "{target}", "{version}"]}
`

const ours = "gh-release-request"

// setUp is the name of the scenario that everything else begins with.
const setUp = "set-up"

func setUpScenario() Scenario {
	return Scenario{Name: setUp, Summary: "an owner sets up the central repository", Steps: setUpSteps()}
}

// releaseScenario is one release from the first file to the last receipt, with
// all that stands in its way.
func releaseScenario() Scenario {
	return Scenario{Name: "release", Summary: "one release: asked for, refused, approved, published, closed", Steps: slices.Concat(
		setUpSteps(), requestSteps(), approvalSteps(), endSteps(),
	)}
}

// setUpSteps is how an owner starts.
func setUpSteps() []Step {
	return []Step{
		{Who: owner, Title: "olivia, who owns the organisation, clones the central repository",
			Run: []string{"git", "clone", "--quiet", "https://github.com/" + centralRepo, "publish"}},
		{Who: owner, Title: "she writes its files", Dir: "publish",
			Run: []string{ours, "init", "central", "--yes"}, Says: []string{".github/release-requests.yml", ".github/workflows/publish.yml"}},
		{Who: owner, Title: "she edits the policy, and lets the workflow follow it", Dir: "publish",
			Write: map[string]string{".github/release-requests.yml": acmePolicy},
			Run:   []string{ours, "init", "central", "--yes"}, Says: []string{"publish-docker"}},
		{Who: owner, Title: "she checks the policy", Dir: "publish", Run: []string{ours, "config", "check"}},
		{Who: owner, Title: "she commits", Dir: "publish", Run: []string{"sh", "-c", "git add --all && git commit --quiet --message 'Set up releases'"}},
		{Who: owner, Title: "and pushes", Dir: "publish", Run: []string{"git", "push", "--quiet", "origin", "main"}},
	}
}

// requestSteps is how an engineer asks.
func requestSteps() []Step {
	return []Step{
		{Who: requester, Title: "sam clones the SDK", Run: []string{"git", "clone", "--quiet", "https://github.com/" + sdkRepo, "sdk"}},
		{Who: requester, Title: "sam asks for a release: one command", Dir: "sdk",
			Run: []string{ours, "sdk", "1.2.3", "--yes"}, Says: []string{"https://github.com/" + centralRepo + "/issues/1"},
			Holds: []Claim{
				{"the release branch is one commit on main", oneCommit(sdkRepo, "1.2.3")},
				{"nothing is published", published()},
			}},
		{Who: requester, Title: "asking again changes nothing", Dir: "sdk",
			Run: []string{ours, "sdk", "1.2.3", "--yes"}, Says: []string{"https://github.com/" + centralRepo + "/issues/1"},
			Holds: []Claim{{"there is one request", issues(1)}}},
		{Who: requester, Title: "sam looks at what is waiting", Dir: "sdk", Run: []string{ours, "status"}, Says: []string{"#1", "sdk", "1.2.3", "pending"}},
		{Who: approver, Title: "alex looks at the request itself", Run: []string{ours, "view", "1", "-R", centralRepo}, Says: []string{"1.2.3", requester, "npm", "docker"}},
	}
}

// approvalSteps is who may say yes, and who may not.
func approvalSteps() []Step {
	return []Step{
		{Who: reader, Title: "rita, who only reads, tries to approve: GitHub refuses",
			Run: []string{ours, "approve", "1", "--yes", "-R", centralRepo}, Exit: 1, Says: []string{"403", "triage"},
			Holds: []Claim{{"the request has no label", labels(1)}}},
		{Who: requester, Title: "sam, who asked, tries to approve: the preview refuses",
			Run: []string{ours, "approve", "1", "--yes", "-R", centralRepo}, Exit: 3, Says: []string{"four-eyes"},
			Holds: []Claim{{"the request has no label", labels(1)}}},
		{Who: requester, Title: "sam insists: the gate refuses, and says so on the request",
			Run: []string{ours, "approve", "1", "--yes", "--anyway", "-R", centralRepo}, Settle: true,
			Holds: []Claim{
				{"the label is off again", labels(1)},
				{"the reason stands on the request", said(1, "four-eyes")},
				{"nothing is published", published()},
			}},
		{Who: approver, Title: "alex approves; docker's registry is out of order",
			Happens: outage("docker"),
			Run:     []string{ours, "approve", "1", "--yes", "-R", centralRepo}, Settle: true,
			Holds: []Claim{
				{"npm and docs are out, in this order, and docker is not", published("npm/sdk@1.2.3", "docs/sdk@1.2.3")},
				{"the request is marked as failed", labels(1, "accepted", "failed")},
				{"what is out and what is left stands on the request", said(1, "`npm`: published", "`docs`: published", "`docker`: not published", "retry 1")},
			}},
		{Who: requester, Title: "sam sees what is out and what is left", Dir: "sdk", Run: []string{ours, "status"}, Says: []string{"failed", "docker"}},
	}
}

// endSteps is how it ends.
func endSteps() []Step {
	return []Step{
		{Who: owner, Title: "olivia has the rest published",
			Run: []string{ours, "retry", "1", "-R", centralRepo}, Settle: true,
			Holds: []Claim{
				{"only docker was published now", ran("gate", "publish docker", "report")},
				{"all three targets are out, each once", published("npm/sdk@1.2.3", "docs/sdk@1.2.3", "docker/sdk@1.2.3")},
				{"the tag 1.2.3 stands at the approved commit, main holds it, and the release branch is gone", landed(1)},
				{"the request is closed as completed, with its receipt", ended(1, hub.Completed)},
			}},
		{Who: requester, Title: "the same request once more changes nothing", Dir: "sdk",
			Run: []string{ours, "sdk", "1.2.3", "--yes"}, Exit: 3, Says: []string{"released already"},
			Holds: []Claim{{"there is still one request", issues(1)}}},
		{Who: approver, Title: "alex looks at how it ended", Run: []string{ours, "view", "1", "-R", centralRepo}, Says: []string{"published"}},
	}
}
