package actions

import (
	"slices"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Rerun runs another attempt, which the hub has made, of the same file at the
// same commit.
// https://docs.github.com/en/actions/how-tos/manage-workflow-runs/re-run-workflows-and-jobs
func (e *Engine) Rerun(run hub.Run, failedOnly bool) {
	e.mu.Lock()
	s, known := e.sources[run.ID]
	e.mu.Unlock()
	if !known {
		// The file was broken, and still is.
		if err := e.hub.SetRunStatus(run.ID, "completed", "failure"); err != nil {
			e.problem("re-running run %d: %v", run.ID, err)
		}
		return
	}
	s.github = again(s.github, run)
	a := e.newAttempt(run.ID, s)
	if failedOnly {
		a.check(a.keep(run.Attempt - 1))
	}
	a.check(e.hub.SetRunStatus(run.ID, a.join(s.concurrency), ""))
	e.launch(a)
}

// keep takes over the jobs of an earlier attempt that neither failed nor depend
// on one that did.
func (a *attempt) keep(number int) error {
	before, err := a.hub.Jobs(a.caller(), a.repo.ID, a.run, number)
	if err != nil {
		return err
	}
	results := map[string]hub.WorkflowJob{}
	for _, job := range before {
		results[job.Key] = job
	}
	a.finished = map[string]FinishedJob{}
	for _, planned := range a.jobs {
		job, ran := results[planned.ID]
		if ran && !a.mustRunAgain(planned.ID, results) {
			if err := a.hub.CarryJob(job); err != nil {
				return err
			}
			a.finished[planned.ID] = FinishedJob{Result: job.Conclusion, Outputs: job.Outputs}
		}
	}
	return nil
}

// mustRunAgain tells whether a job, or one that it needs, did not end well.
func (a *attempt) mustRunAgain(id string, results map[string]hub.WorkflowJob) bool {
	job, ran := results[id]
	if !ran || job.Conclusion != "success" && job.Conclusion != "skipped" {
		return true
	}
	n := slices.IndexFunc(a.jobs, func(p PlannedJob) bool { return p.ID == id })
	return slices.ContainsFunc(a.jobs[n].Needs, func(need string) bool { return a.mustRunAgain(need, results) })
}
