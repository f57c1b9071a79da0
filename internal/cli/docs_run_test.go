package cli

import (
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// elsewhere are commands that are not typed here, and why.
var elsewhere = map[string]string{
	`make sandbox ARGS="--shell --bare"`:                     "shell.txtar of the rehearsal",
	`make sandbox ARGS="--shell --bare --host ghe.acme.dev"`: "the same",
	`gh auth login --hostname ghe.acme.dev`:                  "people of the sandbox are signed in",
}

// acts are what somebody does in the browser, by how the paragraph begins that
// says so.
var acts = map[string]func(*reader){
	"In the browser a token of the account acme-release": func(r *reader) {
		h := r.stage.Box.Hub()
		token := h.NewToken(hub.TokenSpec{User: "acme-release", Kind: hub.FineGrained, Repos: []string{"acme/almanac"},
			Permissions: map[string]hub.Access{"contents": hub.WriteAccess, "metadata": hub.ReadAccess}})
		h.Settings("acme/almanac").AddSecret("RELEASE_PUSH_TOKEN", token.Secret)
	},
	"In the browser: the 15th comes": func(r *reader) {
		r.stage.Box.Hub().SetNow(time.Date(2026, time.March, 15, 17, 0, 0, 0, time.UTC))
		r.schedule("acme/almanac", "0 17 15 * *")
		r.schedule(centralName, "11,41 * * * *")
	},
}

// A newcomer who types what the tutorial says sees what it says.
func TestDocs_tutorialIsAsItSays(t *testing.T) {
	t.Parallel()
	newReader(t, bare("")).do(passagesOf(t, "docs/tutorial.md"))
}

// So does who follows the guides, in this order.
func TestDocs_guidesAreAsTheySay(t *testing.T) {
	t.Parallel()
	r := newReader(t, furnished)
	r.do([]passage{{who: "sam", dir: "~", command: "git clone --quiet https://github.com/acme/sdk before && cd before && git tag 1.2.3 && git tag 2.0.0 && git push --quiet --tags"}})
	for _, name := range []string{"enrol-a-repository", "monorepo", "calver", "maintenance-branch"} {
		r.do(passagesOf(t, "docs/how-to/"+name+".md"))
	}
}

// And who works with an Enterprise Server.
func TestDocs_enterpriseServerIsAsItSays(t *testing.T) {
	t.Parallel()
	r := newReader(t, bare("ghe.acme.dev"))
	r.do(passagesOf(t, "docs/how-to/enterprise-server.md"))
	if refused := r.stage.Box.Refused(); len(refused) > 0 {
		t.Errorf("somebody tried to reach %v", refused)
	}
}
