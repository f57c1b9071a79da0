package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// tokensPolicy is where new tokens come from, and who knows whether they work.
const tokensPolicy = `tokens:
  NPM_TOKEN:
    verify: {registry: npm, host: ` + RegistryHost + `}
    rotate-every: 80d
    source: {run: [` + vaultProgram + `, NPM_TOKEN]}
  DOCS_TOKEN:
    verify: {registry: npm, host: ` + RegistryHost + `}
    source: {run: [` + vaultProgram + `, DOCS_TOKEN]}
  DOCKER_TOKEN:
    verify: {registry: npm, host: ` + RegistryHost + `}
    source: {run: [` + vaultProgram + `, DOCKER_TOKEN]}
projects:
`

// vaultProgram is acme's password manager: it prints what is kept under a name.
const vaultProgram = "acme-vault"

// rotateScenario is publishing tokens that are replaced while they are in use.
func rotateScenario() Scenario {
	return Scenario{Name: "rotate", Summary: "all tokens are replaced while a publish runs",
		Before: slices.Concat(setUpSteps(), cloneSteps(requester)),
		Steps: slices.Concat(
			policySteps("olivia writes down where new tokens come from, and who knows whether they work", "projects:\n", tokensPolicy),
			replaceSteps(), nextSteps(),
		)}
}

func replaceSteps() []Step {
	var arrived <-chan struct{}
	var answer func()
	slow := func(_ context.Context, s *Stage) error {
		arrived, answer = s.Registry.Stall("docs")
		return nil
	}
	running := func(ctx context.Context, s *Stage) error {
		select {
		case <-arrived:
			return remake(s)
		case <-ctx.Done():
			return errors.New("no upload hangs")
		}
	}
	return []Step{
		{Who: owner, Title: "she looks at what there is", Dir: "publish", Run: []string{ours, "token", "list"}, Says: []string{"NPM_TOKEN", "DOCS_TOKEN", "DOCKER_TOKEN"}},
		{Who: requester, Title: "sam asks for a release", Dir: "sdk", Run: []string{ours, "sdk", "1.2.3", "--yes"}, Says: []string{"/issues/1"}, Settle: true},
		{Who: approver, Title: "alex approves; the registry of docs is slow", Happens: slow, Run: []string{ours, "approve", "1", "--yes", "-R", centralRepo}},
		{Who: owner, Title: "just then olivia replaces all tokens: it waits until nobody needs the old ones", Dir: "publish", Happens: running,
			Run: []string{ours, "token", "rotate", "--all", "--yes"}, Says: []string{"in use by the publish job of docs", "Waiting for publish jobs to end", "Now revoke the old NPM_TOKEN"},
			Upon: "Waiting for", Meanwhile: func(*Stage) { answer() }, Settle: true,
			Holds: []Claim{
				{"the release went out with the old tokens", published("npm/sdk@1.2.3", "docs/sdk@1.2.3", "docker/sdk@1.2.3")},
				{"each environment holds its new token", renewed},
				{"a receipt says who replaced what, and no value", rotationTold},
			}},
	}
}

func nextSteps() []Step {
	return []Step{
		{Who: owner, Title: "olivia does as she was told, and revokes the old tokens", Happens: revoke},
		{Who: requester, Title: "sam asks for the next release, and need not know of it", Dir: "sdk", Run: []string{ours, "sdk", "1.2.4", "--yes"}, Settle: true},
		{Who: approver, Title: "alex approves: it goes out with the new tokens", Run: []string{ours, "approve", "3", "--yes", "-R", centralRepo}, Settle: true,
			Holds: []Claim{
				{"all three targets are out, each once", published("npm/sdk@1.2.3", "docs/sdk@1.2.3", "docker/sdk@1.2.3", "npm/sdk@1.2.4", "docs/sdk@1.2.4", "docker/sdk@1.2.4")},
				{"the request is closed as completed", ended(3, hub.Completed)},
			}},
		{Who: reader, Title: "rita has kept an old token of npm's: the registry refuses it", Happens: find(reader),
			Run: []string{"sh", "-c", `NPM_TOKEN=$(cat old-token) ` + UploadProgram + ` npm sdk 6.6.6`}, Exit: 1, Says: []string{"401", "may not publish to npm"},
			Holds: []Claim{{"nothing else is out", published("npm/sdk@1.2.3", "docs/sdk@1.2.3", "docker/sdk@1.2.3", "npm/sdk@1.2.4", "docs/sdk@1.2.4", "docker/sdk@1.2.4")}}},
		{Who: owner, Title: "olivia sees that all are new", Dir: "publish", Run: []string{ours, "token", "list"}},
	}
}

// remake has the owner make new tokens in the registry, and keep them in the
// password manager.
func remake(s *Stage) error {
	vault := filepath.Join(s.Home(owner), ".vault")
	if err := os.Mkdir(vault, 0o700); err != nil {
		return err
	}
	for _, target := range slices.Sorted(maps.Keys(seedTokens)) {
		token := s.Registry.NewToken(target)
		s.secrets["the new token of "+target] = token
		s.fresh[target] = token
		if err := os.WriteFile(filepath.Join(vault, secretName[target]), []byte(token+"\n"), 0o600); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(s.bin, vaultProgram), []byte("#!/bin/sh\nexec cat \"$HOME/.vault/$1\"\n"), 0o700)
}

// revoke has the registry forget the tokens that everything began with.
func revoke(_ context.Context, s *Stage) error {
	for _, target := range slices.Sorted(maps.Keys(seedTokens)) {
		s.Registry.Revoke(seedTokens[target])
		s.tellf(margin, "%s knows the old token of %s no more", RegistryHost, target)
	}
	return nil
}

// find leaves an old token of npm's in somebody's home.
func find(who string) func(context.Context, *Stage) error {
	return func(_ context.Context, s *Stage) error {
		return os.WriteFile(filepath.Join(s.Home(who), "old-token"), []byte(seedTokens["npm"]), 0o600)
	}
}

// renewed is true when the environment of each target holds its new token.
func renewed(s *Stage) error {
	h := s.Box.Hub()
	for target, token := range s.fresh {
		if h.EnvironmentSecretValues(h.Settings(centralRepo).ID(), target)[secretName[target]] != token {
			return fmt.Errorf("that of %s does not", target)
		}
	}
	return nil
}

// rotationTold is true when a comment on the issue of rotations names all tokens,
// and nothing there holds a value.
func rotationTold(s *Stage) error {
	issue, err := s.issue(2)
	if err != nil {
		return err
	}
	h := s.Box.Hub()
	comments, err := h.Comments(h.As(owner), issue.ID)
	if err != nil {
		return err
	}
	if len(comments) != 1 || comments[0].Author.Login != owner {
		return fmt.Errorf("there are %d comments", len(comments))
	}
	for _, name := range secretName {
		if !strings.Contains(comments[0].Body, name) {
			return fmt.Errorf("it does not name %s", name)
		}
	}
	for name, value := range s.secrets {
		if strings.Contains(issue.Body+comments[0].Body, value) {
			return fmt.Errorf("it holds %s", name)
		}
	}
	return nil
}
