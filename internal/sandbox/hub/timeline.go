package hub

import "time"

// TimelineKind is the name of a timeline event in REST.
// Source: docs.github.com/rest/using-the-rest-api/issue-event-types.
type TimelineKind string

// Kinds of timeline events.
const (
	Labeled         TimelineKind = "labeled"
	Unlabeled       TimelineKind = "unlabeled"
	Renamed         TimelineKind = "renamed"
	Closed          TimelineKind = "closed"
	Reopened        TimelineKind = "reopened"
	Assigned        TimelineKind = "assigned"
	Unassigned      TimelineKind = "unassigned"
	Commented       TimelineKind = "commented"
	CommentDeleted  TimelineKind = "comment_deleted"
	CrossReferenced TimelineKind = "cross-referenced"
	Transferred     TimelineKind = "transferred"
)

// TimelineItem is one event of an issue. Which fields are set besides the
// first five follows from Kind.
type TimelineItem struct {
	ID    int64
	Kind  TimelineKind
	Actor User
	At    time.Time
	App   string // slug of the App through which it was done; empty: none
	Issue int64  // database id

	Label       Label       // labeled, unlabeled: as it is now; as it was then once deleted
	From, To    string      // renamed
	StateReason StateReason // closed, reopened
	Assignee    User        // assigned, unassigned
	Comment     int64       // commented: database id
	Author      User        // comment_deleted: whose comment it was
	Source      int64       // cross-referenced: database id of the issue that refers
	FromRepo    string      // transferred: OWNER/NAME
	Intent      *Intent     // labeled: set when an agent gave its reasons, or its suggestion was accepted
}

// Intent is why an agent wanted a change. Only REST shows it.
// Source: docs.github.com/rest/issues/timeline, nullable-issue-event-intent.
type Intent struct {
	Rationale  string
	Confidence string // LOW, MEDIUM, HIGH; empty: not given
}

// NodeID is the event's node id.
func (t TimelineItem) NodeID() string { return Node{Kind: TimelineNode, ID: t.ID}.String() }

// Timeline lists an issue's events in the order they happened, without
// references from issues that the caller may not see.
func (h *Hub) Timeline(c Caller, issueID int64) ([]TimelineItem, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	i, _, err := h.seenIssue(c, issueID)
	if err != nil {
		return nil, err
	}
	var list []TimelineItem
	for _, t := range i.timeline {
		if source := h.issues[t.Source]; t.Source != 0 && (source == nil || !h.sees(c, source.repo)) {
			continue
		}
		t.Issue, t.Actor, t.Assignee, t.Author = i.id, h.asNow(t.Actor), h.asNow(t.Assignee), h.asNow(t.Author)
		if l := i.repo.labelByID(t.Label.ID); l != nil {
			t.Label = *l
		}
		list = append(list, t)
	}
	return list, nil
}

// record appends an event to an issue's timeline and returns it. The mutex is
// held.
func (h *Hub) record(c Caller, i *issue, t TimelineItem) TimelineItem {
	t.ID, t.Actor, t.At, t.App, t.Issue = h.nextID(timelineIDs), c.User, h.now, c.App(), i.id
	i.timeline = append(i.timeline, t)
	i.updatedAt = h.now
	return t
}
