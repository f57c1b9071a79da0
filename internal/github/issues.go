package github

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"time"
)

// Issue is REST's form of an issue.
type Issue struct {
	ID          int64        `json:"id"`
	Number      int          `json:"number"`
	NodeID      string       `json:"node_id"`
	Title       string       `json:"title"`
	Body        string       `json:"body"`
	State       string       `json:"state"`
	StateReason string       `json:"state_reason"`
	User        *Account     `json:"user"`
	CreatedAt   time.Time    `json:"created_at"`
	UpdatedAt   time.Time    `json:"updated_at"`
	URL         string       `json:"html_url"`
	App         *App         `json:"performed_via_github_app"`
	Labels      []IssueLabel `json:"labels"`
	PullRequest *struct{}    `json:"pull_request"`
}

// IssueLabel is a label that an issue bears.
type IssueLabel struct {
	Name string `json:"name"`
}

// AppSlug returns the App that created the issue, empty for none.
func (i Issue) AppSlug() string { return i.App.slug() }

// Issue reads one issue.
// https://docs.github.com/en/rest/issues/issues#get-an-issue
func (c *Client) Issue(ctx context.Context, repo string, number int) (Issue, error) {
	var issue Issue
	_, err := c.call(ctx, "GET", issuePath(repo, number, ""), nil, &issue)
	return issue, err
}

// IssuesSince reads all issues, open and closed, that were changed at or after a
// time, without pull requests.
// https://docs.github.com/en/rest/issues/issues#list-repository-issues
func (c *Client) IssuesSince(ctx context.Context, repo string, since time.Time) ([]Issue, error) {
	all, err := list[Issue](ctx, c, "repos/"+repo+"/issues?state=all&per_page=100&since="+url.QueryEscape(stamp(since)))
	return slices.DeleteFunc(all, func(i Issue) bool { return i.PullRequest != nil }), err
}

// CreateIssue files an issue.
// https://docs.github.com/en/rest/issues/issues#create-an-issue
func (c *Client) CreateIssue(ctx context.Context, repo, title, body string) (Issue, error) {
	var issue Issue
	_, err := c.call(ctx, "POST", "repos/"+repo+"/issues", map[string]string{"title": title, "body": body}, &issue)
	return issue, err
}

// CloseIssue closes an issue; reason is completed or not_planned.
// https://docs.github.com/en/rest/issues/issues#update-an-issue
func (c *Client) CloseIssue(ctx context.Context, repo string, number int, reason string) error {
	_, err := c.call(ctx, "PATCH", issuePath(repo, number, ""), map[string]string{"state": "closed", "state_reason": reason}, nil)
	return err
}

// UpdateIssue replaces the title and the text of an issue, in one change.
// https://docs.github.com/en/rest/issues/issues#update-an-issue
func (c *Client) UpdateIssue(ctx context.Context, repo string, number int, title, body string) error {
	_, err := c.call(ctx, "PATCH", issuePath(repo, number, ""), map[string]string{"title": title, "body": body}, nil)
	return err
}

// AddLabel adds a label to an issue. Adding one that is there already does
// nothing, and leaves no event.
// https://docs.github.com/en/rest/issues/labels#add-labels-to-an-issue
func (c *Client) AddLabel(ctx context.Context, repo string, number int, label string) error {
	_, err := c.call(ctx, "POST", issuePath(repo, number, "/labels"), map[string][]string{"labels": {label}}, nil)
	return err
}

// RemoveLabel takes a label off an issue; one that is not there is no error.
// https://docs.github.com/en/rest/issues/labels#remove-a-label-from-an-issue
func (c *Client) RemoveLabel(ctx context.Context, repo string, number int, label string) error {
	_, err := c.call(ctx, "DELETE", issuePath(repo, number, "/labels/"+url.PathEscape(label)), nil, nil)
	if IsNotFound(err) {
		return nil
	}
	return err
}

// Comment is a comment on an issue.
type Comment struct {
	ID        int64     `json:"id"`
	Body      string    `json:"body"`
	User      *Account  `json:"user"`
	CreatedAt time.Time `json:"created_at"`
	URL       string    `json:"html_url"`
}

// CreateComment comments on an issue.
// https://docs.github.com/en/rest/issues/comments#create-an-issue-comment
func (c *Client) CreateComment(ctx context.Context, repo string, number int, body string) (Comment, error) {
	var comment Comment
	_, err := c.call(ctx, "POST", issuePath(repo, number, "/comments"), map[string]string{"body": body}, &comment)
	return comment, err
}

// Comments reads all comments of an issue, oldest first.
// https://docs.github.com/en/rest/issues/comments#list-issue-comments
func (c *Client) Comments(ctx context.Context, repo string, number int) ([]Comment, error) {
	return list[Comment](ctx, c, issuePath(repo, number, "/comments?per_page=100"))
}

// UpdateComment replaces the text of a comment.
// https://docs.github.com/en/rest/issues/comments#update-an-issue-comment
func (c *Client) UpdateComment(ctx context.Context, repo string, id int64, body string) error {
	_, err := c.call(ctx, "PATCH", fmt.Sprintf("repos/%s/issues/comments/%d", repo, id), map[string]string{"body": body}, nil)
	return err
}

// TimelineEvent is one entry of REST's timeline, the only place that shows the
// App through which a person acted.
type TimelineEvent struct {
	ID        int64     `json:"id"`
	Event     string    `json:"event"`
	Actor     *Account  `json:"actor"`
	User      *Account  `json:"user"` // author of a comment
	App       *App      `json:"performed_via_github_app"`
	Intent    *Intent   `json:"intent"` // set for an accepted suggestion
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"` // of a comment
	Body      string    `json:"body"`
	URL       string    `json:"html_url"`
	Label     *struct {
		Name string `json:"name"`
	} `json:"label"`
}

// Intent marks an event that somebody only accepted after it was suggested.
type Intent struct {
	Confidence string `json:"confidence"`
	Rationale  string `json:"rationale"`
}

// AppSlug returns the App through which the event came, empty for none.
func (e TimelineEvent) AppSlug() string { return e.App.slug() }

// Timeline reads all events of an issue, oldest first. Of several pages, one
// that is read after something on an earlier one was deleted lacks an event:
// only what reads the same twice is all.
// https://docs.github.com/en/rest/issues/timeline#list-timeline-events-for-an-issue
func (c *Client) Timeline(ctx context.Context, repo string, number int) ([]TimelineEvent, error) {
	const page, tries = 100, 4
	path := issuePath(repo, number, fmt.Sprintf("/timeline?per_page=%d", page))
	events, err := list[TimelineEvent](ctx, c, path)
	for try := 1; err == nil && len(events) > page; try++ {
		before := events
		if events, err = list[TimelineEvent](ctx, c, path); err != nil || slices.EqualFunc(before, events, TimelineEvent.same) {
			break
		}
		if try == tries {
			err = fmt.Errorf("GET /%s: the timeline changed each time it was read", cutQuery(path))
		}
	}
	return events, err
}

// same reports whether both are one event. Those of commits and references have
// no id.
func (e TimelineEvent) same(o TimelineEvent) bool {
	return e.ID == o.ID && e.Event == o.Event && e.CreatedAt.Equal(o.CreatedAt)
}

func issuePath(repo string, number int, rest string) string {
	return fmt.Sprintf("repos/%s/issues/%d%s", repo, number, rest)
}
