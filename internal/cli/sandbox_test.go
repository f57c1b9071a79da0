package cli

import (
	"context"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/release-request/gh-release-request/internal/sandbox"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// What scripts do with a GitHub on this machine:
//
//	sandbox [-workflows | -installed | -running] [POLICY]
//	                     starts one with acme on it, and is erin from then on; POLICY is
//	                     a file, - for none, and without it defaultPolicy; workflows run
//	                     only if it is said; installed: publish.yml is there; running: both
//	token LOGIN P=A...   has a token of that person's from then on, with these permissions only
//	as LOGIN             is somebody else from then on: olivia owns acme, erin pushes to
//	                     the sources, adam labels requests, rita reads, - has no token
//	admin VERB ARG...    changes the world as an administrator would, see adminVerbs
//	settle               waits until no workflow runs
//	issues N             there are N issues in acme/publish
//	labels N [LABEL...]  issue N has exactly these labels
//	branches REPO B...   the repository has exactly these branches
//	state N STATE        issue N is open, completed or not_planned
//	comments N [TEXT...] issue N has exactly these comments
//	ran N TARGET=END...  the workflow ran for issue N, and these publish steps ended so
var sandboxCmds = map[string]func(*testscript.TestScript, bool, []string){
	"sandbox":  startSandbox,
	"token":    useToken,
	"as":       become,
	"admin":    admin,
	"settle":   settle,
	"issues":   wantIssues,
	"labels":   wantLabels,
	"branches": wantBranches,
	"state":    wantState,
	"comments": wantComments,
	"ran":      stageRun,
}

const defaultPolicy = `version: 1
binary: path
blockers: []
requests: {expire-after: never}
targets:
  npm: {environment: npm, secrets: [NPM_TOKEN]}
  docs: {environment: docs}
projects:
  sdk:
    targets: [npm, docs]
    prepare: {run: [sh, prepare.sh, "{version}"]}
    publish: {run: ["true"]}
  relay:
    targets: [docs]
    prepare: none
    publish: {run: ["true"]}
`

const centralName = "acme/publish"

// boxKey is where a script keeps its sandbox.
type boxKey struct{}

type boxHolder struct {
	box *sandbox.Sandbox
	t   *testing.T // of all scripts: a script is over when its sandbox closes
	log runLog

	runs map[int]*stagedRun // by issue, see jobCmds
	race *race              // see raceCmds

	apps    []string // slugs of those that the script made
	secrets []string // that nobody may be shown, beside tokens
}

func boxOf(ts *testscript.TestScript) *sandbox.Sandbox {
	box := ts.Value(boxKey{}).(*boxHolder).box
	if box == nil {
		ts.Fatalf("there is no sandbox yet")
	}
	return box
}

func startSandbox(ts *testscript.TestScript, neg bool, args []string) {
	policy, flag := defaultPolicy, ""
	if len(args) > 0 && slices.Contains([]string{"-workflows", "-installed", "-running"}, args[0]) {
		flag, args = args[0], args[1:]
	}
	if len(args) > 0 {
		policy = ""
		if args[0] != "-" {
			policy = ts.ReadFile(args[0])
		}
	}
	program := filepath.Join(filepath.SplitList(ts.Getenv("PATH"))[0], "gh-release-request")
	holder := ts.Value(boxKey{}).(*boxHolder)
	box, err := sandbox.Start(context.Background(), sandbox.Options{Program: program, Workflows: flag == "-workflows" || flag == "-running", Log: &holder.log})
	ts.Check(err)
	holder.box, holder.runs, holder.race = box, nil, nil
	name := ts.Name()
	ts.Defer(func() {
		if err := box.Close(); err != nil {
			holder.t.Errorf("%s: %v", name, err)
		}
	})
	var workflows map[string]string
	if flag == "-installed" || flag == "-running" {
		workflows = installed(ts, policy)
	}
	ts.Check(seedAcme(box.Hub(), policy, workflows))
	if flag == "-running" {
		gateSecrets(ts)
	}
	become(ts, false, []string{"erin"})
}

func seedAcme(h *hub.Hub, policy string, workflows map[string]string) error {
	for _, login := range []string{"olivia", "erin", "adam", "rita"} {
		h.AddUser(login, login+"@acme.test")
	}
	h.AddOrg("acme", "olivia")
	h.AddApp("acme-ci", "acme", map[string]hub.Access{"checks": hub.WriteAccess})
	files := map[string]string{"README.md": "# publish\n"}
	maps.Copy(files, workflows)
	if policy != "" {
		files[".github/release-requests.yml"] = policy
	}
	central, err := h.AddRepo(hub.RepoSpec{Owner: "acme", Name: "publish", Files: files})
	if err != nil {
		return err
	}
	central.SetRole("adam", hub.Triage)
	central.AddLabel("accepted", "0e8a16", "")
	for _, environment := range []string{"npm", "docs"} {
		central.AddEnvironment(hub.EnvironmentSpec{Name: environment, Branches: []string{"main"}})
	}
	central.AddEnvironmentSecret("npm", "NPM_TOKEN", "npm-secret-1f9e2b")
	for _, name := range []string{"sdk", "relay"} {
		source, err := h.AddRepo(hub.RepoSpec{Owner: "acme", Name: name, Files: map[string]string{
			"VERSION": "1.2.2\n", "prepare.sh": "echo \"$1\" > VERSION\n",
		}})
		if err != nil {
			return err
		}
		source.SetRole("erin", hub.Write)
		source.SetRole("adam", hub.Write)
		source.ReportCheckOnPush("test", "acme-ci", "success")
	}
	return nil
}

// become gives the script a person's environment. PATH stays the script's.
func become(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: as LOGIN")
	}
	env := boxOf(ts).EnvWithoutToken()
	if args[0] != "-" {
		env = boxOf(ts).Env(args[0])
	}
	for _, entry := range env {
		if name, value, _ := strings.Cut(entry, "="); name != "PATH" && name != "TMPDIR" {
			ts.Setenv(name, value)
		}
	}
	for _, role := range []string{"AUTHOR", "COMMITTER"} {
		ts.Setenv("GIT_"+role+"_NAME", args[0])
		ts.Setenv("GIT_"+role+"_EMAIL", args[0]+"@acme.test")
	}
	ts.Setenv("RELEASE_REQUEST_REPO", centralName)
}

