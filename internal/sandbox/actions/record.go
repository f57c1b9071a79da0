package actions

import (
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// jobRecord is what the engine knows of a job that the hub holds.
type jobRecord struct {
	id    int64
	token string // to be revoked at the end
	claim *claim
	done  bool
}

// record tells the hub what the runner reports.
func (a *attempt) record(r Report) {
	switch {
	case r.Job != nil:
		a.recordJob(*r.Job)
	case r.Step != nil:
		a.change(a.job(r.Step.Job), hub.JobChange{Step: &hub.Step{
			Number: r.Step.Number, Name: r.Step.Name, Status: r.Step.Status, Conclusion: r.Step.Conclusion,
		}})
	case r.Note != nil:
		a.change(a.job(r.Note.Job), hub.JobChange{Note: &hub.Annotation{
			Path: r.Note.Path, StartLine: r.Note.StartLine, EndLine: r.Note.EndLine,
			Level: r.Note.Level, Title: r.Note.Title, Message: r.Note.Message,
		}})
		a.logf("%s / %s | %s: %s", a.file.path, r.Note.Job, r.Note.Level, r.Note.Message)
	case r.Left != nil:
		a.leave(r.Left.Job)
	case r.Summary != nil:
		a.change(a.job(r.Summary.Job), hub.JobChange{Summary: r.Summary.Text})
	case r.Log != nil:
		a.hub.LogJob(a.job(r.Log.Job).id, r.Log.Step, r.Log.Line)
		a.logf("%s / %s | %s", a.file.path, r.Log.Job, r.Log.Line)
	}
}

func (a *attempt) recordJob(r JobReport) {
	j := a.job(r.Job)
	if r.Status == "completed" {
		// Before anybody can see that the job is over, its token is worth nothing.
		a.retire(j)
	}
	a.change(j, hub.JobChange{Name: r.Name, Status: r.Status, Conclusion: r.Conclusion, Outputs: r.Outputs})
}

// job finds the record of a job; the first word of a job makes it one.
func (a *attempt) job(key string) *jobRecord {
	if j := a.records[key]; j != nil {
		return j
	}
	name := key
	for _, planned := range a.jobs {
		if planned.ID == key {
			name = planned.Name
		}
	}
	made, err := a.hub.AddJob(a.run, key, name)
	a.check(err)
	j := &jobRecord{id: made.ID}
	a.records[key] = j
	return j
}

func (a *attempt) change(j *jobRecord, c hub.JobChange) { a.check(a.hub.ChangeJob(j.id, c)) }

// retire takes back what a job had while it ran.
func (a *attempt) retire(j *jobRecord) {
	j.done = true
	if j.token != "" {
		a.hub.Revoke(j.token)
	}
	a.groups.release(j.claim)
}

// leave gives the turns of a call in concurrency groups back.
func (a *attempt) leave(key string) {
	for _, c := range a.calls[key] {
		a.groups.release(c)
	}
	delete(a.calls, key)
}

// abandon ends the jobs of a runner that stopped in the middle.
func (a *attempt) abandon() {
	for _, j := range a.records {
		if !j.done {
			a.retire(j)
			a.change(j, hub.JobChange{Status: "completed", Conclusion: "failure"})
		}
	}
}
