package actions

import (
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Rerun runs another attempt, which the hub has made, of the same file at the
// same commit.
// https://docs.github.com/en/actions/how-tos/manage-workflow-runs/re-run-workflows-and-jobs
func (e *Engine) Rerun(run hub.Run, which hub.Again) {
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
	if which != (hub.Again{}) {
		a.check(a.keep(run.Attempt-1, which))
	} else if isWhole := a.callAgain(); !isWhole {
		a.check(e.hub.SetRunStatus(run.ID, "completed", "failure"))
		return
	}
	a.check(e.hub.SetRunStatus(run.ID, a.join(s.concurrency), ""))
	e.launch(a)
}

// callAgain reads called workflows anew, as GitHub does where all jobs run
// again; where only those that failed do, they stay as they were. It reports
// false if the run cannot start with them.
// https://docs.github.com/en/actions/reference/workflows-and-actions/reusing-workflow-configurations#behavior-of-reusable-workflows-when-re-running-jobs
func (a *attempt) callAgain() bool {
	if len(a.called.files) == 0 {
		return true
	}
	ref, _ := a.github["ref"].(string)
	sha, _ := a.github["sha"].(string)
	called, err := a.callsOf(a.ctx, standing{a.repo, sha, ref}, a.file.text)
	if err != nil {
		a.check(err)
		return false
	}
	plan, err := a.planner.plan(PlanOrder{Path: a.file.path, Text: a.file.text, GitHub: a.github, Called: called.files})
	if err != nil || len(plan.Problems) > 0 {
		a.check(err)
		return false
	}
	a.called, a.jobs = called, plan.Jobs
	a.check(a.hub.SetReferenced(a.run, called.references))
	return true
}

// keep takes over the jobs of an earlier attempt that are not asked for and do not
// depend on one that is.
func (a *attempt) keep(number int, which hub.Again) error {
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
		if ran && !a.mustRunAgain(planned.ID, which, results) {
			if err := a.hub.CarryJob(job); err != nil {
				return err
			}
			a.finished[planned.ID] = FinishedJob{Result: job.Conclusion, Outputs: job.Outputs}
		}
	}
	return nil
}

// mustRunAgain tells whether a job is asked for, or one that it needs.
func (a *attempt) mustRunAgain(id string, which hub.Again, results map[string]hub.WorkflowJob) bool {
	n := slices.IndexFunc(a.jobs, func(p PlannedJob) bool { return p.ID == id })
	job, ran := results[id]
	if !ran && a.jobs[n].Calls {
		return slices.ContainsFunc(a.jobs[n+1:], func(p PlannedJob) bool {
			return strings.HasPrefix(p.ID, id+"/") && a.mustRunAgain(p.ID, which, results)
		})
	}
	failed := job.Conclusion != "success" && job.Conclusion != "skipped"
	if !ran || which.Failed && failed || which.Job == id {
		return true
	}
	return slices.ContainsFunc(a.jobs[n].Needs, func(need string) bool { return a.mustRunAgain(need, which, results) })
}
