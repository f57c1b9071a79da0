package wire

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/gitwrite"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// A place is a GitHub with two repositories (acme/sdk for all to see, acme/vault for its people), served to real git.
// alice may write, bob read.
type place struct {
	t     *testing.T
	hub   *hub.Hub
	store *gitstore.Store
	wire  *Wire
	dir   string
	sdk   *hub.Settings
}

func newPlace(t *testing.T) *place {
	t.Helper()
	p := &place{t: t, wire: open(t), dir: t.TempDir()}
	var err error
	p.store, err = gitstore.New(t.Context(), t.TempDir(), func() time.Time { return p.hub.Now() })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.store.Close)
	p.hub = hub.New(hub.Options{Git: p.store})
	p.hub.AddUser("alice")
	p.hub.AddUser("bob")
	p.hub.AddOrg("acme")
	p.sdk, err = p.hub.AddRepo(hub.RepoSpec{Owner: "acme", Name: "sdk", Files: map[string]string{"README.md": "# sdk\n", "a": "1\n"}})
	if err != nil {
		t.Fatal(err)
	}
	vault, err := p.hub.AddRepo(hub.RepoSpec{Owner: "acme", Name: "vault", Private: true, Files: map[string]string{"secret": "x"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []*hub.Settings{p.sdk, vault} {
		r.SetRole("alice", hub.Write)
		r.SetRole("bob", hub.Read)
	}
	p.wire.Handle(WebHost, &Git{Hub: p.hub, Store: p.store, Door: gitwrite.New(p.hub, p.store)})
	return p
}

// git runs git in the place's directory with a token, or without one.
func (p *place) git(token string, args ...string) (string, error) {
	p.t.Helper()
	config := fmt.Sprintf("[http]\n\tproxy = %s\n\tsslCAInfo = %s\n\tsslCAPath = %s\n[user]\n\tname = A\n\temail = a@acme.test\n", p.wire.ProxyURL(), p.wire.AuthorityFile(), p.wire.AuthorityDir())
	if token != "" {
		config += fmt.Sprintf("[credential]\n\thelper = \"!f() { echo username=x; echo password=%s; }; f\"\n", token)
	}
	file := filepath.Join(p.dir, "gitconfig")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		p.t.Fatal(err)
	}
	cmd := exec.CommandContext(p.t.Context(), "git", args...)
	cmd.Dir = p.dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + p.dir, "LC_ALL=C", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + file, "GIT_TERMINAL_PROMPT=0"}
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (p *place) mustGit(token string, args ...string) string {
	p.t.Helper()
	out, err := p.git(token, args...)
	if err != nil {
		p.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(out)
}

func (p *place) token(login string) string {
	return p.hub.NewToken(hub.TokenSpec{User: login}).Secret
}

func TestGit_clonesWhatMayBeSeen(t *testing.T) {
	p := newPlace(t)
	p.mustGit("", "clone", "-q", "https://github.com/acme/sdk", "public")
	p.mustGit(p.token("bob"), "clone", "-q", "https://github.com/acme/vault.git", "private")
	gist := p.hub.NewToken(hub.TokenSpec{User: "bob", Scopes: []string{"gist"}}).Secret
	for name, c := range map[string]struct{ token, repository, want string }{
		"a stranger, a private one":    {"", "acme/vault", "could not read Username"},
		"a stranger, one that is none": {"", "acme/nope", "could not read Username"},
		"one that is none":             {p.token("bob"), "acme/nope", "not found"},
		"a wrong token":                {"ghp_wrong", "acme/vault", "Authentication failed"},
		"a token without repo":         {gist, "acme/vault", "not found"},
	} {
		out, err := p.git(c.token, "ls-remote", "https://github.com/"+c.repository)
		if err == nil || !strings.Contains(out, c.want) {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
	if refused := p.wire.Refused(); len(refused) != 0 {
		t.Errorf("git tried %v", refused)
	}
}

func TestGit_takesTokensFromHeaders(t *testing.T) {
	p := newPlace(t)
	job := p.hub.NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{"acme/vault"}, Permissions: map[string]hub.Access{"contents": hub.ReadAccess}}).Secret
	wrong := "Authorization: Bearer ghp_wrong"
	if out, err := p.git("", "-c", "http.extraHeader="+wrong, "ls-remote", "https://github.com/acme/sdk"); err == nil {
		t.Errorf("a wrong token could fetch what is public\n%s", out)
	}
	none := p.hub.NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{"acme/vault"}, Permissions: map[string]hub.Access{}}).Secret
	p.mustGit("", "-c", "http.extraHeader=Authorization: Bearer "+job, "ls-remote", "https://github.com/acme/vault")
	if out, err := p.git("", "-c", "http.extraHeader=Authorization: Bearer "+none, "ls-remote", "https://github.com/acme/vault"); err == nil {
		t.Errorf("a job without contents: read could fetch\n%s", out)
	}
}

