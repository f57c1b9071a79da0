package rehearsal

import (
	"context"
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// sdkPackage is what the SDK is called in the registry of npm.
const sdkPackage = "@acme/sdk"

const craftPolicy = `# Who may release what, and who must agree.
version: 1
binary: path
blockers: []
source-access: {app-id: ${APP_ID}}
targets:
  npm:
    environment: npm
    secrets: [NPM_TOKEN]
    seal: "${SEAL_NPM}"
projects:
  sdk: {}    # prepared and published by craft
`

// craftFiles is what makes the SDK a package that craft releases.
var craftFiles = map[string]string{
	".craft.yml": `minVersion: 0.23.1
changelogPolicy: simple
preReleaseCommand: sh scripts/bump-version.sh
targets:
  - name: npm
    access: public
`,
	"scripts/bump-version.sh": `exec npm version --no-git-tag-version "$2"
`,
	"package.json": `{"name": "@acme/sdk", "version": "1.2.2", "files": ["index.js"]}
`,
	"index.js": `module.exports = 'faster'
`,
	"CHANGELOG.md": `# Changelog

## 1.3.0

- It is faster.
`,
	".github/workflows/ci.yml": `name: ci
on: push
permissions: {}
jobs:
  pack:
    runs-on: ubuntu-latest
    steps:
      # On GitHub: checkout, npm pack, upload-artifact named for the
      # commit. The sandbox runs no actions: the rehearsal does that.
      - run: 'true'
`,
}

// craftScenario is a release with programs that nobody here wrote.
func craftScenario() Scenario {
	return Scenario{Name: "craft", Summary: "the real craft and npm release to a real registry",
		Node: true, Steps: slices.Concat(craftSetUpSteps(), craftSteps())}
}

func craftSetUpSteps() []Step {
	return []Step{
		{Who: owner, Title: "in the browser olivia makes an App for the gate, whose key only the gate sees", Happens: makeApp},
		{Who: owner, Title: "she clones the central repository", Run: []string{"git", "clone", "--quiet", "https://github.com/" + centralRepo, "publish"}},
		{Who: owner, Title: "she writes the policy, and lets init write the workflows", Dir: "publish",
			Write: map[string]string{".github/release-requests.yml": craftPolicy}, Run: []string{ours, "init", "central", "--yes"}, Says: []string{"publish.yml"}},
		{Who: owner, Title: "she commits and pushes", Dir: "publish",
			Run: []string{"sh", "-c", "git add --all && git commit --quiet --message 'Set up releases' && git push --quiet origin main"}},
		{Who: requester, Title: "sam clones the SDK", Run: []string{"git", "clone", "--quiet", "https://github.com/" + sdkRepo, "sdk"}},
		{Who: requester, Title: "sam makes it a package of npm; this is all that craft needs to release it", Dir: "sdk", Write: craftFiles,
			Run: []string{"sh", "-c", "git add --all && git commit --quiet --message 'Release with craft' && git tag 1.2.2 && git push --quiet origin main 1.2.2"}, Settle: true},
	}
}

func craftSteps() []Step {
	return []Step{
		{Who: requester, Title: "sam asks for a release: one command, and craft prepares it", Dir: "sdk",
			Run: []string{ours, "sdk", "minor", "--yes"}, Says: []string{"craft prepare 1.3.0", "/issues/1"}, Settle: true,
			Holds: []Claim{{"the release branch is one commit on main", oneCommit(sdkRepo, "1.3.0")}}},
		{Title: "CI packs that commit, and leaves the package as an artifact", Happens: packed(sdkRepo, "1.3.0"),
			Holds: []Claim{{"nothing is published", npmHas()}}},
		{Who: approver, Title: "alex approves: craft publishes what CI packed, with npm's token and no other", Run: []string{ours, "approve", "1", "--yes", "-R", centralRepo}, Settle: true,
			Holds: []Claim{
				{"the registry has 1.3.0", npmHas("1.3.0")},
				{"each key that the App made was for one repository", narrow},
				{"the tag 1.3.0 stands at the approved commit, main holds it, and the release branch is gone", landedIn(sdkRepo, "1.3.0", 1)},
				{"the request is closed as completed, with its receipt", ended(1, hub.Completed)},
			}},
		{Who: reader, Title: "rita looks into the registry", Run: []string{"npm", "view", sdkPackage, "version"}, Says: []string{"1.3.0"}},
		{Who: reader, Title: "and installs it", Run: []string{"sh", "-c", `npm install --silent @acme/sdk && node -p "require('@acme/sdk')"`}, Says: []string{"faster"}},
	}
}

// appSlug is the App that reads the source repositories.
const appSlug = "acme-releaser"

// makeApp has an owner make an App, install it, and keep its key, and a key to
// seal what it makes to the target npm.
func makeApp(_ context.Context, s *Stage) error {
	h := s.Box.Hub()
	app := h.AddApp(appSlug, "acme", map[string]hub.Access{
		"contents": hub.WriteAccess, "pull_requests": hub.WriteAccess, "checks": hub.ReadAccess, "statuses": hub.ReadAccess,
		"actions": hub.ReadAccess, "issues": hub.ReadAccess, "members": hub.ReadAccess, "metadata": hub.ReadAccess,
	})
	h.Install(hub.InstallationSpec{App: app.Slug, Account: "acme", Repos: []string{centralRepo, sdkRepo}})
	central, key := h.Settings(centralRepo), h.AddAppKey(app.Slug)
	central.AddEnvironmentSecret("release-gate", "RELEASE_APP_KEY", key)
	s.secrets["the App's key"] = strings.Split(strings.TrimSpace(key), "\n")[1] // a line of it
	pair, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	private := base64.StdEncoding.EncodeToString(pair.Bytes())
	central.AddEnvironmentSecret("npm", "RELEASE_SEAL_KEY", private)
	s.secrets["the key to what is sealed"] = private
	s.known["APP_ID"], s.known["SEAL_NPM"] = strconv.FormatInt(app.ID, 10), base64.StdEncoding.EncodeToString(pair.PublicKey().Bytes())
	s.tellf(margin, "the App %s, number %d, is installed on %s and %s", app.Slug, app.ID, centralRepo, sdkRepo)
	return nil
}

// packed has CI leave the package of a release branch with the newest run there.
func packed(repo, version string) func(context.Context, *Stage) error {
	return func(ctx context.Context, s *Stage) error {
		commit, err := s.gitIn(repo, "rev-parse", "release/"+version)
		if err != nil {
			return err
		}
		runs, err := s.runs(repo)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(runs, func(r repoRun) bool { return r.SHA == commit })
		if i < 0 {
			return fmt.Errorf("CI has not run for %s", commit)
		}
		h := s.Box.Hub()
		return s.npm.Pack(ctx, h, h.Settings(repo).Repository(), commit, runs[i].ID, commit)
	}
}

// npmHas is true when the registry of npm has these versions of the SDK.
func npmHas(want ...string) func(*Stage) error {
	return func(s *Stage) error {
		got, err := s.packages.Versions(context.Background(), sdkPackage)
		if err == nil && !slices.Equal(got, want) {
			err = fmt.Errorf("it has %q", got)
		}
		return err
	}
}

// narrow is true when the App made tokens, each for one repository.
func narrow(s *Stage) error {
	minted := s.Box.Hub().MintedTokens(appSlug)
	if len(minted) == 0 {
		return fmt.Errorf("it made none")
	}
	for _, token := range minted {
		if len(token.Repos) != 1 {
			return fmt.Errorf("one reaches %d", len(token.Repos))
		}
	}
	return nil
}
