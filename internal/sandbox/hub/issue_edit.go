package hub

import (
	"slices"
	"time"
)

// IssueChange says what to change of an issue; nil: nothing.
type IssueChange struct {
	Title, Body *string
	State       *State
	StateReason StateReason // with State; empty: completed, or reopened
	Labels      *[]string   // all of them, by name
	Assignees   *[]string   // all of them, by login
}

// UpdateIssue changes an issue. Its author may, and whoever has triage; labels
// and assignees of one without triage are dropped without a word, and an
// author reopens only what they closed.
// Source: docs.github.com/rest/issues/issues#update-an-issue and "Repository
// roles for an organization".
func (h *Hub) UpdateIssue(c Caller, id int64, ch IssueChange) (Issue, error) {
	var changed Issue
	err := h.write(func(time.Time) error {
		i, r, err := h.seenIssue(c, id)
		if err != nil {
			return err
		}
		if err := h.mayUpdate(c, i, ch); err != nil {
			return err
		}
		if err := ch.problem(); err != nil {
			return err
		}
		if h.check(c, r, issueTriage) == nil {
			if ch.Labels != nil {
				if err := h.setLabels(c, i, *ch.Labels); err != nil {
					return err
				}
			}
			if ch.Assignees != nil {
				h.setAssignees(c, i, h.assignable(r, *ch.Assignees))
			}
		}
		h.editIssue(c, i, ch)
		h.setState(c, i, ch)
		changed = h.issue(i)
		return nil
	})
	return changed, err
}

// mayUpdate reports why the caller may not make the change. The mutex is held.
func (h *Hub) mayUpdate(c Caller, i *issue, ch IssueChange) error {
	err := h.check(c, i.repo, issueTriage)
	if err == nil || i.author != c.User.ID {
		return err
	}
	if err := h.check(c, i.repo, issueOpen); err != nil {
		return err
	}
	if ch.State != nil && *ch.State == Open && i.state == ClosedState && i.closedBy != c.User.ID {
		return forbidden(mustAdmin)
	}
	return nil
}

// problem reports what is wrong with the new values.
func (ch IssueChange) problem() error {
	if ch.Title != nil {
		if err := checkTitle(*ch.Title); err != nil {
			return err
		}
	}
	if ch.Body != nil {
		if err := checkBody("Issue", *ch.Body); err != nil {
			return err
		}
	}
	if ch.State != nil && *ch.State != Open && *ch.State != ClosedState {
		return invalid(FieldError{Resource: "Issue", Field: "state", Code: "invalid", Value: string(*ch.State)})
	}
	return nil
}

// editIssue sets title and body. The mutex is held.
func (h *Hub) editIssue(c Caller, i *issue, ch IssueChange) {
	var from Changes
	if ch.Title != nil && *ch.Title != i.title {
		h.record(c, i, TimelineItem{Kind: Renamed, From: i.title, To: *ch.Title})
		replace(&i.title, ch.Title, &from.Title)
	}
	if ch.Body != nil {
		if before, changed := i.text.set(h, h.user(i.author), i.createdAt, c.User, *ch.Body); changed {
			from.Body = &before
			h.refer(c, i, *ch.Body)
		}
	}
	if from == (Changes{}) {
		return
	}
	i.updatedAt = h.now
	h.publishIssue(c, i, "edited", Event{Changes: &from})
}

// setState closes or reopens, or gives a closed issue another reason. The
// mutex is held.
func (h *Hub) setState(c Caller, i *issue, ch IssueChange) {
	if ch.State == nil || (*ch.State == Open && i.state == Open) {
		return
	}
	reason := ch.StateReason
	if *ch.State == Open {
		i.state, i.reason, i.closedAt, i.closedBy = Open, ReopenedReason, time.Time{}, 0
		h.record(c, i, TimelineItem{Kind: Reopened})
		h.publishIssue(c, i, "reopened", Event{})
		return
	}
	if reason == "" || reason == ReopenedReason {
		reason = Completed
	}
	if i.state == ClosedState && i.reason == reason {
		return
	}
	i.state, i.reason, i.closedAt, i.closedBy = ClosedState, reason, h.now, c.User.ID
	h.record(c, i, TimelineItem{Kind: Closed, StateReason: reason})
	h.publishIssue(c, i, "closed", Event{})
}

// setAssignees makes the accounts the only assignees. The mutex is held.
func (h *Hub) setAssignees(c Caller, i *issue, ids []int64) {
	for _, id := range slices.Clone(i.assignees) {
		if !slices.Contains(ids, id) {
			i.assignees = slices.DeleteFunc(i.assignees, func(x int64) bool { return x == id })
			h.record(c, i, TimelineItem{Kind: Unassigned, Assignee: h.user(id)})
		}
	}
	for _, id := range ids {
		if !slices.Contains(i.assignees, id) {
			i.assignees = append(i.assignees, id)
			h.record(c, i, TimelineItem{Kind: Assigned, Assignee: h.user(id)})
		}
	}
}
