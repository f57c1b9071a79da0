package cli

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// What scripts do beside that with the real craft and a real npm registry:
//
//	registry             starts a registry that is registry.npmjs.org from then on, and sets
//	                     its token as the secret of the environment npm; REGISTRY_TOKEN holds it
//	pack REPO BRANCH     does what CI of the repository does when the branch is pushed: leaves the
//	                     packed package as an artifact of the newest run there, named for its commit
//	pack REPO BRANCH as OTHER
//	                     the same, but the artifact is named for the head of the branch OTHER
var interopCmds = map[string]func(*testscript.TestScript, bool, []string){
	"registry": startRegistry,
	"pack":     pack,
}

// TestInterop plays releases with programs that nobody here wrote: craft, npm
// and verdaccio, from npm. INTEROP_CRAFT names another craft, since npm has no
// craft 2.
func TestInterop(t *testing.T) {
	modules := npmPrograms(t)
	proxy, err := filepath.Abs(filepath.Join("testdata", "npm", "proxy.cjs"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "interop"),
		Setup: func(env *testscript.Env) error {
			env.Values[boxKey{}] = &boxHolder{t: t}
			if err := hermetic(env); err != nil {
				return err
			}
			bin := filepath.Join(env.WorkDir, ".bin")
			if err := os.Mkdir(bin, 0o700); err != nil {
				return err
			}
			path := filepath.SplitList(env.Getenv("PATH"))
			if err := os.Symlink(filepath.Join(path[0], "gh-release-request"), filepath.Join(bin, "gh-release-request")); err != nil {
				return err
			}
			env.Setenv("PATH", bin+string(os.PathListSeparator)+env.Getenv("PATH"))
			env.Setenv("NPM_MODULES", modules)
			npm, err := exec.LookPath("npm")
			if err != nil {
				return err
			}
			craft := cmp.Or(os.Getenv("INTEROP_CRAFT"), filepath.Join(modules, "@sentry", "craft", "dist", "craft"))
			for name, line := range map[string]string{
				"craft": fmt.Sprintf("exec node --require '%s' '%s'", proxy, craft),
				// Whose settings the machine has is none of the release's business.
				"npm": fmt.Sprintf("npm_config_globalconfig=%s npm_config_update_notifier=false exec '%s'", os.DevNull, npm),
			} {
				if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+line+" \"$@\"\n"), 0o700); err != nil {
					return err
				}
			}
			return nil
		},
		Cmds: func() map[string]func(*testscript.TestScript, bool, []string) {
			all := maps.Clone(commands)
			maps.Copy(all, interopCmds)
			return all
		}(),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// npmPrograms returns the folder that testdata/npm/package.json is installed in,
