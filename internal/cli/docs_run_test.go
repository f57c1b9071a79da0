package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// elsewhere are commands, or how they begin, that are not typed here, and why.
var elsewhere = map[string]string{
	"make sandbox": "the rehearsal's own tests: TestScenarios, words.txtar, shell.txtar",
	"make install": "shell.txtar of the rehearsal",
	"make test":    "this is part of it",

	"gh auth login":                   "the people of the sandbox are signed in",
	"gh release-request sdk 1.2.3":    "docs/tutorial.md has it typed, with the number of its own request",
	"gh release-request approve 42":   "the same",
	"gh release-request watch 42":     "the same",
	"gh release-request token rotate": "token/rotate.txtar",
	"gh release-request token verify": "token/verify.txtar",
	"op read":                         "no password manager is at hand; the token scripts read from a pipe",

	"gh release-request doctor --fix": "docs/tutorial.md has it typed",

	"source <(gh-release-request completion bash)": "root/completion.txtar; which shells there are differs",
	"gh-release-request completion":                "the same",
}

// typists are those who type what a document has no prompt for.
var typists = map[string]passage{
	"gh release-request init central":        {who: "olivia", dir: "~/publish"},
	"gh release-request config check":        {who: "olivia", dir: "~/publish"},
	"gh release-request token list":          {who: "olivia", dir: "~/publish"},
	"gh release-request init source":         {who: "sam", dir: "~/sdk", answer: "? [y/N] y"},
	"git add .github/workflows/release.yml":  {who: "sam", dir: "~/sdk"},
	`git commit -m "Ask for releases"`:       {who: "sam", dir: "~/sdk"},
	"gh release-request sdk minor --dry-run": {who: "sam", dir: "~/sdk"},
	"mkdir -p ~/.local/bin":                  {who: "sam", dir: "~"},
	"ln -s ~/.local/share/gh/extensions/gh-release-request/gh-release-request ~/.local/bin/": {who: "sam", dir: "~"},
	`export PATH="$HOME/.local/bin:$PATH"`:                                                   {who: "sam", dir: "~"},
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
	"In the browser olivia makes the App": makeApp,
	"In the browser CI packs that commit": packHandbook,
	"In the browser: the 15th comes": func(r *reader) {
		r.stage.Box.Hub().SetNow(time.Date(2026, time.March, 15, 17, 0, 0, 0, time.UTC))
		r.schedule("acme/almanac", "0 17 15 * *")
		r.schedule(centralName, "11,41 * * * *")
	},
}

// guides are what is typed in one sandbox, in this order.
var guides = []string{
	"docs/how-to/enrol-a-repository.md", "docs/how-to/monorepo.md", "docs/how-to/calver.md", "docs/how-to/maintenance-branch.md",
	"docs/source-repositories.md", "README.md", "docs/tokens.md", "docs/versions.md", "docs/completion.md",
}

// Where a document with commands is added, somebody has to type them.
func TestDocs_noneIsLeftUntyped(t *testing.T) {
	typed := append([]string{"docs/tutorial.md", "docs/how-to/enterprise-server.md", "docs/how-to/craft.md", "docs/sandbox.md"}, guides...)
	for _, path := range manuals(t) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.ToSlash(strings.TrimPrefix(path, filepath.Join("..", "..")+string(os.PathSeparator)))
		made := strings.HasPrefix(name, "docs/cli/") || !strings.HasPrefix(name, "docs/")
		if strings.Contains(string(text), "```") && !made && !slices.Contains(typed, name) {
			t.Errorf("nobody types what %s says", name)
		}
	}
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
	for _, name := range guides {
		r.do(passagesOf(t, name))
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
