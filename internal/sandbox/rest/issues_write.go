package rest

import (
	"encoding/json"
	"net/http"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// names are labels as a request gives them: texts, or objects with a name.
type names []string

func (n *names) UnmarshalJSON(data []byte) error {
	var items []json.RawMessage
	if err := json.Unmarshal(data, &items); err != nil {
		return err
	}
	*n = names{}
	for _, item := range items {
		var o struct{ Name string }
		if json.Unmarshal(item, &o.Name) != nil {
			if err := json.Unmarshal(item, &o); err != nil {
				return err
			}
		}
		*n = append(*n, o.Name)
	}
	return nil
}

func createIssue(c *Call) (int, any, error) {
	var in struct {
		Title     *string
		Body      string
		Labels    names
		Assignees []string
	}
	if err := c.Decode(&in); err != nil {
		return 0, nil, err
	}
	if in.Title == nil {
		return 0, nil, Unprocessable("Invalid request.\n\n\"title\" wasn't supplied.")
	}
	i, err := c.Hub.CreateIssue(c.Caller, c.Repo.ID, hub.NewIssue{Title: *in.Title, Body: in.Body, Labels: in.Labels, Assignees: in.Assignees})
	if err != nil {
		return 0, nil, err
	}
	c.header.Set("Location", repoAPI(c.Repo, "/issues/%d", i.Number))
	return http.StatusCreated, c.renderIssue(c.Repo, i), nil
}

func updateIssue(c *Call) (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return 0, nil, err
	}
	var in struct {
		Title, Body *string
		State       *hub.State
		StateReason hub.StateReason `json:"state_reason"`
		Labels      *names
		Assignees   *[]string
	}
	if err := c.Decode(&in); err != nil {
		return 0, nil, err
	}
	i, err = c.Hub.UpdateIssue(c.Caller, i.ID, hub.IssueChange{
		Title: in.Title, Body: in.Body, State: in.State, StateReason: in.StateReason, Labels: (*[]string)(in.Labels), Assignees: in.Assignees,
	})
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.renderIssue(c.Repo, i), nil
}
