package cli

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
	"github.com/release-request/gh-release-request/internal/seal"
)

// What scripts do about Apps and keys:
//
//	app SLUG REPO...     makes an App, installs it on the repositories, and sets its key
//	                     and the key of each target's environment; APP_ID, SEAL_NPM and
//	                     SEAL_DOCS are what the policy needs to know of them
//	fill FILE            replaces ${NAME} in a file by the script's variable
//	tokens               the Apps made tokens, each for one repository and with no
//	                     permission that was not needed
//	secret               no key and no token was shown: not in logs, on issues, in notes
//	has REPO REF         the repository has that ref
var appCmds = map[string]func(*testscript.TestScript, bool, []string){
	"app":    addApp,
	"fill":   fillFile,
	"tokens": wantTokens,
	"secret": wantSecret,
	"has":    wantRef,
}

// appMay is what the App of scripts asks for.
var appMay = map[string]hub.Access{
	"contents": hub.WriteAccess, "pull_requests": hub.WriteAccess, "checks": hub.ReadAccess, "statuses": hub.ReadAccess,
	"actions": hub.ReadAccess, "issues": hub.ReadAccess, "members": hub.ReadAccess, "metadata": hub.ReadAccess, "environments": hub.ReadAccess,
}

func addApp(ts *testscript.TestScript, neg bool, args []string) {
	h, holder := boxOf(ts).Hub(), ts.Value(boxKey{}).(*boxHolder)
	app := h.AddApp(args[0], "acme", appMay)
	key := h.AddAppKey(app.Slug)
	h.Install(hub.InstallationSpec{App: app.Slug, Account: "acme", Repos: args[1:]})
	central := h.Settings(centralName)
	central.AddEnvironment(hub.EnvironmentSpec{Name: config.GateEnvironment, Branches: []string{"main"}, Secrets: map[string]string{actions.EnvAppKey: key}})
	holder.apps = append(holder.apps, app.Slug)
	holder.secrets = append(holder.secrets, strings.Split(strings.TrimSpace(key), "\n")[1]) // a line of it
	for _, target := range []string{"npm", "docs"} {
		private, err := seal.NewKey()
		ts.Check(err)
		central.AddEnvironmentSecret(target, actions.EnvSealKey, private.Reveal())
		secret := target + "-secret-4a7d1c"
		central.AddEnvironmentSecret(target, strings.ToUpper(target)+"_TOKEN", secret)
		holder.secrets = append(holder.secrets, private.Reveal(), secret)
		ts.Setenv("SEAL_"+strings.ToUpper(target), private.Public().String())
	}
	ts.Setenv("APP_ID", strconv.FormatInt(app.ID, 10))
}

func fillFile(ts *testscript.TestScript, neg bool, args []string) {
	text := ts.ReadFile(args[0])
	for _, name := range []string{"APP_ID", "SEAL_NPM", "SEAL_DOCS"} {
		text = strings.ReplaceAll(text, "${"+name+"}", ts.Getenv(name))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}

func wantTokens(ts *testscript.TestScript, neg bool, args []string) {
	h, made := boxOf(ts).Hub(), 0
	for _, app := range ts.Value(boxKey{}).(*boxHolder).apps {
		for _, token := range h.MintedTokens(app) {
			made++
			used := token.Used
			if len(token.Repos) != 1 {
				ts.Fatalf("a token reaches %d repositories", len(token.Repos))
			}
			for permission, have := range token.Permissions {
				if permission != "metadata" && used[permission] < have {
					ts.Fatalf("a token with %v was needed for %v", token.Permissions, used)
				}
			}
		}
	}
	if made == 0 {
		ts.Fatalf("the Apps made no token")
	}
}

// wantSecret looks wherever people can: logs and notes of every job, and every
// text of every issue.
func wantSecret(ts *testscript.TestScript, neg bool, args []string) {
	h, holder := boxOf(ts).Hub(), ts.Value(boxKey{}).(*boxHolder)
	secrets := slices.Clone(holder.secrets)
	for _, app := range holder.apps {
		for _, token := range h.MintedTokens(app) {
			secrets = append(secrets, token.Secret)
		}
	}
	admin, central := h.As("olivia"), h.Settings(centralName).ID()
	shown := []string{holder.log.String()}
	issues, err := h.Issues(admin, central)
	ts.Check(err)
	for _, issue := range issues {
		comments, err := h.Comments(admin, issue.ID)
		ts.Check(err)
		shown = append(shown, issue.Title, issue.Body)
		for _, c := range comments {
			shown = append(shown, c.Body)
		}
	}
	runs, err := h.Runs(admin, central)
	ts.Check(err)
	for _, run := range runs {
		checks, err := h.CheckRuns(admin, central, run.SHA)
		ts.Check(err)
		for _, check := range checks {
			shown = append(shown, check.Name, fmt.Sprint(check.Annotations))
		}
	}
	for _, text := range shown {
		for _, secret := range secrets {
			if strings.Contains(text, secret) {
				ts.Fatalf("%.12s... was shown in:\n%s", secret, text)
			}
		}
	}
}

func wantRef(ts *testscript.TestScript, neg bool, args []string) {
	dir := boxOf(ts).Hub().Settings(args[0]).Repository().Dir
	err := exec.Command("git", "--git-dir", dir, "rev-parse", "--verify", "--quiet", args[1]).Run()
	if neg == (err == nil) {
		ts.Fatalf("%s has %s: %v", args[0], args[1], err == nil)
	}
}

// runLog is what the steps of workflows print.
type runLog struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *runLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *runLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
