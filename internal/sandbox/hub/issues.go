package hub

import (
	"slices"
	"time"
)

// State is whether an issue is open.
type State string

// States of an issue.
const (
	Open        State = "open"
	ClosedState State = "closed"
)

// StateReason is why an issue is in its state; empty: none given.
type StateReason string

// Reasons.
const (
	Completed      StateReason = "completed"
	NotPlanned     StateReason = "not_planned"
	Duplicate      StateReason = "duplicate"
	ReopenedReason StateReason = "reopened"
)

// Issue is what GitHub says of an issue.
type Issue struct {
	ID          int64
	Repo        int64
	Number      int
	Title       string
	Body        string
	Author      User
	App         string // slug of the App through which it was made; empty: none
	State       State
	StateReason StateReason
	Labels      []Label
	Assignees   []User
	Comments    int
	CreatedAt   time.Time
	UpdatedAt   time.Time
	ClosedAt    time.Time // zero: open
	ClosedBy    User      // zero: open
	Edits       []Edit    // of the body; see Edit
	Pull        *Pull     // nil: not a pull request
}

// NodeID is the issue's node id.
func (i Issue) NodeID() string {
	kind := IssueNode
	if i.Pull != nil {
		kind = PullRequestNode
	}
	return Node{Kind: kind, Repo: i.Repo, ID: i.ID}.String()
}

// HasLabel reports whether the issue bears the label of that very name.
func (i Issue) HasLabel(name string) bool {
	return slices.ContainsFunc(i.Labels, func(l Label) bool { return l.Name == name })
}

// issue is an issue's state.
type issue struct {
	id, number int64
	repo       *repo
	title      string
	text       text
	author     int64
	app        string
	state      State
	reason     StateReason
	labels     []int64
	assignees  []int64
	comments   []*comment
	timeline   []TimelineItem
	createdAt  time.Time
	updatedAt  time.Time
	closedAt   time.Time
	closedBy   int64
	pull       *Pull
}

var (
	issueRead = Need{Permission: "issues", Access: ReadAccess, Role: Read}
	// issueOpen: whoever can read may open issues and comment.
	// Source: docs.github.com, "Repository roles for an organization".
	issueOpen   = Need{Permission: "issues", Access: WriteAccess, Role: Read}
	issueTriage = Need{Permission: "issues", Access: WriteAccess, Role: Triage}
	issueWrite  = Need{Permission: "issues", Access: WriteAccess, Role: Write}
	issueAdmin  = Need{Permission: "issues", Access: WriteAccess, Role: Admin}
)

// Issue finds an issue by its number: Gone if it was deleted, NotFound if it
// moved, and MovedIssue knows where to.
func (h *Hub) Issue(c Caller, repoID int64, number int) (Issue, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, issueRead)
	if err != nil {
		return Issue{}, err
	}
	i := r.issue(number)
	switch {
	case i != nil:
		return h.issue(i), nil
	case number > 0 && number <= len(r.issues) && r.moved[number] == nil:
		return Issue{}, &Error{Kind: Gone, Message: "This issue was deleted"}
	}
	return Issue{}, notFound()
}

// IssueByID finds an issue by its database id.
func (h *Hub) IssueByID(c Caller, id int64) (Issue, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	i, _, err := h.seenIssue(c, id)
	if err != nil {
		return Issue{}, err
	}
	return h.issue(i), nil
}

// Issues lists a repository's issues by number.
func (h *Hub) Issues(c Caller, repoID int64) ([]Issue, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, issueRead)
	if err != nil {
		return nil, err
	}
	var list []Issue
	for _, i := range r.issues {
		if i != nil {
			list = append(list, h.issue(i))
		}
	}
	return list, nil
}

// allowed finds a repository in which the caller may do what needs n. The
// mutex is held.
func (h *Hub) allowed(c Caller, repoID int64, n Need) (*repo, error) {
	r := h.repos[repoID]
	if r == nil {
		return nil, notFound()
	}
	return r, h.check(c, r, n)
}

// seenIssue finds an issue that the caller may read. The mutex is held.
func (h *Hub) seenIssue(c Caller, id int64) (*issue, *repo, error) {
	i := h.issues[id]
	if i == nil {
		return nil, nil, notFound()
	}
	return i, i.repo, h.check(c, i.repo, issueRead)
}

// issue is the public face of an issue. The mutex is held.
func (h *Hub) issue(i *issue) Issue {
	is := Issue{
		ID: i.id, Repo: i.repo.ID, Number: int(i.number), Title: i.title, Body: i.text.body, Author: h.user(i.author), App: i.app,
		State: i.state, StateReason: i.reason, Comments: len(i.comments),
		CreatedAt: i.createdAt, UpdatedAt: i.updatedAt, ClosedAt: i.closedAt, Edits: h.versions(i.text),
	}
	if i.pull != nil {
		pull := *i.pull
		is.Pull = &pull
	}
	if i.closedBy != 0 {
		is.ClosedBy = h.user(i.closedBy)
	}
	for _, id := range i.labels {
		is.Labels = append(is.Labels, *i.repo.labelByID(id))
	}
	for _, id := range i.assignees {
		is.Assignees = append(is.Assignees, h.user(id))
	}
	return is
}

// issue finds an issue of the repository by number, nil if it is not there.
func (r *repo) issue(number int) *issue {
	if number < 1 || number > len(r.issues) {
		return nil
	}
	return r.issues[number-1]
}
