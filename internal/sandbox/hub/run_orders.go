package hub

import "time"

// RerunRun makes another attempt of a completed run: of all its jobs, or of
// those that failed and those that depend on them.
// Source: docs.github.com/rest/actions/workflow-runs#re-run-a-workflow.
func (h *Hub) RerunRun(c Caller, repoID, id int64, failedOnly bool) error {
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
		if failedOnly && last.conclusion != "failure" && last.conclusion != "cancelled" {
			return forbidden("This workflow run has no failed jobs")
		}
		run.attempts = append(run.attempts, &attempt{triggering: c.User, status: "queued", startedAt: now, updatedAt: now})
		again, engine = run.at(len(run.attempts)), h.engine
		return nil
	})
	if err == nil && engine != nil {
		engine.Rerun(again, failedOnly)
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
