package sandbox

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// publishWorkflow is written by hand: the label accepted starts two jobs, one after the other, each with an environment of its
// own. Each prints which of the two secrets it sees, backwards, since whole secrets are masked.
const publishWorkflow = `name: publish
run-name: "#${{ github.event.issue.number }}"
on:
  issues: {types: [labeled]}
permissions: {}
jobs:
  first:
    if: github.event.label.name == 'accepted'
    runs-on: ubuntu-latest
    environment: npm
    timeout-minutes: 5
    steps:
      - name: look
        env: {NPM: "${{ secrets.NPM_TOKEN }}", PYPI: "${{ secrets.PYPI_TOKEN }}"}
        run: |
          echo "first sees $(printf %s "$NPM" | rev) and $(printf %s "$PYPI" | rev)."
          git config --global sandbox.left behind
  second:
    needs: first
    runs-on: ubuntu-latest
    environment: pypi
    permissions: {issues: write}
    timeout-minutes: 5
    steps:
      - name: look
        env: {NPM: "${{ secrets.NPM_TOKEN }}", PYPI: "${{ secrets.PYPI_TOKEN }}"}
        run: |
          echo "second sees $(printf %s "$NPM" | rev) and $(printf %s "$PYPI" | rev)."
          echo "second finds $(git config --global sandbox.left)."
      - name: say
        env: {GH_TOKEN: "${{ github.token }}", N: "${{ github.event.issue.number }}"}
        run: gh issue comment "$N" --repo "$GITHUB_REPOSITORY" --body Published.
`

func TestWorkflow_labelEndsInTwoJobsEachWithItsOwnSecretOnly(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs the workflow runner")
	}
	var log bytes.Buffer
	s := start(t, Options{Workflows: true, Log: &log})
	central, err := s.Hub().AddRepo(hub.RepoSpec{Owner: "acme", Name: "publish", Files: map[string]string{".github/workflows/publish.yml": publishWorkflow}})
	if err != nil {
		t.Fatal(err)
	}
	central.SetRole("tara", hub.Triage)
	central.AddLabel("accepted", "0e8a16", "")
	central.AddEnvironment(hub.EnvironmentSpec{Name: "npm", Branches: []string{"main"}, Secrets: map[string]string{"NPM_TOKEN": "first-secret"}})
	central.AddEnvironment(hub.EnvironmentSpec{Name: "pypi", Branches: []string{"main"}, Secrets: map[string]string{"PYPI_TOKEN": "other-secret"}})

	tara := s.shell(t, "tara")
	const repo = "--repo=acme/publish"
	tara.must("gh", "issue", "create", repo, "--title", "publish: acme/sdk@1.0.0", "--body", "Please.")
	tara.must("gh", "issue", "edit", "1", repo, "--add-label", "accepted")
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := s.Idle(ctx); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"first sees terces-tsrif and .", "second sees  and terces-rehto.", "second finds ."} {
		if !strings.Contains(log.String(), line) {
			t.Errorf("no %q in the log:\n%s", line, log.String())
		}
	}
	if out := tara.must("gh", "run", "list", repo); !strings.Contains(out, "completed\tsuccess\t#1") {
		t.Errorf("run list:\n%s", out)
	}
	if out := tara.must("gh", "issue", "view", "1", repo, "--comments"); !strings.Contains(out, "github-actions") || !strings.Contains(out, "Published.") {
		t.Errorf("comments:\n%s", out)
	}
	if refused := s.Refused(); len(refused) != 0 {
		t.Errorf("refused: %v", refused)
	}
}
