package publish

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts/factstest"
)

// publisher is a target whose publisher is a shell script in erin's clone.
func publisher(t *testing.T, w *factstest.World, script string, secrets ...string) (*Target, job, *bytes.Buffer) {
	t.Helper()
	j := openJob(t, w)
	var out bytes.Buffer
	return &Target{
		Plan:    Plan{Target: "npm", Commit: w.Commit, Dir: w.Clone, Command: []string{"sh", "-c", script}, Secrets: secrets, Variables: []string{"REGISTRY=npm.acme.test"}},
		Runtime: j.Runtime, Stdout: &out, Stderr: &out,
		Environ: []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "LC_ALL=C", "HTTPS_PROXY=http://127.0.0.1:9",
			"NPM_TOKEN=npm-secret", "GH_TOKEN=job-token", "GITHUB_TOKEN=job-token", "ACTIONS_ID_TOKEN_REQUEST_TOKEN=oidc", "PYPI_TOKEN=pypi-secret"},
	}, j, &out
}

func TestTarget_publisherGetsItsOwnSecretsAndNoOther(t *testing.T) {
	w := factstest.New(t, "environment")
	target, j, out := publisher(t, w, "env", "NPM_TOKEN")
	if err := target.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	var names []string
	for line := range strings.Lines(out.String()) {
		name, _, _ := strings.Cut(line, "=")
		if !slices.Contains([]string{"PWD", "SHLVL", "_", "OLDPWD"}, name) { // the shell's own
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if got := strings.Join(names, " "); got != "HOME HTTPS_PROXY LC_ALL NPM_TOKEN PATH REGISTRY" {
		t.Errorf("the publisher got %s", got)
	}
	if !strings.Contains(j.out.String(), "::add-mask::npm-secret\n") {
		t.Errorf("the secret is not masked: %q", j.out)
	}
}

func TestTarget_onlyTrustedPublishingMayAskForAToken(t *testing.T) {
	w := factstest.New(t, "oidc")
	target, _, out := publisher(t, w, "env")
	target.Plan.OIDC = true
	if err := target.Run(t.Context()); err != nil || !strings.Contains(out.String(), "ACTIONS_ID_TOKEN_REQUEST_TOKEN=oidc") {
		t.Errorf("got %q, %v", out, err)
	}
}

func TestTarget_rehearsesEverythingButThePublisher(t *testing.T) {
	w := factstest.New(t, "rehearses")
	marker := filepath.Join(t.TempDir(), "ran")
	target, j, out := publisher(t, w, "touch "+marker, "NPM_TOKEN")
	target.Plan.Rehearsal = true
	if err := target.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(marker); err == nil {
		t.Error("the publisher ran")
	}
	if !strings.Contains(out.String(), "rehearsal: npm is not published; it would be by: sh -c touch") || strings.Contains(out.String(), "npm-secret") {
		t.Errorf("it says %q", out)
	}
	if !strings.Contains(j.out.String(), "::add-mask::npm-secret\n") {
		t.Errorf("the secret is not masked: %q", j.out)
	}
	for name, spoil := range map[string]func(){
		"another commit": func() { target.Plan.Commit = strings.Repeat("0", 40) },
		"no secret":      func() { target.Plan.Secrets = []string{"CARGO_TOKEN"} },
		"no program":     func() { target.Plan.Command = []string{"no-such-publisher"} },
		"no script":      func() { target.Plan.Command = []string{"./no-such-publisher.sh"} },
	} {
		plan := target.Plan
		spoil()
		if err := target.Run(t.Context()); err == nil {
			t.Errorf("%s: the rehearsal went well", name)
		}
		target.Plan = plan
	}
}

func TestTarget_refusesWithoutItsSecret(t *testing.T) {
	w := factstest.New(t, "secretless")
	marker := filepath.Join(t.TempDir(), "ran")
	target, _, _ := publisher(t, w, "touch "+marker, "NPM_TOKEN", "CARGO_TOKEN")
	err := target.Run(t.Context())
	if err == nil || !strings.Contains(err.Error(), "secret CARGO_TOKEN is empty or not set") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(marker); err == nil {
		t.Error("the publisher ran all the same")
	}
}

func TestTarget_exitStatusDecides(t *testing.T) {
	w := factstest.New(t, "status")
	target, _, _ := publisher(t, w, "exit 3")
	if err := target.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "ended with exit status 3: it is not published") {
		t.Errorf("got %v", err)
	}
}

func TestTarget_refusesAnotherCommit(t *testing.T) {
	w := factstest.New(t, "moved")
	marker := filepath.Join(t.TempDir(), "ran")
	target, _, _ := publisher(t, w, "touch "+marker)
	w.Git("erin", w.Clone, "commit", "-q", "--allow-empty", "-m", "more")
	if err := target.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "not at the approved commit") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(marker); err == nil {
		t.Error("the publisher ran all the same")
	}
}

func TestTarget_movedByItsPublisherIsPublishedAndReported(t *testing.T) {
	w := factstest.New(t, "mover")
	target, j, _ := publisher(t, w, "git -c user.name=x -c user.email=x@y commit -q --allow-empty -m more")
	if err := target.Run(t.Context()); err != nil {
		t.Fatalf("what is out must not read as failed: %v", err)
	}
	if !strings.Contains(j.out.String(), "::error title=release-request exception::after target npm was published") {
		t.Errorf("got %q", j.out)
	}
}
