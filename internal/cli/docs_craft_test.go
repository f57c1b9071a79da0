package cli

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
	"github.com/release-request/gh-release-request/internal/sandbox/rehearsal"
)

// Who publishes with craft sees what the guide to it says. The craft is a real one.
func TestInterop_craftGuideIsAsItSays(t *testing.T) {
	modules := npmPrograms(t)
	r := newReader(t, func(ctx context.Context, programs rehearsal.Programs, out io.Writer) (*rehearsal.Stage, error) {
		programs.NPM = modules
		return furnished(ctx, programs, out)
	})
	r.modules = modules
	r.do(passagesOf(t, "docs/how-to/craft.md"))
}

// makeApp makes the App of acme, whose number the reader is shown.
func makeApp(r *reader) {
	h := r.stage.Box.Hub()
	app := h.AddApp("acme-releaser", "acme", appMay)
	h.Install(hub.InstallationSpec{App: app.Slug, Account: "acme", Repos: []string{centralName, "acme/handbook"}})
	h.Settings(centralName).AddEnvironmentSecret("release-gate", "RELEASE_APP_KEY", h.AddAppKey(app.Slug))
	r.told["app-id"] = fmt.Sprintf("app-id: %d", app.ID)
}

// packHandbook has CI run for the release branch, and leave what it packed.
func packHandbook(r *reader) {
	h := r.stage.Box.Hub()
	repo := h.Settings("acme/handbook")
	const ref = "refs/heads/release/1.3.0"
	head, err := exec.Command("git", "--git-dir", repo.Repository().Dir, "rev-parse", ref).Output()
	if err != nil {
		r.t.Fatal(err)
	}
	commit := strings.TrimSpace(string(head))
	id, _ := h.NextRun(repo.ID(), ".github/workflows/ci.yml")
	_, err = h.AddRun(hub.RunSpec{
		ID: id, Repo: repo.ID(), Workflow: hub.WorkflowFile{Name: "ci", Path: ".github/workflows/ci.yml"}, Title: "ci", Event: "push",
		Ref: ref, SHA: commit, Actor: h.As("sam").User, Status: "queued",
	})
	if err == nil {
		err = h.SetRunStatus(id, "completed", "success")
	}
	if err == nil {
		err = r.modules.Pack(r.t.Context(), h, repo.Repository(), commit, id, commit)
	}
	if err != nil {
		r.t.Fatal(err)
	}
}
