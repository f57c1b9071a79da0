package rest

import (
	"net/http"
	"slices"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func assigneeRoutes() []Route {
	const path = "/repos/{owner}/{repo}/issues/{issue_number}/assignees"
	return []Route{
		{Method: "POST", Path: path, Handle: addAssignees},
		{Method: "DELETE", Path: path, Handle: removeAssignees},
	}
}

func addAssignees(c *Call) (int, any, error) {
	return c.changeAssignees(http.StatusCreated, func(have, named []string) []string {
		return append(have, named...)
	})
}

func removeAssignees(c *Call) (int, any, error) {
	return c.changeAssignees(http.StatusOK, func(have, named []string) []string {
		return slices.DeleteFunc(have, func(login string) bool { return slices.Contains(named, login) })
	})
}

// changeAssignees answers the issue with other assignees. One who may not
// assign changes nothing, without a word.
// Source: docs.github.com/rest/issues/assignees#add-assignees-to-an-issue.
func (c *Call) changeAssignees(status int, change func(have, named []string) []string) (int, any, error) {
	if err := c.SignedIn(); err != nil {
		return 0, nil, err
	}
	i, err := c.issue()
	if err != nil {
		return 0, nil, err
	}
	var in struct{ Assignees []string }
	if err := c.Decode(&in); err != nil {
		return 0, nil, err
	}
	var have []string
	for _, u := range i.Assignees {
		have = append(have, u.Login)
	}
	wanted := change(have, in.Assignees)
	if c.Hub.Check(c.Caller, c.Repo.ID, hub.Need{Permission: "issues", Access: hub.WriteAccess, Role: hub.Triage}) == nil {
		if i, err = c.Hub.UpdateIssue(c.Caller, i.ID, hub.IssueChange{Assignees: &wanted}); err != nil {
			return 0, nil, err
		}
	}
	return status, c.renderIssue(c.Repo, i), nil
}
