package publish

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// wantMinted holds the App's tokens to a list, in any order: people's roles are
// read here and there at once.
func (w *appWorld) wantMinted(want ...string) {
	w.t.Helper()
	got := w.minted()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		w.t.Errorf("tokens were made for\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

const readsSource = "source actions:read checks:read contents:read statuses:read"

// publishFrom does what a publish job does with a checkout: the publisher gets
// the token that checkout left, if any, and uses it.
func (w *appWorld) publishFrom(c *Checkout, plan Plan) {
	w.t.Helper()
	token, err := TakeToken(c.Runtime.Temp, plan)
	if err != nil {
		w.t.Fatal(err)
	}
	if token == "" {
		return
	}
	client, err := w.JobClient().With(token)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := client.CreateTag(w.t.Context(), w.Name(), "by-"+plan.Target, w.Commit); err != nil {
		w.t.Errorf("the publisher of %s may not write: %v", plan.Target, err)
	}
}

func TestKeys_privateSourceTakesOneTokenForEachUseAndNoMore(t *testing.T) {
	w := newAppWorld(t, "vault", true)
	outputs := w.decided()
	w.wantMasked(2)
	for _, target := range []string{"npm", "docs"} {
		if target == "docs" {
			w.published("npm", outputs)
		}
		c, err := w.checkout(outputs, target)
		if err != nil {
			t.Fatal(err)
		}
		plan, err := c.Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		w.wantMasked(1)
		if got := w.Git("erin", plan.Dir, "rev-parse", "HEAD"); got != w.Commit {
			t.Errorf("%s: HEAD is %s, want %s", target, got, w.Commit)
		}
		if plan.Token != (target == "docs") {
			t.Errorf("%s: the publisher gets a token: %v", target, plan.Token)
		}
		w.publishFrom(c, plan)
		w.noTokenIn(c.Runtime.Temp, plan.Dir)
	}
	w.wantMinted("central", "source", readsSource, readsSource,
		"source actions:read checks:read contents:write statuses:read")
}

// published records that a target's job has published.
func (w *appWorld) published(target string, outputs map[string]string) {
	w.t.Helper()
	w.run.Job("publish "+target+" "+outputs[actions.OutputShortDigest], "success", factstest.Publishing("success")...)
}

// noTokenIn fails if any file holds a token.
func (w *appWorld) noTokenIn(dirs ...string) {
	w.t.Helper()
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			text, err := os.ReadFile(path)
			for _, token := range w.Hub().MintedTokens(w.app.Slug) {
				if strings.Contains(string(text), token.Secret) {
					w.t.Errorf("%s holds a token", path)
				}
			}
			return err
		})
		if err != nil {
			w.t.Error(err)
		}
	}
}

func TestKeys_publicSourceTakesATokenOnlyToWrite(t *testing.T) {
	w := newAppWorld(t, "open", false)
	outputs := w.decided()
	if got := outputs[actions.OutputTarget("npm")]; got != GrantPublic {
		t.Errorf("npm is handed %.20q", got)
	}
	w.published("npm", outputs)
	c, err := w.checkout(outputs, "docs")
	if err != nil {
		t.Fatal(err)
	}
	plan, err := c.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.publishFrom(c, plan)
	w.wantMinted("central", "source", "source contents:write")
}

func TestKeys_teamsAndBlockersTakeTheirPermission(t *testing.T) {
	w := newAppWorld(t, "teams", true)
	w.Hub().AddTeam("acme", "leads-of-teams", "adam")
	w.policy(func(text string) string {
		return strings.NewReplacer(
			"blockers: []\n", "blockers: [release-blocker]\napproval: {approvers: [\"@acme/leads-of-teams\"]}\n",
			"docs: {environment: docs, source-token: write", "docs: {environment: docs",
		).Replace(text)
	})
	w.decided()
	got := w.Hub().MintedTokens(w.app.Slug)
	var reading []hub.Token
	for _, token := range got {
		if len(token.Used) > 0 { // those of the jobs, which did not run, are for checkout
			reading = append(reading, token)
		}
	}
	if len(reading) != 3 {
		t.Fatalf("the gate read with %d tokens", len(reading))
	}
	for _, token := range reading {
		if token.Permissions["members"] != token.Used["members"] || token.Permissions["issues"] != token.Used["issues"] {
			t.Errorf("a token holds %v and was needed for %v", token.Permissions, token.Used)
		}
	}
}

