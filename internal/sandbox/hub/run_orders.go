package hub

import "time"

// Again says which jobs of a run another attempt runs, and with them those that
// depend on them; the zero Again is all.
type Again struct {
	Failed bool   // those that failed
	Job    string // the one with that key in the workflow file; empty: not one alone
}

// RerunRun makes another attempt of a completed run: of all its jobs, or of
// those that failed.
// Source: docs.github.com/rest/actions/workflow-runs#re-run-a-workflow.
func (h *Hub) RerunRun(c Caller, repoID, id int64, failedOnly bool) error {
	return h.rerun(c, repoID, id, Again{Failed: failedOnly})
}

// RerunJob makes another attempt of a completed run of one job, whatever became
// of it.
// Source: docs.github.com/rest/actions/workflow-runs#re-run-a-job-from-a-workflow-run.
func (h *Hub) RerunJob(c Caller, repoID, id int64) error {
	job, err := h.Job(c, repoID, id)
	if err != nil {
		return err
	}
	return h.rerun(c, repoID, job.Run, Again{Job: job.Key})
}

func (h *Hub) rerun(c Caller, repoID, id int64, which Again) error {
	var again Run
	var engine Engine
	err := h.write(func(now time.Time) error {
		run, err := h.findRun(c, repoID, id, actionsWrite)
		if err != nil {
			return err
		}
		last := run.latest()
		if last.status != "completed" {
			return forbidden("This workflow is already running")
		}
		if which.Failed && last.conclusion != "failure" && last.conclusion != "cancelled" {
			return forbidden("This workflow run has no failed jobs")
		}
		run.attempts = append(run.attempts, &attempt{triggering: c.User, status: "queued", startedAt: now, updatedAt: now})
		again, engine = run.at(len(run.attempts)), h.engine
		return nil
	})
	if err == nil && engine != nil {
		engine.Rerun(again, which)
	}
	return err
}

// CancelRun asks for the cancellation of a run; it is over only when the run
// has completed.
// Source: docs.github.com/rest/actions/workflow-runs#cancel-a-workflow-run.
func (h *Hub) CancelRun(c Caller, repoID, id int64) error {
	var engine Engine
	err := h.write(func(time.Time) error {
		run, err := h.findRun(c, repoID, id, actionsWrite)
		if err != nil {
			return err
		}
		if run.latest().status == "completed" {
			return conflict("Cannot cancel a workflow run that is completed.")
		}
		engine = h.engine
		return nil
	})
	if err == nil && engine != nil {
		engine.Cancel(id)
	}
	return err
}
