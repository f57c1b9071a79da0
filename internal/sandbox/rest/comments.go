package rest

import (
	"net/http"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func commentRoutes() []Route {
	const list, one = "/repos/{owner}/{repo}/issues/{issue_number}/comments", "/repos/{owner}/{repo}/issues/comments/{comment_id}"
	return []Route{
		{Method: "GET", Path: list, Need: readIssues, Handle: listComments},
		{Method: "POST", Path: list, Handle: createComment},
		{Method: "GET", Path: one, Need: readIssues, Handle: getComment},
		{Method: "PATCH", Path: one, Handle: updateComment},
		{Method: "DELETE", Path: one, Handle: deleteComment},
	}
}

func listComments(c *Call) (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return 0, nil, err
	}
	comments, err := c.Hub.Comments(c.Caller, i.ID)
	if err != nil {
		return 0, nil, err
	}
	since, err := c.since()
	if err != nil {
		return 0, nil, err
	}
	kept := []hub.Comment{}
	for _, m := range comments {
		if !m.UpdatedAt.Before(since) {
			kept = append(kept, m)
		}
	}
	return http.StatusOK, PageOf(c, kept, c.renderComment), nil
}

func createComment(c *Call) (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return 0, nil, err
	}
	body, err := c.commentBody()
	if err != nil {
		return 0, nil, err
	}
	m, err := c.Hub.AddComment(c.Caller, i.ID, body)
	if err != nil {
		return 0, nil, err
	}
	c.header.Set("Location", repoAPI(c.Repo, "/issues/comments/%d", m.ID))
	return http.StatusCreated, c.renderComment(m), nil
}

func getComment(c *Call) (int, any, error) {
	m, err := c.comment()
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.renderComment(m), nil
}

func updateComment(c *Call) (int, any, error) {
	m, err := c.comment()
	if err != nil {
		return 0, nil, err
	}
	body, err := c.commentBody()
	if err != nil {
		return 0, nil, err
	}
	if m, err = c.Hub.EditComment(c.Caller, m.ID, body); err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.renderComment(m), nil
}

func deleteComment(c *Call) (int, any, error) {
	m, err := c.comment()
	if err != nil {
		return 0, nil, err
	}
	if err := c.Hub.DeleteComment(c.Caller, m.ID); err != nil {
		return 0, nil, err
	}
	return http.StatusNoContent, nil, nil
}

// comment finds the comment of {comment_id} in this repository.
func (c *Call) comment() (hub.Comment, error) {
	id, err := c.Number("comment_id")
	if err != nil {
		return hub.Comment{}, err
	}
	m, err := c.Hub.Comment(c.Caller, id)
	if err == nil && m.Repo != c.Repo.ID {
		return hub.Comment{}, NotFound()
	}
	return m, err
}

func (c *Call) commentBody() (string, error) {
	var in struct{ Body *string }
	if err := c.Decode(&in); err != nil {
		return "", err
	}
	if in.Body == nil {
		return "", Unprocessable("Invalid request.\n\n\"body\" wasn't supplied.")
	}
	return *in.Body, nil
}

// renderComment is a comment as JSON.
func (c *Call) renderComment(m hub.Comment) Object {
	self := repoAPI(c.Repo, "/issues/comments/%d", m.ID)
	return Object{
		"id": m.ID, "node_id": m.NodeID(), "url": self, "html_url": repoWeb(c.Repo, "/issues/%d#issuecomment-%d", m.Number, m.ID),
		"issue_url": repoAPI(c.Repo, "/issues/%d", m.Number), "body": m.Body, "user": simpleUser(m.Author),
		"created_at": stamp(m.CreatedAt), "updated_at": stamp(m.UpdatedAt), "author_association": c.Hub.Association(m.Repo, m.Author.ID),
		"performed_via_github_app": c.via(m.App), "reactions": reactions(self),
	}
}
