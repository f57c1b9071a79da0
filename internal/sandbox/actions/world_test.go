//go:build unix

package actions

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/gitwrite"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// world is a GitHub with one repository, acme/publish, whose workflows run.
// olga owns acme, bob may write, rita only read.
type world struct {
	t      *testing.T
	hub    *hub.Hub
	git    *gitwrite.Door
	engine *Engine
	repo   *hub.Settings
	dir    string // for what tests and steps tell each other
}

// newWorld makes a world with the workflow files named. Change may alter the
// engine's options.
func newWorld(t *testing.T, workflows map[string]string, change ...func(*Options)) *world {
	t.Helper()
	var h *hub.Hub
	store, err := gitstore.New(t.Context(), t.TempDir(), func() time.Time { return h.Now() })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	h = hub.New(hub.Options{Git: store})
	for _, login := range []string{"olga", "bob", "rita"} {
		h.AddUser(login)
	}
	h.AddOrg("acme", "olga")
	files := map[string]string{"README.md": "# publish\n"}
	for name, text := range workflows {
		files[".github/workflows/"+name] = text
	}
	w := &world{t: t, hub: h, git: gitwrite.New(h, store), dir: t.TempDir()}
	if w.repo, err = h.AddRepo(hub.RepoSpec{Owner: "acme", Name: "publish", Files: files}); err != nil {
		t.Fatal(err)
	}
	w.repo.SetRole("bob", hub.Write)
	w.repo.SetRole("rita", hub.Read)
	w.repo.AddLabel("accepted", "00ff00", "")
	w.repo.AddLabel("other", "ff0000", "")
	o := Options{
		Hub: h, Git: store, Run: true, Dir: t.TempDir(), Log: t.Output(),
		Environment: func(hub.Repository) map[string]string {
			return map[string]string{"PATH": os.Getenv("PATH"), "SHARED": w.dir}
		},
	}
	for _, f := range change {
		f(&o)
	}
	if w.engine, err = New(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.engine.Close(); err != nil {
			t.Errorf("problems of the engine: %v", err)
		}
	})
	return w
}

// issue files an issue by bob.
func (w *world) issue() hub.Issue {
	w.t.Helper()
	i, err := w.hub.CreateIssue(w.hub.As("bob"), w.repo.ID(), hub.NewIssue{Title: "Please"})
	if err != nil {
		w.t.Fatal(err)
	}
	return i
}

// label sets a label as bob.
func (w *world) label(issue hub.Issue, name string) {
	w.t.Helper()
	if _, err := w.hub.AddLabels(w.hub.As("bob"), issue.ID, name); err != nil {
		w.t.Fatal(err)
	}
}

// relabel takes a label off and sets it again.
func (w *world) relabel(issue hub.Issue, name string) {
	w.t.Helper()
	if _, err := w.hub.RemoveLabel(w.hub.As("bob"), issue.ID, name); err != nil {
		w.t.Fatal(err)
	}
	w.label(issue, name)
}

// fast has a minute of a time limit last a second: steps that are cancelled get
// an eighth of one.
func fast(o *Options) { o.Minute = time.Second }

// faster is for time limits that are to be reached.
func faster(o *Options) { o.Minute = 50 * time.Millisecond }

// stopped has no workflow run.
func stopped(o *Options) { o.Run = false }

func replace(text, old, new string) string { return strings.ReplaceAll(text, old, new) }

// until waits for a state that something else brings about.
func (w *world) until(reached func() bool) {
	w.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !reached(); runtime.Gosched() {
		if time.Now().After(deadline) {
			w.t.Fatal("the state is not reached")
		}
	}
}

// idle waits for all runs to end.
func (w *world) idle() {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 30*time.Second)
	defer cancel()
	if err := w.engine.Idle(ctx); err != nil {
		w.t.Fatal(err)
	}
}

// runs are the runs of the repository, oldest first.
func (w *world) runs() []hub.Run {
	w.t.Helper()
	list, err := w.hub.Runs(w.hub.As("olga"), w.repo.ID())
	if err != nil {
		w.t.Fatal(err)
	}
	for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
		list[i], list[j] = list[j], list[i]
	}
	return list
}

// only is the one run there is.
func (w *world) only() hub.Run {
	w.t.Helper()
	runs := w.runs()
	if len(runs) != 1 {
		w.t.Fatalf("there are %d runs, want 1: %+v", len(runs), runs)
	}
	return runs[0]
}

// jobs are the jobs of an attempt by key; 0 is the latest.
func (w *world) jobs(run hub.Run, attempt int) map[string]hub.WorkflowJob {
	w.t.Helper()
	list, err := w.hub.Jobs(w.hub.As("olga"), w.repo.ID(), run.ID, attempt)
	if err != nil {
		w.t.Fatal(err)
	}
	jobs := map[string]hub.WorkflowJob{}
	for _, j := range list {
		jobs[j.Key] = j
	}
	return jobs
}

// conclusions are those of the jobs of the latest attempt.
func (w *world) conclusions(run hub.Run) map[string]string {
	w.t.Helper()
	m := map[string]string{}
	for key, job := range w.jobs(run, 0) {
		m[key] = job.Conclusion
	}
	return m
}

// pipe makes a named pipe in the shared directory: a step that reads from it
// waits for the test, and the other way round.
func (w *world) pipe(name string) string {
	w.t.Helper()
	path := filepath.Join(w.dir, name)
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		w.t.Fatal(err)
	}
	return path
}

// hear waits for what a step writes to a pipe.
func (w *world) hear(pipe string) string {
	w.t.Helper()
	content, err := os.ReadFile(pipe)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(content)
}

// tell lets a step go on that reads from a pipe.
func (w *world) tell(pipe string) {
	w.t.Helper()
	if err := os.WriteFile(pipe, []byte("go on\n"), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// push commits files on top of a branch, or with a new name beside main, as bob.
func (w *world) push(branch string, files map[string]string) {
	w.t.Helper()
	w.pushTo(w.repo.ID(), branch, files)
}

func (w *world) pushTo(repoID int64, branch string, files map[string]string) {
	w.t.Helper()
	repo := w.git.Repo(repoID)
	parent, err := repo.Resolve(w.t.Context(), "refs/heads/main")
	if err != nil {
		w.t.Fatal(err)
	}
	sha, err := repo.CreateCommit(w.t.Context(), gitstore.Change{
		Parent: parent, Files: files, Message: "Change things\n\nmore", Author: gitwrite.Author(w.hub.As("bob")),
	})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.git.UpdateRefs(w.t.Context(), w.hub.As("bob"), repoID, gitwrite.Update{Ref: "refs/heads/" + branch, After: sha}); err != nil {
		w.t.Fatal(err)
	}
}

// dispatch starts a workflow as bob.
func (w *world) dispatch(file, ref string, inputs map[string]any) error {
	_, err := w.hub.DispatchWorkflow(w.hub.As("bob"), w.repo.ID(), file, ref, inputs)
	return err
}
