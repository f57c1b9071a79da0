package hub

import "time"

// TransferIssue moves an issue to another repository of the same owner, where
// it gets a new id and number. The old ones lead to it. Labels follow by name.
// It takes write in both repositories.
// Source: docs.github.com, "Transferring an issue to another repository".
func (h *Hub) TransferIssue(c Caller, issueID, toRepo int64) (Issue, error) {
	var moved Issue
	err := h.write(func(time.Time) error {
		i, from, err := h.seenIssue(c, issueID)
		if err != nil {
			return err
		}
		if err := h.check(c, from, issueWrite); err != nil {
			return err
		}
		to, err := h.allowed(c, toRepo, issueWrite)
		if err != nil {
			return err
		}
		if to == from || to.owner != from.owner || (from.Private && !to.Private) {
			return &Error{Kind: Invalid, Message: "The issue cannot be transferred to this repository."}
		}
		var labels []int64
		for _, id := range i.labels {
			if l := to.label(from.labelByID(id).Name); l != nil {
				labels = append(labels, l.ID)
			}
		}
		h.publishIssue(c, i, "transferred", Event{})
		from.issues[i.number-1], from.moved[int(i.number)] = nil, i
		to.issues = append(to.issues, i)
		i.repo, i.number, i.labels, i.id = to, int64(len(to.issues)), labels, h.nextID(issueIDs)
		h.issues[i.id] = i // and the former id stays in the map
		h.record(c, i, TimelineItem{Kind: Transferred, FromRepo: h.repository(from).FullName()})
		moved = h.issue(i)
		return nil
	})
	return moved, err
}

// MovedIssue finds where the issue that had a number went, if the caller may
// see it there.
func (h *Hub) MovedIssue(c Caller, repoID int64, number int) (Issue, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, issueRead)
	if err != nil {
		return Issue{}, false
	}
	i := r.moved[number]
	if i == nil || h.check(c, i.repo, issueRead) != nil {
		return Issue{}, false
	}
	return h.issue(i), true
}

// DeleteIssue deletes an issue, which takes admin. Its number answers Gone.
func (h *Hub) DeleteIssue(c Caller, issueID int64) error {
	return h.write(func(time.Time) error {
		i, r, err := h.seenIssue(c, issueID)
		if err != nil {
			return err
		}
		if err := h.check(c, r, issueAdmin); err != nil {
			return err
		}
		h.publishIssue(c, i, "deleted", Event{})
		r.issues[i.number-1] = nil
		for id, other := range h.issues {
			if other == i {
				delete(h.issues, id)
			}
		}
		for _, m := range i.comments {
			delete(h.comments, m.id)
		}
		return nil
	})
}
