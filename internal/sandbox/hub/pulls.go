package hub

import (
	"cmp"
	"fmt"
	"time"
)

// Pull is what an issue has besides if it is a pull request. Both branches are
// in the issue's repository: the sandbox has no forks.
type Pull struct {
	Head, Base       string // branches
	HeadSHA, BaseSHA string // where they were last seen, by pushes
	Draft            bool
}

// NewPull is what a pull request is made of.
type NewPull struct {
	Title, Body string
	Pull        Pull
}

var (
	pullRead = Need{Permission: "pull_requests", Access: ReadAccess, Role: Read}
	// pullOpen: a pull request between branches of one repository takes write.
	// Source: docs.github.com/rest/pulls/pulls#create-a-pull-request.
	pullOpen = Need{Permission: "pull_requests", Access: WriteAccess, Role: Write}
)

// CreatePull opens a pull request. That both branches exist and differ is for
// the door to check, since the hub has no git. A job may not open any, as is
// the default. Source: docs.github.com, "Managing GitHub Actions settings for a
// repository", on creating pull requests.
func (h *Hub) CreatePull(c Caller, repoID int64, n NewPull) (Issue, error) {
	var made Issue
	err := h.write(func(time.Time) error {
		r, err := h.allowed(c, repoID, pullOpen)
		if err != nil {
			return err
		}
		if c.ByJob() {
			return forbidden("GitHub Actions is not permitted to create or approve pull requests.")
		}
		if err := cmp.Or(checkTitle(n.Title), checkBody("PullRequest", n.Body)); err != nil {
			return err
		}
		for _, i := range r.issues {
			if i != nil && i.pull != nil && i.state == Open && i.pull.Head == n.Pull.Head && i.pull.Base == n.Pull.Base {
				return invalid(FieldError{Resource: "PullRequest", Code: "custom", Message: fmt.Sprintf("A pull request already exists for %s:%s.", h.user(r.owner).Login, n.Pull.Head)})
			}
		}
		i := h.addIssue(c, r, n.Title, n.Body)
		i.pull = &n.Pull
		h.opened(c, i, nil, nil)
		made = h.issue(i)
		return nil
	})
	return made, err
}

// Pulls lists a repository's pull requests by number.
func (h *Hub) Pulls(c Caller, repoID int64) ([]Issue, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, pullRead)
	if err != nil {
		return nil, err
	}
	var list []Issue
	for _, i := range r.issues {
		if i != nil && i.pull != nil {
			list = append(list, h.issue(i))
		}
	}
	return list, nil
}

// Pull finds a pull request by its number.
func (h *Hub) Pull(c Caller, repoID int64, number int) (Issue, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, pullRead)
	if err != nil {
		return Issue{}, err
	}
	i := r.issue(number)
	if i == nil || i.pull == nil {
		return Issue{}, notFound()
	}
	return h.issue(i), nil
}

// follow moves the ends of open pull requests along with a push. The mutex is
// held.
func (r *repo) follow(p Push) {
	branch, ok := BranchName(p.Ref)
	if !ok || p.Deleted() {
		return
	}
	for _, i := range r.issues {
		if i == nil || i.pull == nil || i.state != Open {
			continue
		}
		if i.pull.Head == branch {
			i.pull.HeadSHA = p.After
		}
		if i.pull.Base == branch {
			i.pull.BaseSHA = p.After
		}
	}
}
