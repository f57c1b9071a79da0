package factstest

import (
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// releaseWorkflow is where the workflow lies that asks for releases, if the
// policy says nothing else.
const releaseWorkflow = ".github/workflows/release.yml"

// Asking is a run of the source repository that asks for a release, to be made
// into another one before it is recorded.
type Asking struct {
	Run     hub.RunSpec
	Request release.Request
	Notices []Notice
	Failed  string // job that failed; empty: none
}

// Notice is an annotation that a job of the run leaves.
type Notice struct{ Job, Level, Title, Message string }

// The jobs of a run that asks, as GitHub calls those of a file that is called.
const (
	PrepareJob = "release / prepare"
	RecordJob  = "release / record"
)

// Ask records that erin started the release workflow of the source repository,
// and that it asked for 1.2.3. change makes it another run than that; nil:
// nothing. It returns the record that GitHub attests.
func (w *World) Ask(change func(*Asking)) release.Request {
	w.t.Helper()
	h := box.Hub()
	id, _ := h.NextRun(w.Source.ID(), releaseWorkflow)
	a := &Asking{Request: w.Request("1.2.3", w.Commit), Run: hub.RunSpec{
		ID: id, Repo: w.Source.ID(), Workflow: hub.WorkflowFile{Name: "release", Path: releaseWorkflow},
		Title: "release", Event: "workflow_dispatch", Ref: "refs/heads/main", SHA: w.SourceHead(),
		Actor: h.As("erin").User, Status: "in_progress",
	}}
	a.Request.Run = release.Run{ID: id, Attempt: 1}.String()
	a.Notices = []Notice{{RecordJob, "notice", record.AttestationTitle, w.Attest(a.Request, "")}}
	if change != nil {
		change(a)
	}
	if _, err := h.AddRun(a.Run); err != nil {
		w.t.Fatal(err)
	}
	w.leave(a.Run.ID, a.Notices, a.Failed)
	return a.Request
}

// AskAgain records another attempt of a run, that somebody started, with what
// its jobs leave.
func (w *World) AskAgain(who string, run int64, notices ...Notice) {
	w.t.Helper()
	h := box.Hub()
	if err := h.RerunRun(h.As(who), w.Source.ID(), run, false); err != nil {
		w.t.Fatal(err)
	}
	w.leave(run, notices, "")
}

func (w *World) leave(run int64, notices []Notice, failed string) {
	w.t.Helper()
	h := box.Hub()
	for _, name := range []string{PrepareJob, RecordJob} {
		job, err := h.AddJob(run, name, name)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, n := range notices {
			if n.Job != name {
				continue
			}
			note := hub.Annotation{Path: ".github", StartLine: 1, EndLine: 1, Level: n.Level, Title: n.Title, Message: n.Message}
			if err := h.ChangeJob(job.ID, hub.JobChange{Note: &note}); err != nil {
				w.t.Fatal(err)
			}
		}
		conclusion := "success"
		if name == failed {
			conclusion = "failure"
		}
		if err := h.ChangeJob(job.ID, hub.JobChange{Status: "completed", Conclusion: conclusion}); err != nil {
			w.t.Fatal(err)
		}
	}
	if err := h.SetRunStatus(run, "completed", "success"); err != nil {
		w.t.Fatal(err)
	}
}

// Attest is the message that attests a request.
func (w *World) Attest(request release.Request, changelog string) string {
	w.t.Helper()
	message, err := record.Attestation(request, changelog, "github.com")
	if err != nil {
		w.t.Fatal(err)
	}
	return message
}

// FileByWorkflow files a request as the central repository's workflow does.
func (w *World) FileByWorkflow(request release.Request) int {
	w.t.Helper()
	title, body := w.Render(request)
	issue, err := w.JobClient().CreateIssue(w.t.Context(), w.Repository(), title, body)
	if err != nil {
		w.t.Fatal(err)
	}
	return issue.Number
}

// SourceHead is the commit of the source repository's default branch.
func (w *World) SourceHead() string {
	return w.Git("olivia", w.Source.Repository().Dir, "rev-parse", "refs/heads/main")
}