func TestGit_fetchesInPartAndByCommit(t *testing.T) {
	p := newPlace(t)
	p.mustGit("", "clone", "-q", "--no-checkout", "--filter=blob:none", "https://github.com/acme/sdk", "c")
	if missing := p.mustGit("", "-C", "c", "rev-list", "--all", "--objects", "--missing=print"); strings.Count(missing, "?") != 2 {
		t.Errorf("objects after a blobless clone:\n%s", missing)
	}
	p.mustGit("", "-C", "c", "checkout", "-q", "main")
	sha := p.mustGit("", "-C", "c", "rev-parse", "HEAD")
	p.mustGit("", "init", "-q", "d")
	p.mustGit("", "-C", "d", "fetch", "-q", "--depth=1", "https://github.com/acme/sdk", sha)
}

func TestGit_pushTellsTheHub(t *testing.T) {
	p := newPlace(t)
	var events []hub.Event
	p.hub.Subscribe(func(e hub.Event) { events = append(events, e) })
	alice := p.token("alice")
	p.mustGit(alice, "clone", "-q", "https://github.com/acme/sdk", "c")
	before := p.mustGit("", "-C", "c", "rev-parse", "HEAD")
	p.mustGit("", "-C", "c", "commit", "-q", "--allow-empty", "-m", "two")
	after := p.mustGit("", "-C", "c", "rev-parse", "HEAD")
	p.mustGit(alice, "-C", "c", "push", "-q", "origin", "main", "main:refs/heads/side", "main:refs/tags/1.0.0")
	p.mustGit("", "-C", "c", "commit", "-q", "--amend", "--allow-empty", "-m", "other two")
	p.mustGit(alice, "-C", "c", "push", "-q", "--force", "origin", "main", ":side")

	if len(events) != 5 {
		t.Fatalf("%d events, want 5", len(events))
	}
	if e := events[0]; e.Name != "push" || e.Sender.Login != "alice" || e.Push.Ref != "refs/heads/main" || e.Push.Before != before || e.Push.After != after || e.Push.Forced {
		t.Errorf("first push = %+v", *events[0].Push)
	}
	history := p.hub.Pushes(p.sdk.ID(), "refs/heads/main")
	if len(history) != 2 || !history[0].Forced || history[0].Before != after {
		t.Errorf("activity of main = %+v", history)
	}
	if side := p.hub.Pushes(p.sdk.ID(), "refs/heads/side"); len(side) != 2 || !side[0].Deleted() || !side[1].Created() {
		t.Errorf("activity of side = %+v", side)
	}
}

func TestGit_pushesLargePacks(t *testing.T) {
	p := newPlace(t)
	alice := p.token("alice")
	p.mustGit(alice, "clone", "-q", "https://github.com/acme/sdk", "c")
	noise := make([]byte, 3<<20) // above http.postBuffer, so that git sends chunks
	for i := range noise {
		noise[i] = byte(i * i >> 7)
	}
	if err := os.WriteFile(filepath.Join(p.dir, "c", "big"), noise, 0o600); err != nil {
		t.Fatal(err)
	}
	p.mustGit("", "-C", "c", "add", "big")
	p.mustGit("", "-C", "c", "commit", "-q", "-m", "big")
	p.mustGit(alice, "-C", "c", "-c", "core.compression=0", "push", "-q")
}

