package hub

import (
	"maps"
	"time"
)

// What follows is for the engine: it asks for no caller, because GitHub itself
// records what becomes of a run.

// RunSpec is a run that an event starts.
type RunSpec struct {
	ID       int64 // from NextRun
	Repo     int64
	Workflow WorkflowFile
	Title    string
	Event    string
	Ref      string
	SHA      string
	Actor    User
	Status   string // queued or pending

	Referenced []ReferencedWorkflow
}

// NextRun reserves the id of a run, and says what number it will have if it is
// the workflow's next.
func (h *Hub) NextRun(repoID int64, path string) (id int64, number int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	number = 1
	if r := h.repos[repoID]; r != nil {
		for _, run := range r.runs {
			if run.common.Path == path {
				number++
			}
		}
	}
	return h.nextID(runIDs), number
}

// AddRun records a run with its first attempt.
func (h *Hub) AddRun(s RunSpec) (Run, error) {
	_, number := h.NextRun(s.Repo, s.Workflow.Path)
	var made Run
	err := h.write(func(now time.Time) error {
		r := h.repos[s.Repo]
		if r == nil {
			return notFound()
		}
		w := h.workflow(r, s.Workflow)
		state := &run{repo: r, common: Run{
			ID: s.ID, Repo: s.Repo, Workflow: w.ID, WorkflowName: w.Name, Path: w.Path, Number: number, Title: s.Title,
			Event: s.Event, Ref: s.Ref, SHA: s.SHA, Actor: s.Actor, CreatedAt: now,
			Referenced: s.Referenced, Suite: h.suite(r, s.SHA, shortRef(s.Ref), ActionsApp, s.ID).ID,
		}}
		state.attempts = []*attempt{{triggering: s.Actor, status: s.Status, startedAt: now, updatedAt: now}}
		r.runs = append(r.runs, state)
		h.runs[s.ID] = state
		made = state.at(1)
		return nil
	})
	return made, err
}

// SetRunStatus records where the latest attempt of a run stands.
func (h *Hub) SetRunStatus(id int64, status, conclusion string) error {
	return h.write(func(now time.Time) error {
		run := h.runs[id]
		if run == nil {
			return notFound()
		}
		a := run.latest()
		a.status, a.conclusion, a.updatedAt = status, conclusion, now
		return nil
	})
}

// SetReferenced records which workflow files another attempt of a run calls.
func (h *Hub) SetReferenced(id int64, list []ReferencedWorkflow) error {
	return h.write(func(time.Time) error {
		run := h.runs[id]
		if run == nil {
			return notFound()
		}
		run.common.Referenced = list
		return nil
	})
}

// AddJob records a job of the latest attempt of a run, with the key that it has
// in the workflow file.
func (h *Hub) AddJob(runID int64, key, name string) (WorkflowJob, error) {
	var made WorkflowJob
	err := h.write(func(now time.Time) error {
		j, err := h.addJob(runID, key, CheckRun{Name: name, Status: "queued", StartedAt: now})
		if err == nil {
			made = j.view()
		}
		return err
	})
	return made, err
}

// CarryJob records that the latest attempt of a run keeps a job of an earlier
// one, with its steps and times.
func (h *Hub) CarryJob(old WorkflowJob) error {
	return h.write(func(time.Time) error {
		from := h.jobs[old.ID]
		if from == nil {
			return notFound()
		}
		j, err := h.addJob(old.Run, old.Key, from.check.clone())
		if err != nil {
			return err
		}
		j.steps, j.log, j.outputs = from.steps, from.log, maps.Clone(from.outputs)
		return nil
	})
}

// addJob adds a job and its check run. The mutex is held.
func (h *Hub) addJob(runID int64, key string, check CheckRun) (*job, error) {
	run := h.runs[runID]
	if run == nil {
		return nil, notFound()
	}
	check.SHA, check.App = run.common.SHA, ActionsApp
	suite := h.suite(run.repo, run.common.SHA, shortRef(run.common.Ref), ActionsApp, runID)
	made := h.addCheckRun(run.repo, suite, check)
	j := &job{run: run, attempt: len(run.attempts), key: key, createdAt: h.now, check: run.repo.checkRuns[len(run.repo.checkRuns)-1]}
	h.jobs[made.ID] = j
	a := run.latest()
	a.jobs = append(a.jobs, j)
	return j, nil
}

// ChangeJob records progress of a job.
func (h *Hub) ChangeJob(id int64, change JobChange) error {
	return h.write(func(now time.Time) error {
		j := h.jobs[id]
		if j == nil {
			return notFound()
		}
		j.apply(change, now)
		j.run.attempts[j.attempt-1].updatedAt = now
		return nil
	})
}

// UseEnvironment finds an environment that a job names. One that does not
// exist is made, without any protection.
// Source: docs.github.com/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments.
func (h *Hub) UseEnvironment(repoID int64, name string) (Environment, error) {
	var used Environment
	err := h.write(func(time.Time) error {
		r := h.repos[repoID]
		if r == nil {
			return notFound()
		}
		used = h.putEnvironment(r, name).clone()
		return nil
	})
	return used, err
}
