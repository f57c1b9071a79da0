package hub

import (
	"slices"
	"time"
)

// Comment is a comment on an issue.
type Comment struct {
	ID        int64
	Repo      int64
	Issue     int64 // database id
	Number    int   // of the issue
	Author    User
	App       string // slug of the App through which it was made; empty: none
	Body      string
	CreatedAt time.Time
	UpdatedAt time.Time
	Edits     []Edit // see Edit
}

// NodeID is the comment's node id.
func (m Comment) NodeID() string { return Node{Kind: CommentNode, Repo: m.Repo, ID: m.ID}.String() }

// comment is a comment's state.
type comment struct {
	id        int64
	issue     *issue
	author    int64
	app       string
	text      text
	createdAt time.Time
	updatedAt time.Time
}

// AddComment comments on an issue. Whoever can read may.
func (h *Hub) AddComment(c Caller, issueID int64, body string) (Comment, error) {
	var made Comment
	err := h.write(func(now time.Time) error {
		i, r, err := h.seenIssue(c, issueID)
		if err != nil {
			return err
		}
		if err := h.check(c, r, issueOpen); err != nil {
			return err
		}
		if err := checkComment(body); err != nil {
			return err
		}
		m := &comment{id: h.nextID(commentIDs), issue: i, author: c.User.ID, app: c.App(), text: text{body: body}, createdAt: now, updatedAt: now}
		h.comments[m.id] = m
		i.comments = append(i.comments, m)
		h.record(c, i, TimelineItem{Kind: Commented, Comment: m.id})
		h.refer(c, i, body)
		made = h.comment(m)
		h.publishComment(c, m, "created", nil)
		return nil
	})
	return made, err
}

// Comments lists an issue's comments, oldest first.
func (h *Hub) Comments(c Caller, issueID int64) ([]Comment, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	i, _, err := h.seenIssue(c, issueID)
	if err != nil {
		return nil, err
	}
	var list []Comment
	for _, m := range i.comments {
		list = append(list, h.comment(m))
	}
	return list, nil
}

// Comment finds a comment by its database id.
func (h *Hub) Comment(c Caller, id int64) (Comment, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	m, err := h.seenComment(c, id)
	if err != nil {
		return Comment{}, err
	}
	return h.comment(m), nil
}

// EditComment replaces a comment's text. Its author may, and whoever has write.
// Source: docs.github.com, "Repository roles for an organization".
func (h *Hub) EditComment(c Caller, id int64, body string) (Comment, error) {
	var changed Comment
	err := h.write(func(now time.Time) error {
		m, err := h.ownComment(c, id)
		if err != nil {
			return err
		}
		if err := checkComment(body); err != nil {
			return err
		}
		if before, ok := m.text.set(h, h.user(m.author), m.createdAt, c.User, body); ok {
			m.updatedAt = now
			h.publishComment(c, m, "edited", &Changes{Body: &before})
		}
		changed = h.comment(m)
		return nil
	})
	return changed, err
}

// DeleteComment deletes a comment; the timeline keeps that it was there.
func (h *Hub) DeleteComment(c Caller, id int64) error {
	return h.write(func(time.Time) error {
		m, err := h.ownComment(c, id)
		if err != nil {
			return err
		}
		i := m.issue
		h.publishComment(c, m, "deleted", nil)
		delete(h.comments, id)
		i.comments = slices.DeleteFunc(i.comments, func(x *comment) bool { return x == m })
		i.timeline = slices.DeleteFunc(i.timeline, func(t TimelineItem) bool { return t.Comment == id })
		h.record(c, i, TimelineItem{Kind: CommentDeleted, Author: h.user(m.author)})
		return nil
	})
}

// ownComment finds a comment that the caller may change. The mutex is held.
func (h *Hub) ownComment(c Caller, id int64) (*comment, error) {
	m, err := h.seenComment(c, id)
	if err != nil {
		return nil, err
	}
	need := issueWrite
	if m.author == c.User.ID {
		need = issueOpen
	}
	return m, h.check(c, m.issue.repo, need)
}

// seenComment finds a comment that the caller may read. The mutex is held.
func (h *Hub) seenComment(c Caller, id int64) (*comment, error) {
	m := h.comments[id]
	if m == nil {
		return nil, notFound()
	}
	return m, h.check(c, m.issue.repo, issueRead)
}

// comment is the public face of a comment. The mutex is held.
func (h *Hub) comment(m *comment) Comment {
	return Comment{
		ID: m.id, Repo: m.issue.repo.ID, Issue: m.issue.id, Number: int(m.issue.number), Author: h.user(m.author), App: m.app,
		Body: m.text.body, CreatedAt: m.createdAt, UpdatedAt: m.updatedAt, Edits: h.versions(m.text),
	}
}

func (h *Hub) publishComment(c Caller, m *comment, action string, from *Changes) {
	i, cm := h.issue(m.issue), h.comment(m)
	h.publish(c, m.issue.repo, Event{Name: "issue_comment", Action: action, Issue: &i, Comment: &cm, Changes: from})
}

func checkComment(body string) error {
	if body == "" {
		return invalid(FieldError{Resource: "IssueComment", Field: "data", Code: "unprocessable", Message: "Body cannot be blank"})
	}
	return checkBody("IssueComment", body)
}
