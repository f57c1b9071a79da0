package rehearsal

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

const expectedPolicy = `# Who may release what, and who must agree.
version: 1
binary: path
expected-access:
  write: [olivia, acme-release]
  triage: [sam, alex]
targets:
  npm: {environment: npm, secrets: [NPM_TOKEN]}
projects:
  sdk:
    targets: [npm]
    prepare: {run: [sh, scripts/prepare.sh, "{version}"]}
    publish: {run: [sh, scripts/publish.sh, "{target}", "{version}"]}
`

// doctorScenario is a set-up that is looked at until it is as the policy
// believes, and once more when somebody leaves a token elsewhere.
func doctorScenario() Scenario {
	return Scenario{Name: "doctor", Summary: "doctor looks at a new set-up, mends it, and finds a leak",
		Bare: true, Steps: doctorSteps()}
}

func doctorSteps() []Step {
	const workflow = ".github/workflows/upload.yml"
	return []Step{
		{Who: owner, Title: "olivia, who owns the organisation, clones the central repository",
			Run: []string{"git", "clone", "--quiet", "https://github.com/" + centralRepo, "publish"}},
		{Who: owner, Title: "she writes the policy, with who should have access, and lets init write the rest", Dir: "publish",
			Write: map[string]string{".github/release-requests.yml": expectedPolicy}, Run: []string{ours, "init", "central", "--yes"}},
		{Who: owner, Title: "she commits and pushes", Dir: "publish",
			Run: []string{"sh", "-c", "git add --all && git commit --quiet --message 'Set up releases' && git push --quiet origin main"}},
		{Who: owner, Title: "is that all? She asks the doctor", Dir: "publish", Run: []string{ours, "doctor"}, Exit: 3,
			Says: []string{"label-missing", "environment-missing", "default-branch-unreviewed"}},
		{Who: owner, Title: "she has it make what is safe to make", Dir: "publish", Run: []string{ours, "doctor", "--fix", "--yes"}, Exit: 3,
			Says:  []string{"make the label accepted", "make the environment npm", "secret-missing"},
			Holds: []Claim{{"the environments let nobody deploy but from main", fenced("release-gate", "npm")}}},
		{Who: owner, Title: "the rest is hers to do, in the browser", Happens: finish},
		{Who: owner, Title: "now it is as the policy believes: no error is left", Dir: "publish", Run: []string{ours, "doctor"}},
		{Who: junior, Title: "weeks later nina finds releases slow, and keeps a copy of npm's token in the SDK", Happens: leave,
			Run: []string{"git", "clone", "--quiet", "https://github.com/" + sdkRepo, "sdk"}},
		{Who: junior, Title: "beside it she has a workflow publish, for every tag", Dir: "sdk", Write: map[string]string{workflow: "on: {push: {tags: ['*']}}\njobs:\n  upload:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm publish\n"},
			Run: []string{"sh", "-c", "git add --all && git commit --quiet --message 'Publish at once' && git push --quiet origin main"}},
		{Who: owner, Title: "the doctor names both, and where they are", Dir: "publish", Run: []string{ours, "doctor"}, Exit: 3,
			Says: []string{"leak-secret", "NPM_TOKEN", "leak-publish-step", workflow + ":6", "2 errors"}},
	}
}

// finish does what takes people: secrets, and settings that doctor only tells.
func finish(_ context.Context, s *Stage) error {
	h := s.Box.Hub()
	central := h.Settings(centralRepo)
	for _, secret := range []struct{ environment, name, file string }{
		{"release-gate", "RELEASE_SOURCE_TOKEN", machine}, {"npm", secretName["npm"], "npm"},
	} {
		value, err := os.ReadFile(filepath.Join(s.Home(owner), "tokens", secret.file))
		if err != nil {
			return err
		}
		central.AddEnvironmentSecret(secret.environment, secret.name, strings.TrimSpace(string(value)))
		s.tellf(margin, "the environment %s has the secret %s", secret.environment, secret.name)
	}
	central.Protect(hub.Protection{Pattern: "main", Reviews: 1, CodeOwners: true, EnforceAdmins: true})
	s.tellf(margin, "changes of main need a review by its owners, and nobody overwrites it")
	central.ChangeActions(func(a *hub.ActionsSettings) {
		a.Allowed, a.Selected, a.ForkApproval = "selected", hub.SelectedActions{GitHubOwned: true}, "all_external_contributors"
	})
	s.tellf(margin, "no actions run but GitHub's own, and no stranger's pull request starts a workflow")
	h.Settings(sdkRepo).SetImmutableReleases(true)
	s.tellf(margin, "the releases of the SDK cannot be changed once they are out")
	return nil
}

// leave has a token of the central repository kept in a source repository, too.
func leave(_ context.Context, s *Stage) error {
	s.Box.Hub().Settings(sdkRepo).AddSecret(secretName["npm"], seedTokens["npm"])
	return nil
}

// fenced is true when the environments allow deployments from main only.
func fenced(names ...string) func(*Stage) error {
	return func(s *Stage) error {
		h := s.Box.Hub()
		for _, name := range names {
			e, err := h.Environment(h.As(owner), h.Settings(centralRepo).ID(), name)
			if err != nil {
				return err
			}
			if !e.Custom || len(e.Branches) != 1 || e.Branches[0].Name != "main" || e.Branches[0].Tag {
				return fmt.Errorf("%s allows %+v", name, e.Branches)
			}
		}
		return nil
	}
}
