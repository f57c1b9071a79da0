package hub

import (
	"slices"
	"time"
)

// WorkflowState is GitHub's word for whether a workflow starts.
type WorkflowState string

// States of workflows. Those in which GitHub itself puts them are not modelled.
// Source: docs.github.com, "Disabling and enabling a workflow".
const (
	WorkflowActive   WorkflowState = "active"
	WorkflowDisabled WorkflowState = "disabled_manually"
)

// SetWorkflowState switches a workflow, given by its database id or the name
// of its file, on or off.
// Source: docs.github.com/rest/actions/workflows.
func (h *Hub) SetWorkflowState(c Caller, repoID int64, idOrFile string, state WorkflowState) error {
	w, err := h.Workflow(c, repoID, idOrFile)
	if err != nil {
		return err
	}
	return h.write(func(now time.Time) error {
		r, err := h.allowed(c, repoID, actionsWrite)
		if err != nil {
			return err
		}
		for _, own := range r.workflows {
			if own.ID == w.ID {
				own.State, own.UpdatedAt = state, now
			}
		}
		return nil
	})
}

// IsWorkflowDisabled reports whether the workflow of a file starts no runs. It
// is for the engine.
func (h *Hub) IsWorkflowDisabled(repoID int64, path string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.repos[repoID]
	return r != nil && slices.ContainsFunc(r.workflows, func(w *Workflow) bool { return w.Path == path && w.State != WorkflowActive })
}