func TestKeys_withoutAnAppAreTheOneToken(t *testing.T) {
	w := newAppWorld(t, "tokenless", false)
	w.policy(func(text string) string {
		lines := slices.DeleteFunc(strings.Split(text, "\n"), func(line string) bool { return strings.HasPrefix(line, "source-access:") })
		return strings.ReplaceAll(strings.Join(lines, "\n"), ", source-token: write", "")
	})
	gate, _ := w.gate()
	if _, err := gate.Gate(t.Context()); err == nil || !strings.Contains(err.Error(), "the secret RELEASE_SOURCE_TOKEN is not set") {
		t.Errorf("an App's key was used in place of the token: %v", err)
	}
	w.secrets = map[string]string{actions.EnvSourceToken: w.Hub().NewToken(hub.TokenSpec{User: "olivia"}).Secret}
	outputs := w.decided()
	if outputs[actions.OutputTarget("npm")] != GrantPublic || outputs[actions.OutputTarget("docs")] != GrantPublic {
		t.Errorf("outputs %v", outputs)
	}
	w.wantMinted()
}

func TestGate_withoutTheTokensDecidesNothing(t *testing.T) {
	w := newAppWorld(t, "lacking", true)
	key := w.secrets[actions.EnvAppKey]
	w.Hub().AddApp("lacking-other", "acme", nil)
	reading := map[string]hub.Access{"contents": hub.ReadAccess, "checks": hub.ReadAccess, "statuses": hub.ReadAccess, "actions": hub.ReadAccess}
	for _, test := range []struct {
		name       string
		change     func()
		want, hint string
	}{
		{"not installed on the source", func() { w.reinstall(nil, w.Repository()) },
			"is not installed on acme/lacking,", "an owner of acme installs it there: https://github.com/apps/"},
		{"not installed on the central one", func() { w.reinstall(nil, w.Name()) },
			"is not installed on acme/lacking-publish,", "an owner of acme installs it there"},
		{"permission not granted", func() { w.reinstall(map[string]hub.Access{"contents": hub.WriteAccess}) },
			"was not granted actions: read, checks: read, statuses: read by acme", "an owner of acme accepts it"},
		{"write not granted", func() { w.reinstall(reading) },
			"target docs cannot be handed a token: App lacking-app was not granted contents: write", "accepts it"},
		{"suspended", func() { w.Hub().Suspend(w.install.ID) }, "is suspended", "an owner of acme takes that back"},
		{"another App's key", func() { w.secrets[actions.EnvAppKey] = w.Hub().AddAppKey("lacking-other") },
			"the key is not one of App", "makes a new private key"},
		{"no key", func() { w.secrets = nil }, "the secret RELEASE_APP_KEY is not set", "release-gate"},
		{"the token in place of the key", func() {
			w.secrets = map[string]string{actions.EnvSourceToken: w.Hub().NewToken(hub.TokenSpec{User: "olivia"}).Secret}
		}, "the secret RELEASE_APP_KEY is not set", "init central"},
		{"no key to seal with", func() {
			w.policy(func(text string) string { return strings.Replace(text, npmTarget+", seal: ", npmTarget+"} # ", 1) })
		}, "is private, so the job of targets.npm needs a token, and there is no key to seal it with", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			w.reinstall(nil, w.Name(), w.Repository())
			w.secrets = map[string]string{actions.EnvAppKey: key}
			test.change()
			gate, j := w.gate()
			_, err := gate.Gate(t.Context())
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(fault.HintOf(err), test.hint) {
				t.Fatalf("got %v\nhint %q", err, fault.HintOf(err))
			}
			if b, err := os.ReadFile(j.output); err == nil {
				t.Errorf("the gate set outputs: %s", b)
			}
			comments, err := w.Client("adam").Comments(t.Context(), w.Repository(), w.number)
			if err != nil || len(comments) != 1 || !strings.Contains(comments[0].Body, "The gate could not decide") {
				t.Errorf("the request bears %v (%v), want one comment and no verdict", comments, err)
			}
			issue, err := w.Client("adam").Issue(t.Context(), w.Repository(), w.number)
			if err != nil || len(issue.Labels) != 1 {
				t.Errorf("the label did not stay: %v %v", issue.Labels, err)
			}
		})
	}
}