func useToken(ts *testscript.TestScript, neg bool, args []string) {
	permissions := map[string]hub.Access{}
	for _, arg := range args[1:] {
		name, access, _ := strings.Cut(arg, "=")
		permissions[name] = map[string]hub.Access{"read": hub.ReadAccess, "write": hub.WriteAccess}[access]
	}
	ts.Setenv("GH_TOKEN", boxOf(ts).Hub().NewToken(hub.TokenSpec{User: args[0], Kind: hub.FineGrained, Permissions: permissions}).Secret)
}

// adminVerbs are what an administrator does in the browser.
var adminVerbs = map[string]func(*hub.Hub, []string) error{
	"rename":   func(h *hub.Hub, a []string) error { h.Settings(a[0]).Rename(a[1]); return nil },
	"archive":  func(h *hub.Hub, a []string) error { h.Settings(a[0]).SetArchived(true); return nil },
	"noissues": func(h *hub.Hub, a []string) error { h.Settings(a[0]).SetIssues(false); return nil },
	"private":  func(h *hub.Hub, a []string) error { h.Settings(a[0]).SetPrivate(true); return nil },
	"share":    func(h *hub.Hub, a []string) error { h.Settings(a[0]).SetSharedWorkflows(true); return nil },
	"norole":   func(h *hub.Hub, a []string) error { h.Settings(a[0]).SetRole(a[1], hub.NoRole); return nil },
	"triage":   func(h *hub.Hub, a []string) error { h.Settings(a[0]).SetRole(a[1], hub.Triage); return nil },
	"label":    func(h *hub.Hub, a []string) error { h.Settings(a[0]).AddLabel(a[1], "b60205", ""); return nil },
	"team":     func(h *hub.Hub, a []string) error { h.AddTeam("acme", a[0], a[1:]...); return nil },
	"blocker": func(h *hub.Hub, a []string) error {
		_, err := h.CreateIssue(h.As("olivia"), h.Settings(a[0]).ID(), hub.NewIssue{Title: "It breaks", Labels: a[1:]})
		return err
	},
	"press": func(h *hub.Hub, a []string) error {
		issue, err := numbered(h, a[1])
		if err == nil {
			_, err = h.AddLabels(h.As(a[0]), issue.ID, a[2])
		}
		return err
	},
	"unpress": func(h *hub.Hub, a []string) error {
		issue, err := numbered(h, a[1])
		if err == nil {
			_, err = h.RemoveLabel(h.As(a[0]), issue.ID, a[2])
		}
		return err
	},
	"close": func(h *hub.Hub, a []string) error {
		issue, err := numbered(h, a[0])
		if err != nil {
			return err
		}
		closed := hub.ClosedState
		_, err = h.UpdateIssue(h.As("olivia"), issue.ID, hub.IssueChange{State: &closed, StateReason: hub.Completed})
		return err
	},
	"issue": func(h *hub.Hub, a []string) error {
		_, err := h.CreateIssue(h.As(a[0]), h.Settings(centralName).ID(), hub.NewIssue{Title: a[1], Body: strings.ReplaceAll(a[2], `\n`, "\n")})
		return err
	},
}

