//go:build unix

package actions

import (
	"maps"
	"os"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// handsOverToken is a job that shows its token to the test and waits.
const handsOverToken = `
on: {issues: {types: [labeled]}}
permissions: {issues: read}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions: {contents: read, issues: write, pull-requests: read, id-token: write}
    steps:
      - run: printf %s "$T" > "$SHARED/token"; read line < "$SHARED/go"
        env: {T: "${{ github.token }}"}
  b:
    needs: a
    runs-on: ubuntu-latest
    steps:
      - run: printf %s "$T" > "$SHARED/token"; read line < "$SHARED/go"
        env: {T: "${{ secrets.GITHUB_TOKEN }}"}
`

func TestToken_isCutToThePermissionsOfItsJobAndEndsWithIt(t *testing.T) {
	w := newWorld(t, map[string]string{"a.yml": handsOverToken})
	handed, goOn := w.pipe("token"), w.pipe("go")
	w.label(w.issue(), "accepted")

	first := w.hear(handed)
	caller, err := w.hub.Authenticate(first)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]hub.Access{
		"metadata": hub.ReadAccess, "contents": hub.ReadAccess, "issues": hub.WriteAccess, "pull_requests": hub.ReadAccess,
	}
	if !maps.Equal(caller.Token.Permissions, want) || caller.Token.Kind != hub.Job || !maps.Equal(map[int64]bool{caller.Token.Repos[0]: true}, map[int64]bool{w.repo.ID(): true}) {
		t.Errorf("token %+v", caller.Token)
	}
	if caller.Token.Job != w.jobs(w.only(), 0)["a"].ID {
		t.Errorf("the token is of job %d", caller.Token.Job)
	}
	w.tell(goOn)

	second := w.hear(handed)
	if _, err := w.hub.Authenticate(first); err == nil {
		t.Error("the token is good after its job")
	}
	if caller, err = w.hub.Authenticate(second); err != nil {
		t.Fatal(err)
	}
	if want := map[string]hub.Access{"metadata": hub.ReadAccess, "issues": hub.ReadAccess}; !maps.Equal(caller.Token.Permissions, want) {
		t.Errorf("permissions of the workflow: %v", caller.Token.Permissions)
	}
	w.tell(goOn)
	w.idle()
}

func TestTokenPermissions(t *testing.T) {
	tests := []struct {
		name  string
		given *Permissions
		want  map[string]hub.Access
	}{
		{"empty", &Permissions{}, map[string]hub.Access{"metadata": hub.ReadAccess}},
		{"none given", nil, map[string]hub.Access{"metadata": hub.ReadAccess, "contents": hub.ReadAccess, "packages": hub.ReadAccess}},
		{"none", &Permissions{Scopes: map[string]string{"issues": "none"}}, map[string]hub.Access{"metadata": hub.ReadAccess}},
	}
	for _, tt := range tests {
		if got := tokenPermissions(tt.given, hub.ReadAccess); !maps.Equal(got, tt.want) {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
	for name, all := range map[string]map[string]hub.Access{
		"write-all":        tokenPermissions(&Permissions{All: "write"}, hub.ReadAccess),
		"write by default": tokenPermissions(nil, hub.WriteAccess),
	} {
		if all["actions"] != hub.WriteAccess || all["administration"] != hub.NoAccess {
			t.Errorf("%s: %v", name, all)
		}
	}
}

func TestEnvironment_refusesOtherBranches(t *testing.T) {
	text := "on: workflow_dispatch\njobs: {a: {runs-on: x, environment: npm, steps: [{run: 'echo \"$T\" > \"$SHARED/leak\"', env: {T: '${{ secrets.NPM_TOKEN }}'}}]}}\n"
	w := newWorld(t, map[string]string{"a.yml": text})
	w.repo.AddEnvironment(hub.EnvironmentSpec{Name: "npm", Branches: []string{"main"}, Secrets: map[string]string{"NPM_TOKEN": "secret"}})
	w.push("side", map[string]string{"x": "x"})
	if err := w.dispatch("a.yml", "side", nil); err != nil {
		t.Fatal(err)
	}
	w.idle()
	job := w.jobs(w.only(), 0)["a"]
	if job.Conclusion != "failure" || len(job.Steps) != 0 {
		t.Errorf("job %+v", job)
	}
	checks, err := w.hub.CheckRuns(w.hub.As("olga"), w.repo.ID(), w.only().SHA)
	if err != nil || len(checks) != 1 || len(checks[0].Annotations) != 1 ||
		checks[0].Annotations[0].Message != `Branch "side" is not allowed to deploy to npm due to environment protection rules.` {
		t.Errorf("checks %+v, %v", checks, err)
	}
	if _, err := os.Stat(w.dir + "/leak"); !os.IsNotExist(err) {
		t.Error("the step ran")
	}
}

func TestEnvironment_thatIsMissingIsMade(t *testing.T) {
	w := newWorld(t, map[string]string{"a.yml": "on: workflow_dispatch\njobs: {a: {runs-on: x, environment: new, steps: [{run: echo}]}}\n"})
	if err := w.dispatch("a.yml", "main", nil); err != nil {
		t.Fatal(err)
	}
	w.idle()
	if _, err := w.hub.Environment(w.hub.As("olga"), w.repo.ID(), "new"); err != nil || w.only().Conclusion != "success" {
		t.Errorf("%v, %+v", err, w.only())
	}
}
