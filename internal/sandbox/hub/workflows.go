package hub

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Workflow is a workflow file that GitHub has seen on the default branch, or
// of which there are runs.
type Workflow struct {
	ID        int64
	Repo      int64
	Name      string
	Path      string // .github/workflows/publish.yml
	State     WorkflowState
	CreatedAt time.Time
	UpdatedAt time.Time
}

// NodeID is the workflow's node id.
func (w Workflow) NodeID() string {
	return Node{Kind: WorkflowNode, Repo: w.Repo, ID: w.ID}.String()
}

// WorkflowFile is a workflow file at some commit.
type WorkflowFile struct{ Path, Name string }

// Engine is the program that reads workflow files and runs them. The hub calls
// it without holding its mutex; it may call the hub.
type Engine interface {
	// Files lists the workflow files at the head of the default branch.
	Files(Repository) ([]WorkflowFile, error)
	// Accept reports why a workflow_dispatch cannot start a run, or the full
	// name of the ref.
	Accept(repo Repository, path, ref string, inputs map[string]any) (fullRef string, err error)
	// Rerun runs the attempt that was just made.
	Rerun(run Run, which Again)
	// Cancel cancels a run that has not completed.
	Cancel(runID int64)
}

// SetEngine names the engine. It is called once, before anything happens.
func (h *Hub) SetEngine(e Engine) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.engine = e
}

func (h *Hub) currentEngine() Engine {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.engine
}

var (
	actionsRead  = Need{Permission: "actions", Access: ReadAccess, Role: Read}
	actionsWrite = Need{Permission: "actions", Access: WriteAccess, Role: Write}
)

// Workflows lists a repository's workflows, oldest first.
func (h *Hub) Workflows(c Caller, repoID int64) ([]Workflow, error) {
	if err := h.refreshWorkflows(c, repoID); err != nil {
		return nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, actionsRead)
	if err != nil {
		return nil, err
	}
	var list []Workflow
	for _, w := range r.workflows {
		list = append(list, *w)
	}
	return list, nil
}

// Workflow finds a workflow by its database id or the name of its file.
func (h *Hub) Workflow(c Caller, repoID int64, idOrFile string) (Workflow, error) {
	list, err := h.Workflows(c, repoID)
	if err != nil {
		return Workflow{}, err
	}
	for _, w := range list {
		if strconv.FormatInt(w.ID, 10) == idOrFile || path.Base(w.Path) == idOrFile {
			return w, nil
		}
	}
	return Workflow{}, notFound()
}

// refreshWorkflows takes note of the files that are there now.
func (h *Hub) refreshWorkflows(c Caller, repoID int64) error {
	repository, err := h.RepoByID(c, repoID)
	if err != nil {
		return err
	}
	engine := h.currentEngine()
	if engine == nil {
		return nil
	}
	files, err := engine.Files(repository)
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, f := range files {
		h.workflow(h.repos[repoID], f)
	}
	return nil
}

// workflow finds or makes the workflow of a file. The mutex is held.
func (h *Hub) workflow(r *repo, f WorkflowFile) *Workflow {
	n := slices.IndexFunc(r.workflows, func(w *Workflow) bool { return w.Path == f.Path })
	if n < 0 {
		w := &Workflow{ID: h.nextID(workflowIDs), Repo: r.ID, Name: f.Name, Path: f.Path, State: WorkflowActive, CreatedAt: h.now, UpdatedAt: h.now}
		r.workflows = append(r.workflows, w)
		return w
	}
	r.workflows[n].Name = f.Name
	return r.workflows[n]
}

// DispatchWorkflow starts a run of a workflow at a branch or tag, given by its
// short or its full name, and returns the run.
// Source: docs.github.com/rest/actions/workflows#create-a-workflow-dispatch-event.
func (h *Hub) DispatchWorkflow(c Caller, repoID int64, idOrFile, ref string, inputs map[string]any) (Run, error) {
	if err := h.Check(c, repoID, actionsWrite); err != nil {
		return Run{}, err
	}
	w, err := h.Workflow(c, repoID, idOrFile)
	if err != nil {
		return Run{}, err
	}
	if w.State != WorkflowActive {
		return Run{}, &Error{Kind: Invalid, Message: "Cannot trigger a 'workflow_dispatch' on a disabled workflow"}
	}
	repository, err := h.RepoByID(c, repoID)
	if err != nil {
		return Run{}, err
	}
	if enabled, _ := h.ActionsDefaults(repoID); !enabled {
		return Run{}, &Error{Kind: Invalid, Message: "Actions is disabled for this repository"}
	}
	full, err := h.currentEngine().Accept(repository, w.Path, ref, inputs)
	if err != nil {
		return Run{}, err
	}
	var before int
	err = h.write(func(time.Time) error {
		r, err := h.allowed(c, repoID, actionsWrite)
		if err != nil {
			return err
		}
		before = len(r.runs)
		h.publish(c, r, Event{Name: "workflow_dispatch", Dispatch: &Dispatch{Workflow: w.Path, Ref: full, Inputs: inputs}})
		return nil
	})
	if err != nil {
		return Run{}, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, run := range h.repos[repoID].runs[before:] {
		if made := run.common; made.Event == "workflow_dispatch" && made.Workflow == w.ID && made.Actor.ID == c.User.ID {
			return run.at(len(run.attempts)), nil
		}
	}
	return Run{}, fmt.Errorf("the dispatch of %s started no run", w.Path)
}

// shortRef is a ref's name as runs bear it in head_branch: without refs/heads/
// or refs/tags/.
func shortRef(ref string) string {
	return strings.TrimPrefix(strings.TrimPrefix(ref, "refs/heads/"), "refs/tags/")
}
