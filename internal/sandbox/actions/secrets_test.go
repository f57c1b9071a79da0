//go:build unix

package actions

import (
	"crypto/rand"
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/nacl/box"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

const twoSecrets = `
name: publish
run-name: "#${{ github.event.issue.number }}"
on: {issues: {types: [labeled]}}
permissions: {}
jobs:
  npm:
    if: github.event.label.name == 'accepted'
    name: publish npm
    runs-on: ubuntu-latest
    environment: npm
    outputs: {out: "${{ steps.look.outputs.out }}"}
    steps:
      - id: look
        run: |
          test "$OWN" = value-of-npm && test -z "$OTHER" && test "$COMMON" = value-of-all
          ! env | grep value-of-pypi
          echo "out=42" >> "$GITHUB_OUTPUT"
        env: {OWN: "${{ secrets.NPM_TOKEN }}", OTHER: "${{ secrets.PYPI_TOKEN }}", COMMON: "${{ secrets.COMMON }}"}
  pypi:
    needs: npm
    name: publish pypi ${{ needs.npm.outputs.out }}
    runs-on: ubuntu-latest
    environment: pypi
    steps:
      - run: test "$OWN" = value-of-pypi && test -z "$OTHER" && echo "has $OWN"
        env: {OWN: "${{ secrets.PYPI_TOKEN }}", OTHER: "${{ secrets.NPM_TOKEN }}"}
  plain:
    needs: npm
    runs-on: ubuntu-latest
    steps:
      - run: test -z "$NPM$PYPI" && ! env | grep -e value-of-npm -e value-of-pypi -e value-of-all
        env: {NPM: "${{ secrets.NPM_TOKEN }}", PYPI: "${{ secrets.PYPI_TOKEN }}"}
`

func newSecretsWorld(t *testing.T) *world {
	w := newWorld(t, map[string]string{"publish.yml": twoSecrets})
	w.repo.AddSecret("COMMON", "value-of-all")
	w.repo.AddEnvironment(hub.EnvironmentSpec{Name: "npm", Branches: []string{"main"}, Secrets: map[string]string{"NPM_TOKEN": "value-of-npm"}})
	w.repo.AddEnvironment(hub.EnvironmentSpec{Name: "pypi", Branches: []string{"main"}, Secrets: map[string]string{"PYPI_TOKEN": "value-of-pypi"}})
	return w
}

func TestSecrets_reachOnlyTheJobOfTheirEnvironment(t *testing.T) {
	w := newSecretsWorld(t)
	issue := w.issue()
	w.label(issue, "accepted")
	w.idle()
	run := w.only()
	want := map[string]string{"npm": "success", "pypi": "success", "plain": "success"}
	if got := w.conclusions(run); !maps.Equal(got, want) || run.Conclusion != "success" {
		t.Errorf("jobs %v, want %v; the run is a %s", got, want, run.Conclusion)
	}
	if got := w.jobs(run, 0)["pypi"].Name; got != "publish pypi 42" {
		t.Errorf("the second job is called %q", got)
	}
	if run.Title != "#1" || run.Event != "issues" || run.Branch() != "main" || run.Actor.Login != "bob" || run.Path != ".github/workflows/publish.yml" {
		t.Errorf("run %+v", run)
	}
}

func TestSecrets_doNotAppearInLogs(t *testing.T) {
	w := newSecretsWorld(t)
	w.label(w.issue(), "accepted")
	w.idle()
	address, err := w.hub.JobLogAddress(w.hub.As("olga"), w.repo.ID(), w.jobs(w.only(), 0)["pypi"].ID)
	if err != nil {
		t.Fatal(err)
	}
	logs, _ := w.hub.LogsAt(address)
	if text := strings.Join(logs[0].Lines, "\n"); !strings.Contains(text, "has ***") || strings.Contains(text, "value-of-pypi") {
		t.Errorf("log: %q", text)
	}
}

// showsSecret is two jobs of one environment that show the test what they have
// for a secret; the first waits in between.
const showsSecret = `
on: {issues: {types: [labeled]}}
jobs:
  a:
    runs-on: ubuntu-latest
    environment: npm
    steps:
      - run: printf %s "$T" > "$SHARED/shown"; read line < "$SHARED/go"
        env: {T: "${{ secrets.NPM_TOKEN }}"}
      - run: printf %s "$T" > "$SHARED/shown"
        env: {T: "${{ secrets.NPM_TOKEN }}"}
  b:
    needs: a
    runs-on: ubuntu-latest
    environment: npm
    steps:
      - run: printf %s "$T" > "$SHARED/shown"
        env: {T: "${{ secrets.NPM_TOKEN }}"}
`

func TestSecrets_ofAJobAreThoseOfItsBeginning(t *testing.T) {
	w := newWorld(t, map[string]string{"a.yml": showsSecret})
	w.repo.AddEnvironment(hub.EnvironmentSpec{Name: "npm", Secrets: map[string]string{"NPM_TOKEN": "old"}})
	shown, goOn := w.pipe("shown"), w.pipe("go")
	w.label(w.issue(), "accepted")
	before := w.hear(shown)
	bob, id := w.hub.As("bob"), w.repo.ID()
	key, err := w.hub.SecretsKey(bob, id, "npm")
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := box.SealAnonymous(nil, []byte("new"), &key.Key, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.hub.PutSecret(bob, id, "npm", "NPM_TOKEN", key.ID, sealed); err != nil {
		t.Fatal(err)
	}
	w.tell(goOn)
	if got := []string{before, w.hear(shown), w.hear(shown)}; !slices.Equal(got, []string{"old", "old", "new"}) {
		t.Errorf("the steps have %q", got)
	}
	w.idle()
}

func TestLabel_thatIsNotMeantMakesASkippedRun(t *testing.T) {
	w := newSecretsWorld(t)
	w.label(w.issue(), "other")
	w.idle()
	run := w.only()
	want := map[string]string{"npm": "skipped", "pypi": "skipped", "plain": "skipped"}
	if got := w.conclusions(run); !maps.Equal(got, want) || run.Conclusion != "skipped" {
		t.Errorf("jobs %v, want %v; the run is a %s", got, want, run.Conclusion)
	}
}
