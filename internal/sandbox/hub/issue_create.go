package hub

import (
	"cmp"
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
	err := h.write(func(time.Time) error {
		r, err := h.allowed(c, repoID, issueOpen)
		if err != nil {
			return err
		}
		if !r.HasIssues {
			return &Error{Kind: Gone, Message: "Issues has been disabled in this repository."}
		}
		if err := cmp.Or(checkTitle(n.Title), checkBody("Issue", n.Body)); err != nil {
			return err
		}
		var labels []*Label
		var assignees []int64
		if h.check(c, r, issueTriage) == nil {
			assignees = h.assignable(r, n.Assignees)
			if labels, err = h.labelsNamed(c, r, n.Labels); err != nil {
				return err
			}
		}
		i := h.addIssue(c, r, n.Title, n.Body)
		h.opened(c, i, labels, assignees)
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

// opened tells of a new issue with its first labels and assignees, and then of
// each label as if it had been added later, as GitHub does. The mutex is held.
func (h *Hub) opened(c Caller, i *issue, labels []*Label, assignees []int64) {
	for _, l := range labels {
		i.labels = append(i.labels, l.ID)
	}
	h.publishIssue(c, i, "opened", Event{})
	for _, id := range i.labels {
		l := *i.repo.labelByID(id)
		h.record(c, i, TimelineItem{Kind: Labeled, Label: l})
		h.publishIssue(c, i, "labeled", Event{Label: &l})
	}
	h.setAssignees(c, i, assignees)
	h.refer(c, i, i.text.body)
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
