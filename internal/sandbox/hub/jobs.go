package hub

import (
	"maps"
	"slices"
	"time"
)

// WorkflowJob is one job of an attempt of a run. Its id is that of its check run.
type WorkflowJob struct {
	ID           int64
	Repo         int64
	Run          int64
	Attempt      int
	WorkflowName string
	Key          string // in the workflow file
	Name         string
	SHA          string
	Ref          string
	Status       string // queued, in_progress, completed
	Conclusion   string // success, failure, cancelled, skipped
	Steps        []Step
	Outputs      map[string]string // no door shows them
	CreatedAt    time.Time
	StartedAt    time.Time
	CompletedAt  time.Time
}

// NodeID is the job's node id, which is its check run's.
func (j WorkflowJob) NodeID() string {
	return Node{Kind: CheckRunNode, Repo: j.Repo, ID: j.ID}.String()
}

// Step is one step of a job.
type Step struct {
	Number      int // from 1
	Name        string
	Status      string // queued, in_progress, completed
	Conclusion  string // success, failure, cancelled, skipped
	StartedAt   time.Time
	CompletedAt time.Time
}

// JobChange is what the engine reports of a job; zero members change nothing.
type JobChange struct {
	Name       string
	Status     string
	Conclusion string
	Outputs    map[string]string
	Step       *Step // by number; its times are the hub's
	Note       *Annotation
	Summary    string // added to what is there
}

// job is a job's state; what a check run has too is in check.
type job struct {
	run       *run
	attempt   int
	key       string
	check     *CheckRun
	steps     []Step
	outputs   map[string]string
	log       []logLine
	createdAt time.Time
}

// Jobs lists the jobs of one attempt of a run, 0 for the latest, or with -1 of
// all attempts.
func (h *Hub) Jobs(c Caller, repoID, runID int64, attempt int) ([]WorkflowJob, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	run, err := h.findRun(c, repoID, runID, actionsRead)
	if err != nil {
		return nil, err
	}
	if attempt > len(run.attempts) {
		return nil, notFound()
	}
	wanted := run.attempts
	switch {
	case attempt == 0:
		wanted = wanted[len(wanted)-1:]
	case attempt > 0:
		wanted = wanted[attempt-1 : attempt]
	}
	var list []WorkflowJob
	for _, a := range wanted {
		for _, j := range a.jobs {
			list = append(list, j.view())
		}
	}
	return list, nil
}

// Job finds a job by its id.
func (h *Hub) Job(c Caller, repoID, id int64) (WorkflowJob, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	j, err := h.findJob(c, repoID, id)
	if err != nil {
		return WorkflowJob{}, err
	}
	return j.view(), nil
}

func (h *Hub) findJob(c Caller, repoID, id int64) (*job, error) {
	r, err := h.allowed(c, repoID, actionsRead)
	if err != nil {
		return nil, err
	}
	if j := h.jobs[id]; j != nil && j.run.repo == r {
		return j, nil
	}
	return nil, notFound()
}

func (j *job) view() WorkflowJob {
	common := j.run.common
	return WorkflowJob{
		ID: j.check.ID, Repo: common.Repo, Run: common.ID, Attempt: j.attempt, WorkflowName: common.WorkflowName, Key: j.key,
		Name: j.check.Name, SHA: common.SHA, Ref: common.Ref, Status: j.check.Status, Conclusion: j.check.Conclusion,
		Steps: slices.Clone(j.steps), Outputs: maps.Clone(j.outputs),
		CreatedAt: j.createdAt, StartedAt: j.check.StartedAt, CompletedAt: j.check.CompletedAt,
	}
}

// apply makes a change. The mutex is held.
func (j *job) apply(c JobChange, now time.Time) {
	if c.Name != "" {
		j.check.Name = c.Name
	}
	if c.Status == "in_progress" {
		j.check.StartedAt = now
	}
	if c.Status != "" {
		j.check.Status, j.check.Conclusion = c.Status, c.Conclusion
	}
	if c.Status == "completed" {
		j.check.CompletedAt = now
	}
	if c.Outputs != nil {
		j.outputs = maps.Clone(c.Outputs)
	}
	if c.Note != nil {
		j.check.Annotations = append(j.check.Annotations, *c.Note)
	}
	j.check.Summary += c.Summary
	if c.Step != nil {
		j.setStep(*c.Step, now)
	}
}

func (j *job) setStep(s Step, now time.Time) {
	n := slices.IndexFunc(j.steps, func(old Step) bool { return old.Number == s.Number })
	if n < 0 {
		n = len(j.steps)
		s.StartedAt = now
		j.steps = append(j.steps, s)
	}
	s.StartedAt = j.steps[n].StartedAt
	if s.Status == "completed" {
		s.CompletedAt = now
	}
	// A copy, because a carried job shares the steps of its former self.
	j.steps = slices.Clone(j.steps)
	j.steps[n] = s
}

// Branch is the job's head_branch: the short name of its ref.
func (j WorkflowJob) Branch() string { return shortRef(j.Ref) }