func TestGate_makesNoTokenForARequestThatWaitsOrIsRefused(t *testing.T) {
	w := newAppWorld(t, "refused", true)
	if err := w.Client("adam").RemoveLabel(t.Context(), w.Repository(), w.number, "accepted"); err != nil {
		t.Fatal(err)
	}
	gate, _ := w.gate()
	if verdict, err := gate.Gate(t.Context()); err != nil || verdict.Decision == "publish" {
		t.Fatalf("the verdict is %v, %v", verdict.Decision, err)
	}
	w.wantMinted("central", "source", readsSource)
}

func TestCheckout_refusesWithoutTheTokenThatThePolicyDemands(t *testing.T) {
	w := newAppWorld(t, "demanding", false)
	outputs := w.decided()
	sealed := outputs[actions.OutputTarget("docs")]
	for name, test := range map[string]struct {
		grant  string
		change func(*appWorld)
		want   string
	}{
		"go where a token is demanded": {GrantPublic, nil, "needs a token to write the source repository, and the gate let it go without one"},
		"too old": {sealed, func(w *appWorld) { w.Hub().Advance(time.Hour) },
			"token-expired: the token for acme/demanding ended at"},
	} {
		t.Run(name, func(t *testing.T) {
			if test.change != nil {
				test.change(w)
			}
			outputs[actions.OutputTarget("docs")] = test.grant
			c, err := w.checkout(outputs, "docs")
			if err != nil {
				t.Fatal(err)
			}
			_, err = c.Run(t.Context())
			if err == nil || !strings.Contains(err.Error(), test.want) || fault.KindOf(err) != fault.Refused {
				t.Errorf("got %v, want a refusal with %q in it", err, test.want)
			}
			if left, _ := os.ReadDir(c.Dir); len(left) > 0 {
				t.Errorf("a refused checkout left %v", left)
			}
			if _, err := TakeToken(c.Runtime.Temp, Plan{Token: true}); err == nil {
				t.Error("a refused checkout left a token")
			}
		})
	}
}

func TestTarget_publisherGetsTheTokenThatWasTakenForItAndNoOther(t *testing.T) {
	w := factstest.New(t, "writer")
	target, _, out := publisher(t, w, "env")
	if err := target.Run(t.Context()); err != nil || strings.Contains(out.String(), "GITHUB_TOKEN") {
		t.Errorf("without a token of its own the publisher got %q, %v", out, err)
	}
	target, j, out := publisher(t, w, "env")
	target.Token = "ghs_1_a.b.c"
	if err := target.Run(t.Context()); err != nil || !strings.Contains(out.String(), "GITHUB_TOKEN=ghs_1_a.b.c\n") {
		t.Errorf("the publisher got %q, %v", out, err)
	}
	if !strings.Contains(j.out.String(), "::add-mask::ghs_1_a.b.c\n") {
		t.Errorf("the token is not hidden: %q", j.out)
	}
}

func TestTakeToken_leavesNothingForThePublisherToFind(t *testing.T) {
	temp := t.TempDir()
	if err := saveToken(temp, "ghs_1"); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(temp, tokenFile))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v, %v", info.Mode(), err)
	}
	if token, err := TakeToken(temp, Plan{}); err != nil || token != "" {
		t.Errorf("a target that gets none got %q, %v", token, err)
	}
	if token, err := TakeToken(temp, Plan{Token: true}); err != nil || token != "ghs_1" {
		t.Errorf("got %q, %v", token, err)
	}
	if left, _ := os.ReadDir(temp); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
	if _, err := TakeToken(temp, Plan{Token: true}); err == nil {
		t.Error("a token was taken twice")
	}
}

