package factstest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

const manyPolicy = `version: 1
binary: path
requests: {expire-after: never}
ci: {require: none}
targets:
  docs: {environment: docs}
projects:
`

// NewMany makes a central repository with requests for the releases of several
// source repositories, all of them waiting for an approval, and returns their
// numbers. Its source repository is the first of these.
func NewMany(t *testing.T, name string, repositories, requests int) (*World, []int) {
	t.Helper()
	start()
	h := box.Hub()
	w := &World{t: t}
	add := func(spec hub.RepoSpec) *hub.Settings {
		s, err := h.AddRepo(spec)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	policy := manyPolicy
	sources := make([]*hub.Settings, repositories)
	for i := range sources {
		repository := fmt.Sprint(name, "-", i)
		sources[i] = add(hub.RepoSpec{Owner: "acme", Name: repository, Files: map[string]string{"VERSION": "1.0.0\n"}})
		sources[i].SetRole("erin", hub.Write)
		policy += fmt.Sprintf("  p%d: {repository: acme/%s, targets: [docs], prepare: none, publish: {run: [\"true\"]}}\n", i, repository)
	}
	w.Source = sources[0]
	w.Central = add(hub.RepoSpec{Owner: "acme", Name: w.Source.Repository().Name + "-publish", Files: map[string]string{
		".github/release-requests.yml": policy, ".github/workflows/publish.yml": byHand,
	}})
	w.Central.SetRole("adam", hub.Triage)
	w.Central.AddLabel("accepted", "0e8a16", "")
	w.Central.AddEnvironment(hub.EnvironmentSpec{Name: "docs", Branches: []string{"main"}})
	numbers := make([]int, requests)
	for i := range numbers {
		source := sources[i%repositories].Repository()
		version := release.Version(fmt.Sprintf("1.%d.0", i/repositories+1))
		commit := w.Git("erin", source.Dir, "commit-tree", "-p", "main", "-m", "release: "+string(version), "main^{tree}")
		w.Git("erin", source.Dir, "update-ref", "refs/heads/release/"+string(version), commit)
		request := w.Request(version, commit)
		request.Project, request.Targets = "acme/"+source.Name, strings.Fields("docs")
		numbers[i] = w.FileAs("erin", request)
	}
	return w, numbers
}
