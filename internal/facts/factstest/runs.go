package factstest

import (
	"fmt"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Run is a run of publish.yml that GitHub has on record; nobody carried it out.
type Run struct {
	ID int64

	w   *World
	job int64 // the last
}

// StartRun records that a label started a run for a request. change makes it
// another run than that; nil: nothing.
func (w *World) StartRun(number int, change func(*hub.RunSpec)) *Run {
	w.t.Helper()
	h := box.Hub()
	id, _ := h.NextRun(w.Central.ID(), facts.WorkflowPath)
	spec := hub.RunSpec{
		ID: id, Repo: w.Central.ID(), Workflow: hub.WorkflowFile{Name: "publish", Path: facts.WorkflowPath},
		Title: fmt.Sprintf("#%d", number), Event: "issues", Ref: "refs/heads/main", SHA: w.CentralHead(),
		Actor: h.As("adam").User, Status: "in_progress",
	}
	if change != nil {
		change(&spec)
	}
	if _, err := h.AddRun(spec); err != nil {
		w.t.Fatal(err)
	}
	return &Run{ID: spec.ID, w: w}
}

// CentralHead is the commit of the central repository's default branch.
func (w *World) CentralHead() string {
	return w.Git("olivia", w.Central.Repository().Dir, "rev-parse", "refs/heads/main")
}

// Step is a step of a staged job.
type Step struct{ Name, Conclusion string } // without a conclusion it is not over

// Publishing are the steps of a publish job, of which the last came to this.
func Publishing(conclusion string) []Step {
	return []Step{{"Set up job", "success"}, {"checkout", "success"}, {facts.PublishStep, conclusion}}
}

// Job records a job of the latest attempt; without a conclusion it goes on.
func (r *Run) Job(name, conclusion string, steps ...Step) *Run {
	r.w.t.Helper()
	h := box.Hub()
	job, err := h.AddJob(r.ID, name, name)
	if err != nil {
		r.w.t.Fatal(err)
	}
	r.job = job.ID
	for i, s := range steps {
		step := hub.Step{Number: i + 1, Name: s.Name, Status: "completed", Conclusion: s.Conclusion}
		if s.Conclusion == "" {
			step.Status = "in_progress"
		}
		if err := h.ChangeJob(job.ID, hub.JobChange{Step: &step}); err != nil {
			r.w.t.Fatal(err)
		}
	}
	change := hub.JobChange{Status: "in_progress"}
	if conclusion != "" {
		change = hub.JobChange{Status: "completed", Conclusion: conclusion}
	}
	if err := h.ChangeJob(job.ID, change); err != nil {
		r.w.t.Fatal(err)
	}
	return r
}

// Remark records an annotation of the job that was recorded last.
func (r *Run) Remark(title, message string) *Run {
	r.w.t.Helper()
	note := hub.Annotation{Path: ".github", StartLine: 1, EndLine: 1, Level: "failure", Title: title, Message: message}
	if err := box.Hub().ChangeJob(r.job, hub.JobChange{Note: &note}); err != nil {
		r.w.t.Fatal(err)
	}
	return r
}

// End records that the run is over.
func (r *Run) End(conclusion string) *Run {
	r.w.t.Helper()
	if err := box.Hub().SetRunStatus(r.ID, "completed", conclusion); err != nil {
		r.w.t.Fatal(err)
	}
	return r
}