func TestGit_refusesPushes(t *testing.T) {
	p := newPlace(t)
	p.sdk.Protect(hub.Protection{Pattern: "locked", Reviews: 1})
	p.sdk.Protect(hub.Protection{Pattern: "steady", AllowForce: false})
	alice := p.token("alice")
	p.mustGit(alice, "clone", "-q", "https://github.com/acme/sdk", "c")
	p.mustGit(alice, "-C", "c", "push", "-q", "origin", "main:locked", "main:steady")
	p.mustGit("", "-C", "c", "commit", "-q", "--amend", "--allow-empty", "-m", "rewritten")
	if err := os.MkdirAll(filepath.Join(p.dir, "c/.github/workflows"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(p.dir, "c/.github/workflows/a.yml"), []byte("on: push\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.mustGit("", "-C", "c", "checkout", "-q", "-b", "flow", "origin/main")
	p.mustGit("", "-C", "c", "add", ".")
	p.mustGit("", "-C", "c", "commit", "-q", "-m", "workflow")
	job := p.hub.NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{"acme/sdk"}, Permissions: map[string]hub.Access{"contents": hub.WriteAccess}}).Secret
	reader := p.hub.NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{"acme/sdk"}, Permissions: map[string]hub.Access{"contents": hub.ReadAccess}}).Secret
	seen := len(p.hub.Pushes(p.sdk.ID(), ""))
	for name, c := range map[string]struct {
		token string
		args  []string
		want  string
	}{
		"a stranger":                     {"", []string{"main:x"}, "could not read Username"},
		"a reader":                       {p.token("bob"), []string{"main:x"}, "Permission to acme/sdk.git denied to bob"},
		"a job without contents: write":  {reader, []string{"main:x"}, "denied to github-actions[bot]"},
		"a branch that wants reviews":    {alice, []string{"flow:locked"}, "GH006: Protected branch update failed for refs/heads/locked"},
		"a forced push to a protected":   {alice, []string{"+main:steady"}, "GH006: Protected branch update failed for refs/heads/steady"},
		"deleting a protected":           {alice, []string{":steady"}, "GH006"},
		"deleting the default branch":    {alice, []string{":main"}, "refusing to delete the current branch"},
		"a pull request's ref":           {alice, []string{"main:refs/pull/1/head"}, "rejected"},
		"the store's own refs":           {alice, []string{"main:refs/sandbox/x"}, "rejected"},
		"a workflow, by a job":           {job, []string{"flow:x"}, "refusing to create or update workflow .github/workflows/a.yml"},
		"a workflow, without the scope":  {p.hub.NewToken(hub.TokenSpec{User: "alice", Scopes: []string{"repo"}}).Secret, []string{"flow:x"}, "refusing to create or update workflow"},
		"an update that is not forwards": {alice, []string{"main:main"}, "non-fast-forward"},
	} {
		out, err := p.git(c.token, append([]string{"-C", "c", "push", "origin"}, c.args...)...)
		if err == nil || !strings.Contains(out, c.want) {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
	if now := len(p.hub.Pushes(p.sdk.ID(), "")); now != seen {
		t.Errorf("%d refused pushes were recorded", now-seen)
	}
	p.mustGit(alice, "-C", "c", "push", "-q", "origin", "flow:fine")
	p.sdk.SetArchived(true)
	if out, err := p.git(alice, "-C", "c", "push", "origin", "main:y"); err == nil || !strings.Contains(out, "archived") {
		t.Errorf("archived: %v\n%s", err, out)
	}
}

func TestGit_letsAllowedRefsThroughBesideRefusedOnes(t *testing.T) {
	p := newPlace(t)
	p.sdk.Protect(hub.Protection{Pattern: "main", Reviews: 1})
	alice := p.token("alice")
	p.mustGit(alice, "clone", "-q", "https://github.com/acme/sdk", "c")
	p.mustGit("", "-C", "c", "commit", "-q", "--allow-empty", "-m", "two")
	if out, err := p.git(alice, "-C", "c", "push", "origin", "main", "main:free"); err == nil {
		t.Errorf("the protected branch took the push\n%s", out)
	}
	all := p.hub.Pushes(p.sdk.ID(), "")
	if len(all) != 1 || all[0].Ref != "refs/heads/free" {
		t.Errorf("activity = %+v", all)
	}
}

func TestGit_clonesTheDefaultBranchOfNow(t *testing.T) {
	p := newPlace(t)
	alice := p.token("alice")
	p.mustGit(alice, "clone", "-q", "https://github.com/acme/sdk", "c")
	p.mustGit(alice, "-C", "c", "push", "-q", "origin", "main:trunk")
	p.sdk.SetDefaultBranch("trunk")
	p.mustGit("", "clone", "-q", "https://github.com/acme/sdk", "d")
	if head := p.mustGit("", "-C", "d", "symbolic-ref", "HEAD"); head != "refs/heads/trunk" {
		t.Errorf("HEAD of a clone = %s", head)
	}
}

func TestGit_redirectsAMovedRepository(t *testing.T) {
	p := newPlace(t)
	p.sdk.Rename("kit")
	out := p.mustGit(p.token("alice"), "clone", "https://github.com/acme/sdk", "c")
	if !strings.Contains(out, "redirecting to https://github.com/acme/kit") {
		t.Errorf("clone said:\n%s", out)
	}
}
