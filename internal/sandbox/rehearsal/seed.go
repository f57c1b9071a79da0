package rehearsal

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// The people of acme and what they may do:
const (
	owner     = "olivia" // owns the organisation: writes policy and workflows
	requester = "sam"    // senior engineer: pushes to the projects, may label requests
	approver  = "alex"   // senior engineer of another team: may label requests
	reader    = "rita"   // engineer: reads
	junior    = "nina"   // engineer: pushes to the projects, reads requests
	machine   = "acme-release"
)

const (
	centralRepo = "acme/publish"
	sdkRepo     = "acme/sdk"
	relayRepo   = "acme/relay"
	blocker     = "release-blocker" // label
)

// people is who may be played, and what each is.
var people = map[string]string{
	owner:     "owns the organisation",
	requester: "pushes to the projects and may label requests",
	approver:  "may label requests",
	reader:    "reads",
	junior:    "pushes to the projects and reads requests",
}

// logins are those of the people, sorted.
func logins() []string { return slices.Sorted(maps.Keys(people)) }

// everybody names the people, and what each is.
func everybody() string {
	var list []string
	for _, login := range logins() {
		list = append(list, fmt.Sprintf("%s (%s)", login, people[login]))
	}
	return strings.Join(list, ", ")
}

// seedTokens are what the registry takes, by target. They are set as secrets
// of the targets' environments.
var seedTokens = map[string]string{"npm": "npm-4a7d1c", "docs": "docs-9be20f", "docker": "docker-71c3aa"}

// seed does what an administrator does in the browser before the first release.
func seed(h *hub.Hub) error {
	if err := seedBare(h); err != nil {
		return err
	}
	equip(h)
	return nil
}

// sources are the source repositories. The guides under docs/how-to enrol the
// last three.
var sources = []string{sdkRepo, relayRepo, "acme/website", "acme/handbook", "acme/tools", "acme/almanac"}

// seedBare makes people and repositories, and nothing for releases.
func seedBare(h *hub.Hub) error {
	for _, login := range []string{owner, requester, approver, reader, junior, machine} {
		h.AddUser(login, login+"@acme.test")
	}
	h.AddOrg("acme", owner)
	for _, login := range []string{requester, approver, reader, junior, machine} {
		h.AddMember("acme", login, false)
	}
	h.AddApp("acme-ci", "acme", map[string]hub.Access{"checks": hub.WriteAccess})
	for _, name := range sources {
		if err := seedProject(h, name[len("acme/"):]); err != nil {
			return err
		}
	}
	return seedCentral(h)
}

func seedProject(h *hub.Hub, name string) error {
	files := map[string]string{
		"VERSION":            "1.2.2\n",
		"README.md":          "# " + name + "\n",
		"scripts/prepare.sh": "#!/bin/sh\n# Sets the version of the project.\nset -eu\necho \"$1\" > VERSION\n",
		"scripts/publish.sh": "#!/bin/sh\n# Publishes to one target.\nset -eu\ntest \"$(cat VERSION)\" = \"$2\"\n" + UploadProgram + " \"$1\" " + name + " \"$2\"\n",
	}
	if name == "tools" { // of which there are two
		files = map[string]string{
			"py/VERSION": "1.2.2\n", "js/VERSION": "1.2.2\n", "README.md": "# tools\n",
			"scripts/prepare.sh": "#!/bin/sh\n# Sets the version of one tool.\nset -eu\necho \"$2\" > \"$1/VERSION\"\n",
			"scripts/publish.sh": "#!/bin/sh\n# Publishes one tool to one target.\nset -eu\ntest \"$(cat \"$1/VERSION\")\" = \"$3\"\n" + UploadProgram + " \"$2\" \"$1\" \"$3\"\n",
		}
	}
	repo, err := h.AddRepo(hub.RepoSpec{Owner: "acme", Name: name, Files: files})
	if err != nil {
		return err
	}
	repo.SetRole(requester, hub.Write)
	repo.SetRole(junior, hub.Write)
	repo.SetRole(machine, hub.Write)
	repo.AddLabel(blocker, "b60205", "holds releases until it is closed")
	repo.ReportCheckOnPush("test", "acme-ci", "success")
	return nil
}

func seedCentral(h *hub.Hub) error {
	central, err := h.AddRepo(hub.RepoSpec{Owner: "acme", Name: "publish", Description: "Requests and publishes releases",
		Files: map[string]string{"README.md": "# publish\n"}})
	if err != nil {
		return err
	}
	central.SetRole(requester, hub.Triage)
	central.SetRole(approver, hub.Triage)
	central.SetRole(machine, hub.Write) // GitHub tells people's roles only to those with write access
	return nil
}

// equip makes what the central repository needs beside its files.
func equip(h *hub.Hub) {
	central := h.Settings(centralRepo)
	for name, color := range map[string]string{"accepted": "0e8a16", "emergency": "b60205", "acknowledged": "c5def5", "failed": "d93f0b"} {
		central.AddLabel(name, color, "")
	}
	central.AddEnvironment(hub.EnvironmentSpec{Name: "release-gate", Branches: []string{"main"},
		Secrets: map[string]string{"RELEASE_SOURCE_TOKEN": sourceToken(h)}})
	for target, token := range seedTokens {
		central.AddEnvironment(hub.EnvironmentSpec{Name: target, Branches: []string{"main"},
			Secrets: map[string]string{secretName[target]: token}})
	}
}

// sourceToken makes a token of the machine account for all repositories.
func sourceToken(h *hub.Hub) string {
	return h.NewToken(hub.TokenSpec{User: machine, Kind: hub.FineGrained, Repos: append([]string{centralRepo}, sources...), Permissions: map[string]hub.Access{
		"contents": hub.WriteAccess, "pull_requests": hub.WriteAccess, "checks": hub.ReadAccess, "statuses": hub.ReadAccess,
		"environments": hub.ReadAccess, "metadata": hub.ReadAccess,
		"actions": hub.WriteAccess, // a form starts the project's workflow
	}}).Secret
}

var secretName = map[string]string{"npm": "NPM_TOKEN", "docs": "DOCS_TOKEN", "docker": "DOCKER_TOKEN"}