func TestKeys_writesTakeOneTokenForEachKindOfChange(t *testing.T) {
	w := newAppWorld(t, "landing", true)
	gate, _ := w.gate()
	keys := gate.Minter.(*Keys)
	if err := keys.CreateTag(t.Context(), w.Name(), "x", w.Commit); err == nil {
		t.Error("a repository that was not opened was written to")
	}
	reading, err := gate.Reader.Read(t.Context(), w.number)
	if err != nil {
		t.Fatal(err)
	}
	ctx, repo := t.Context(), w.Name()
	if err := keys.CreateTag(ctx, repo, "1.2.3", w.Commit); err != nil {
		t.Error(err)
	}
	if pulls, err := keys.OpenPulls(ctx, repo, "acme", "release/1.2.3", "main"); err != nil || len(pulls) != 0 {
		t.Error(pulls, err)
	}
	if _, err := keys.CreatePull(ctx, repo, "t", "release/1.2.3", "main", "b"); err != nil {
		t.Error(err)
	}
	if merged, err := keys.Merge(ctx, repo, "main", w.Commit, "m"); err != nil || !merged {
		t.Error(merged, err)
	}
	if err := keys.DeleteBranchAt(ctx, reading.Source.NodeID, "release/1.2.3", w.Commit); err != nil {
		t.Error(err)
	}
	w.wantMinted("central", "source", readsSource, "source contents:write", "source pull_requests:read", "source pull_requests:write")
}

// Starting a project's workflow takes a token that may do that alone, and what is
// missing is said to whoever asked.
func TestKeys_startAWorkflowWithATokenForThatAlone(t *testing.T) {
	w := newAppWorld(t, "starting", false)
	gate, _ := w.gate()
	keys := gate.Minter.(*Keys)
	if _, err := gate.Reader.Read(t.Context(), w.number); err != nil {
		t.Fatal(err)
	}
	start := Start{Repository: w.Name(), File: "ci.yml", Branch: "main", Inputs: map[string]string{"issue": "7"}}
	refused := func(want, hint string) {
		t.Helper()
		if err := keys.StartRun(t.Context(), start); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(fault.HintOf(err), hint) {
			t.Errorf("got %v\nhint %q", err, fault.HintOf(err))
		}
	}
	refused("the workflow ci.yml of "+w.Name()+" cannot be started for a form", "gh release-request init source")
	start.File = "release.yml"
	refused("the workflow release.yml of "+w.Name()+" is not there", "gh release-request init source")
	w.wantMinted("central", "source", "source actions:write")
	if login, err := keys.KeyLogin(t.Context(), w.Name()); err != nil || login != w.app.Slug+"[bot]" {
		t.Errorf("the App acts as %q, %v", login, err)
	}
	less := maps.Clone(appMay)
	less["actions"] = hub.ReadAccess
	w.reinstall(less, w.Name(), w.Repository())
	fresh, _ := w.gate()
	keys = fresh.Minter.(*Keys)
	if _, err := fresh.Reader.Read(t.Context(), w.number); err != nil {
		t.Fatal(err)
	}
	refused("was not granted actions: write by acme", "an owner of acme accepts it")
}

func TestKeys_movedSourceIsLeftToTheRules(t *testing.T) {
	w := newAppWorld(t, "moving", false)
	gate, _ := w.gate()
	w.Source.Rename("moved-away")
	verdict, err := gate.Gate(t.Context())
	if err != nil || verdict.Decision != "refuse" {
		t.Errorf("the verdict is %v, %v; want a refusal by a rule", verdict.Decision, err)
	}
}

// A sweep looks at many requests, each with a token for its source alone.
func TestKeys_readingOpensEachSourceForAList(t *testing.T) {
	for name, private := range map[string]bool{"listed-private": true, "listed-public": false} {
		w := newAppWorld(t, name, private)
		keys := &Keys{Repository: w.Repository(), Central: w.JobClient(), Secret: func(name string) string { return w.secrets[name] }}
		reader := &facts.Reader{Repository: w.Repository(), Central: keys.Central, Keys: keys, Sources: keys.Reading}
		list, _, err := reader.ReadOpen(t.Context(), 50, func(github.RequestIssue) bool { return true })
		if err != nil || len(list) != 1 || list[0].Err != nil {
			t.Fatalf("%s: listed are %+v, %v", name, list, err)
		}
		f := list[0].Reading.Facts
		for fact, why := range map[string]string{"source": f.Source.Why(), "compare": f.Compare.Why(), "checks": f.Checks.Why(), "same title": f.SameTitle.Why()} {
			if why != "" {
				t.Errorf("%s: %s is withheld: %s", name, fact, why)
			}
		}
		if keys.opened != "" {
			t.Errorf("%s: %s is opened for writing", name, keys.opened)
		}
	}
}
