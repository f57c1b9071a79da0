package hub

import (
	"slices"
	"time"
)

// NewIssue is what an issue is made of. Labels are names, assignees logins.
type NewIssue struct {
	Title, Body string
	Labels      []string
	Assignees   []string
}

// CreateIssue opens an issue. Whoever can read may; labels and assignees of
// one without triage are dropped without a word.
// Source: docs.github.com/rest/issues/issues#create-an-issue.
func (h *Hub) CreateIssue(c Caller, repoID int64, n NewIssue) (Issue, error) {
	var made Issue
	err := h.write(func(now time.Time) error {
		r, err := h.allowed(c, repoID, issueOpen)
		if err != nil {
			return err
		}
		if !r.HasIssues {
			return &Error{Kind: Gone, Message: "Issues has been disabled in this repository."}
		}
		if err := checkTitle(n.Title); err != nil {
			return err
		}
		if err := checkBody("Issue", n.Body); err != nil {
			return err
		}
		i := h.addIssue(c, r, n.Title, n.Body)
		opened := h.issue(i)
		h.publish(c, r, Event{Name: "issues", Action: "opened", Issue: &opened})
		if h.check(c, r, issueTriage) == nil {
			if err := h.setLabels(c, i, n.Labels); err != nil {
				r.issues = r.issues[:len(r.issues)-1]
				delete(h.issues, i.id)
				return err
			}
			h.setAssignees(c, i, h.assignable(r, n.Assignees))
		}
		h.refer(c, i, n.Body)
		made = h.issue(i)
		return nil
	})
	return made, err
}

// addIssue makes an open issue. The mutex is held.
func (h *Hub) addIssue(c Caller, r *repo, title, body string) *issue {
	i := &issue{
		id: h.nextID(issueIDs), number: int64(len(r.issues) + 1), repo: r,
		title: title, text: text{body: body}, author: c.User.ID, app: c.App(),
		state: Open, createdAt: h.now, updatedAt: h.now,
	}
	r.issues = append(r.issues, i)
	h.issues[i.id] = i
	return i
}

// maxText is the greatest number of characters of a body. GitHub's answer to
// more names it; the documentation does not.
const maxText = 65536

// maxTitle is the greatest number of characters of a title, likewise.
const maxTitle = 256

func checkTitle(title string) error {
	switch n := len([]rune(title)); {
	case n == 0:
		return invalid(FieldError{Resource: "Issue", Field: "title", Code: "missing_field"})
	case n > maxTitle:
		return invalid(FieldError{Resource: "Issue", Field: "title", Code: "custom", Message: "title is too long (maximum is 256 characters)"})
	}
	return nil
}

func checkBody(resource, body string) error {
	if len([]rune(body)) > maxText {
		return invalid(FieldError{Resource: resource, Field: "body", Code: "custom", Message: "body is too long (maximum is 65536 characters)"})
	}
	return nil
}

// assignable keeps the logins of people who have a role in the repository.
// The mutex is held.
func (h *Hub) assignable(r *repo, logins []string) []int64 {
	var ids []int64
	for _, login := range logins {
		if a := h.account(login); a != nil && h.role(r, a.ID) >= Read && !slices.Contains(ids, a.ID) {
			ids = append(ids, a.ID)
		}
	}
	return ids
}
