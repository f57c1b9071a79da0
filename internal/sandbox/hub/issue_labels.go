package hub

import (
	"slices"
	"time"
)

// AddLabels puts labels on an issue, by name. It takes triage, also of the
// issue's author; a name that no label has is made a label, which takes write.
func (h *Hub) AddLabels(c Caller, issueID int64, names ...string) (Issue, error) {
	return h.changeIssue(c, issueID, issueTriage, func(i *issue) error {
		labels, err := h.labelsNamed(c, i.repo, names)
		if err != nil {
			return err
		}
		for _, l := range labels {
			h.addLabelTo(c, i, l, nil)
		}
		return nil
	})
}

// AddLabel puts one label on an issue, with the reasons of the agent that asks
// for it, or whose suggestion the caller accepts; nil: none.
func (h *Hub) AddLabel(c Caller, issueID int64, name string, why *Intent) (Issue, error) {
	return h.changeIssue(c, issueID, issueTriage, func(i *issue) error {
		labels, err := h.labelsNamed(c, i.repo, []string{name})
		if err != nil {
			return err
		}
		h.addLabelTo(c, i, labels[0], why)
		return nil
	})
}

// SetLabels replaces an issue's labels.
func (h *Hub) SetLabels(c Caller, issueID int64, names ...string) (Issue, error) {
	return h.changeIssue(c, issueID, issueTriage, func(i *issue) error { return h.setLabels(c, i, names) })
}

// RemoveLabel takes a label off an issue; NotFound if it does not bear it.
func (h *Hub) RemoveLabel(c Caller, issueID int64, name string) (Issue, error) {
	return h.changeIssue(c, issueID, issueTriage, func(i *issue) error {
		l := i.repo.label(name)
		if l == nil || !slices.Contains(i.labels, l.ID) {
			return &Error{Kind: NotFound, Message: "Label does not exist"}
		}
		h.removeLabelFrom(c, i, l)
		return nil
	})
}

// changeIssue runs one change of an issue by a caller who fulfils the need.
func (h *Hub) changeIssue(c Caller, id int64, n Need, change func(*issue) error) (Issue, error) {
	var changed Issue
	err := h.write(func(time.Time) error {
		i, r, err := h.seenIssue(c, id)
		if err != nil {
			return err
		}
		if err := h.check(c, r, n); err != nil {
			return err
		}
		if err := change(i); err != nil {
			return err
		}
		changed = h.issue(i)
		return nil
	})
	return changed, err
}

// setLabels makes the named labels the only ones. The mutex is held.
func (h *Hub) setLabels(c Caller, i *issue, names []string) error {
	labels, err := h.labelsNamed(c, i.repo, names)
	if err != nil {
		return err
	}
	for _, id := range slices.Clone(i.labels) {
		if !slices.ContainsFunc(labels, func(l *Label) bool { return l.ID == id }) {
			h.removeLabelFrom(c, i, i.repo.labelByID(id))
		}
	}
	for _, l := range labels {
		h.addLabelTo(c, i, l, nil)
	}
	return nil
}

// labelsNamed finds labels, and makes those that are missing if the caller
// may; nothing is made unless all can be. The mutex is held.
func (h *Hub) labelsNamed(c Caller, r *repo, names []string) ([]*Label, error) {
	for _, name := range names {
		if r.label(name) != nil {
			continue
		}
		if h.check(c, r, labelWrite) != nil {
			return nil, &Error{Kind: Forbidden, Message: "You do not have permission to create labels on this repository.",
				Fields: []FieldError{{Resource: "Repository", Field: "label", Code: "unauthorized"}}}
		}
		if err := r.checkLabel(nil, name, ""); err != nil {
			return nil, err
		}
	}
	var labels []*Label
	for _, name := range names {
		l := r.label(name)
		if l == nil {
			l = h.addLabel(r, name, "", "")
		}
		if !slices.Contains(labels, l) {
			labels = append(labels, l)
		}
	}
	return labels, nil
}

// addLabelTo puts a label on an issue unless it is there. The mutex is held.
func (h *Hub) addLabelTo(c Caller, i *issue, l *Label, why *Intent) {
	if slices.Contains(i.labels, l.ID) {
		return
	}
	i.labels = append(i.labels, l.ID)
	h.record(c, i, TimelineItem{Kind: Labeled, Label: *l, Intent: why})
	label := *l
	h.publishIssue(c, i, "labeled", Event{Label: &label})
}

// removeLabelFrom takes a label off an issue that bears it. The mutex is held.
func (h *Hub) removeLabelFrom(c Caller, i *issue, l *Label) {
	i.labels = slices.DeleteFunc(i.labels, func(id int64) bool { return id == l.ID })
	h.record(c, i, TimelineItem{Kind: Unlabeled, Label: *l})
	label := *l
	h.publishIssue(c, i, "unlabeled", Event{Label: &label})
}
