package hub

import (
	"slices"
	"time"
)

// Run is one attempt of a workflow run; the latest, if nothing else is said.
type Run struct {
	ID           int64
	Repo         int64
	Workflow     int64 // database id
	WorkflowName string
	Path         string // of the workflow file
	Number       int    // counts the runs of the workflow
	Title        string // display_title
	Event        string
	Ref          string // full name
	SHA          string
	Suite        int64 // database id of the check suite
	Actor        User  // who caused the run
	CreatedAt    time.Time
	Referenced   []ReferencedWorkflow

	Attempt    int
	Triggering User   // who caused the attempt
	Status     string // queued, pending (waits for its concurrency group), in_progress, completed
	Conclusion string // success, failure, cancelled, skipped; empty until completed
	StartedAt  time.Time
	UpdatedAt  time.Time
}

// ReferencedWorkflow is a workflow file that a job of a run calls.
type ReferencedWorkflow struct {
	Path string // OWNER/REPO/.github/workflows/FILE@REF, as it is called
	SHA  string // commit that the file was read at
	Ref  string // full name; empty: it is called by the commit
}

// NodeID is the run's node id.
func (r Run) NodeID() string { return Node{Kind: RunNode, Repo: r.Repo, ID: r.ID}.String() }

// Branch is the run's head_branch: the short name of its ref.
func (r Run) Branch() string { return shortRef(r.Ref) }

// Completed reports whether the attempt is over.
func (r Run) Completed() bool { return r.Status == "completed" }

// run is a run's state.
type run struct {
	repo     *repo
	common   Run // without what each attempt has of its own
	attempts []*attempt
}

type attempt struct {
	triggering User
	status     string
	conclusion string
	startedAt  time.Time
	updatedAt  time.Time
	jobs       []*job
}

// Runs lists the runs of a repository by their latest attempts, newest first.
func (h *Hub) Runs(c Caller, repoID int64) ([]Run, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, actionsRead)
	if err != nil {
		return nil, err
	}
	var list []Run
	for _, run := range slices.Backward(r.runs) {
		list = append(list, run.at(len(run.attempts)))
	}
	return list, nil
}

// Run finds a run by its id, at its latest attempt.
func (h *Hub) Run(c Caller, repoID, id int64) (Run, error) {
	return h.RunAttempt(c, repoID, id, 0)
}

// RunAttempt finds one attempt of a run; 0 is the latest.
func (h *Hub) RunAttempt(c Caller, repoID, id int64, number int) (Run, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	run, err := h.findRun(c, repoID, id, actionsRead)
	if err != nil {
		return Run{}, err
	}
	if number == 0 {
		number = len(run.attempts)
	}
	if number < 1 || number > len(run.attempts) {
		return Run{}, notFound()
	}
	return run.at(number), nil
}

// findRun finds a run of a repository. The mutex is held.
func (h *Hub) findRun(c Caller, repoID, id int64, n Need) (*run, error) {
	r, err := h.allowed(c, repoID, n)
	if err != nil {
		return nil, err
	}
	if run := h.runs[id]; run != nil && run.repo == r {
		return run, nil
	}
	return nil, notFound()
}

// at is the run as its attempt of that number has it.
func (r *run) at(number int) Run {
	a := r.attempts[number-1]
	view := r.common
	view.Attempt, view.Triggering, view.Status, view.Conclusion = number, a.triggering, a.status, a.conclusion
	view.StartedAt, view.UpdatedAt = a.startedAt, a.updatedAt
	return view
}

// latest is the latest attempt.
func (r *run) latest() *attempt { return r.attempts[len(r.attempts)-1] }