// numbered is an issue of the central repository.
func numbered(h *hub.Hub, number string) (hub.Issue, error) {
	n, err := strconv.Atoi(number)
	if err != nil {
		return hub.Issue{}, err
	}
	return h.Issue(h.As("olivia"), h.Settings(centralName).ID(), n)
}

func admin(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 || adminVerbs[args[0]] == nil {
		ts.Fatalf("admin knows no %q", args)
	}
	ts.Check(adminVerbs[args[0]](boxOf(ts).Hub(), args[1:]))
}

func settle(ts *testscript.TestScript, neg bool, args []string) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	ts.Check(boxOf(ts).Idle(ctx))
}

func wantIssues(ts *testscript.TestScript, neg bool, args []string) {
	h := boxOf(ts).Hub()
	all, err := h.Issues(h.As("olivia"), h.Settings(centralName).ID())
	ts.Check(err)
	if got := strconv.Itoa(len(all)); got != args[0] {
		ts.Fatalf("there are %s issues, want %s", got, args[0])
	}
}

func wantLabels(ts *testscript.TestScript, neg bool, args []string) {
	h := boxOf(ts).Hub()
	number, err := strconv.Atoi(args[0])
	ts.Check(err)
	issue, err := h.Issue(h.As("olivia"), h.Settings(centralName).ID(), number)
	ts.Check(err)
	var got []string
	for _, l := range issue.Labels {
		got = append(got, l.Name)
	}
	slices.Sort(got)
	if !slices.Equal(got, args[1:]) {
		ts.Fatalf("issue %d has the labels %v, want %v", number, got, args[1:])
	}
}

func wantBranches(ts *testscript.TestScript, neg bool, args []string) {
	repo := boxOf(ts).Hub().Settings(args[0]).Repository()
	out, err := exec.Command("git", "--git-dir", repo.Dir, "for-each-ref", "--format=%(refname:short)", "refs/heads").Output()
	ts.Check(err)
	if got := strings.Fields(string(out)); !slices.Equal(got, args[1:]) {
		ts.Fatalf("%s has the branches %v, want %v", args[0], got, args[1:])
	}
}
