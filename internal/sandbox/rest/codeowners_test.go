package rest_test

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestCodeOwnersErrors_nameOwnersWhoMayNotWrite(t *testing.T) {
	w := newGitWorld(t)
	w.call("", "GET", "/repos/acme/sdk/codeowners/errors", "").want(404)
	w.hub.AddTeam("acme", "leads", "wendy")
	w.hub.AddTeam("acme", "idle", "wendy")
	owned := w.world.repo(hub.RepoSpec{Owner: "acme", Name: "owned", Files: map[string]string{
		"CODEOWNERS": "* @nobody\n", // that in .github counts
		".github/CODEOWNERS": "# who looks after what\n* @wendy @acme/leads wendy@acme.test # @nobody\n" +
			"/docs/ @tara @acme/idle\n/free/\n",
	}})
	owned.SetRole("wendy", hub.Write)
	owned.SetTeamRole("leads", hub.Write)
	const path = "/repos/acme/owned/codeowners/errors"
	problems := w.call("", "GET", path, "").want(200).get("errors").([]any)
	if len(problems) != 3 {
		t.Fatalf("problems: %v", problems)
	}
	for i, want := range []struct{ line, column float64 }{{2, 22}, {3, 8}, {3, 14}} {
		if p := problems[i].(map[string]any); p["line"] != want.line || p["column"] != want.column || p["path"] != ".github/CODEOWNERS" {
			t.Errorf("problem %d: %v", i, p)
		}
	}
}