// which is kept in the cache for the next time. Only make interop installs
// anything; there, what cannot be had fails with REQUIRE_TOOLS=1.
func npmPrograms(t *testing.T) string {
	t.Helper()
	if os.Getenv("INTEROP") != "1" {
		t.Skip("make interop plays this with programs of npm")
	}
	missing := func(format string, args ...any) {
		t.Helper()
		why := fmt.Sprintf(format, args...)
		if os.Getenv("REQUIRE_TOOLS") == "1" {
			t.Fatalf("%s, and REQUIRE_TOOLS=1 forbids to skip", why)
		}
		t.Skip(why)
	}
	for _, name := range []string{"node", "npm"} {
		if _, err := exec.LookPath(name); err != nil {
			missing("%s is missing", name)
		}
	}
	list, err := os.ReadFile(filepath.Join("testdata", "npm", "package.json"))
	if err != nil {
		t.Fatal(err)
	}
	cache, err := os.UserCacheDir()
	if err == nil {
		cache = filepath.Join(cache, "gh-release-request")
		err = os.MkdirAll(cache, 0o755)
	}
	if err != nil {
		cache = t.TempDir()
	}
	dir := filepath.Join(cache, fmt.Sprintf("npm-%.6x", sha256.Sum256(list)))
	installed := func() bool { _, err := os.Stat(dir); return err == nil }
	if installed() {
		return filepath.Join(dir, "node_modules")
	}
	fresh, err := os.MkdirTemp(cache, "npm-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(fresh)
	if err := os.WriteFile(filepath.Join(fresh, "package.json"), list, 0o644); err != nil {
		t.Fatal(err)
	}
	install := exec.CommandContext(t.Context(), "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--fetch-retries=1")
	install.Dir = fresh
	if out, err := install.CombinedOutput(); err != nil {
		missing("npm cannot install craft and verdaccio: %v\n%s", err, out)
	}
	if err := os.Rename(fresh, dir); err != nil && !installed() { // by another test meanwhile
		t.Fatal(err)
	}
	return filepath.Join(dir, "node_modules")
}

const registryConfig = `storage: ./storage
auth: {htpasswd: {file: ./htpasswd}}
uplinks: {}
packages: {'**': {access: $all, publish: $authenticated, unpublish: $authenticated}}
log: {type: stdout, format: json, level: http}
`

func startRegistry(ts *testscript.TestScript, neg bool, args []string) {
	dir := ts.MkAbs(".registry")
	ts.Check(os.Mkdir(dir, 0o700))
	config := filepath.Join(dir, "config.yaml")
	ts.Check(os.WriteFile(config, []byte(registryConfig), 0o600))
	free, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	address := free.Addr().String()
	ts.Check(free.Close())
	server := exec.Command("node", filepath.Join(ts.Getenv("NPM_MODULES"), "verdaccio", "bin", "verdaccio"), "--config", config, "--listen", address)
	server.Dir, server.Env = dir, []string{"PATH=" + ts.Getenv("PATH"), "HOME=" + dir, "NODE_NO_WARNINGS=1"}
	ts.Check(server.Start())
	ts.Defer(func() { _ = server.Process.Kill(); _ = server.Wait() })
	base, err := url.Parse("http://" + address)
	ts.Check(err)
	for started := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		if answer, err := http.Get(base.JoinPath("-/ping").String()); err == nil {
			answer.Body.Close()
			break
		} else if time.Since(started) > time.Minute {
			ts.Fatalf("the registry does not start: %v", err)
		}
	}
	user, err := http.NewRequest("PUT", base.JoinPath("-/user/org.couchdb.user:acme").String(), strings.NewReader(`{"name": "acme", "password": "correct-horse"}`))
	ts.Check(err)
	user.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(user)
	ts.Check(err)
	defer answer.Body.Close()
	var made struct{ Token string }
	ts.Check(json.NewDecoder(answer.Body).Decode(&made))
	if made.Token == "" {
		ts.Fatalf("the registry makes no token: %s", answer.Status)
	}
	box, holder := boxOf(ts), ts.Value(boxKey{}).(*boxHolder)
	box.Hub().Settings(centralName).AddEnvironmentSecret("npm", "NPM_TOKEN", made.Token)
	holder.secrets = append(holder.secrets, made.Token)
	ts.Setenv("REGISTRY_TOKEN", made.Token)
	box.Handle("registry.npmjs.org", &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(base)
		r.Out.Host = r.In.Host
		r.Out.Header.Set("X-Forwarded-Proto", "https")
	}})
}

func pack(ts *testscript.TestScript, neg bool, args []string) {
	h := boxOf(ts).Hub()
	repo := h.Settings(args[0])
	commit := headOf(ts, args[0], "refs/heads/"+args[1])
	name := commit
	if len(args) == 4 {
		name = headOf(ts, args[0], "refs/heads/"+args[3])
	}
	runs, err := h.Runs(h.As("olivia"), repo.ID())
	ts.Check(err)
	var run hub.Run
	for _, r := range runs {
		if run.ID == 0 && r.SHA == commit {
			run = r
		}
	}
	if run.ID == 0 {
		ts.Fatalf("nothing has run for %s", commit)
	}
	dir := ts.MkAbs(".pack-" + commit)
	ts.Check(os.RemoveAll(dir))
	ts.Check(os.Mkdir(dir, 0o700))
	var tree, problems bytes.Buffer
	archive := exec.Command("git", "--git-dir", repo.Repository().Dir, "archive", commit)
	archive.Stdout, archive.Stderr = &tree, &problems
	if err := archive.Run(); err != nil {
		ts.Fatalf("git archive: %v: %s", err, &problems)
	}
	for _, command := range [][]string{{"tar", "-x"}, {"npm", "pack", "--silent"}} {
		cmd := exec.Command(command[0], command[1:]...)
		cmd.Dir, cmd.Env, cmd.Stdin = dir, []string{"PATH=" + ts.Getenv("PATH"), "HOME=" + dir}, &tree
		if out, err := cmd.CombinedOutput(); err != nil {
			ts.Fatalf("%s: %v: %s", command[0], err, out)
		}
	}
	packed, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	ts.Check(err)
	files := map[string][]byte{}
	for _, path := range packed {
		files[filepath.Base(path)], err = os.ReadFile(path)
		ts.Check(err)
	}
	_, err = h.AddArtifact(run.ID, name, files)
	ts.Check(err)
}
