package rest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func issueLabelRoutes() []Route {
	const path = "/repos/{owner}/{repo}/issues/{issue_number}/labels"
	return []Route{
		{Method: "GET", Path: path, Need: readIssues, Handle: listIssueLabels},
		{Method: "POST", Path: path, Handle: addIssueLabels},
		{Method: "PUT", Path: path, Handle: setIssueLabels},
		{Method: "DELETE", Path: path, Handle: clearIssueLabels},
		{Method: "DELETE", Path: path + "/{name}", Handle: removeIssueLabel},
	}
}

func listIssueLabels(c *Call) (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, PageOf(c, i.Labels, c.label), nil
}

// wantedLabel is a label as a request to add it gives it.
type wantedLabel struct {
	Name       string
	Rationale  string
	Confidence string
	Suggest    bool
}

func (w *wantedLabel) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, &w.Name) == nil {
		return nil
	}
	type plain wantedLabel
	return json.Unmarshal(data, (*plain)(w))
}

func (w wantedLabel) intent() *hub.Intent {
	if w.Rationale == "" && w.Confidence == "" {
		return nil
	}
	return &hub.Intent{Rationale: w.Rationale, Confidence: strings.ToUpper(w.Confidence)}
}

// wantedLabels are either an object with labels or the bare list.
type wantedLabels struct{ Labels []wantedLabel }

func (w *wantedLabels) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(data, []byte("[")) {
		return json.Unmarshal(data, &w.Labels)
	}
	type plain wantedLabels
	return json.Unmarshal(data, (*plain)(w))
}

func (w wantedLabels) names() []string {
	var names []string
	for _, l := range w.Labels {
		names = append(names, l.Name)
	}
	return names
}

func addIssueLabels(c *Call) (int, any, error) {
	i, in, err := c.issueAndLabels()
	if err != nil {
		return 0, nil, err
	}
	if len(in.Labels) == 1 {
		i, err = c.Hub.AddLabel(c.Caller, i.ID, in.Labels[0].Name, in.Labels[0].intent())
	} else {
		i, err = c.Hub.AddLabels(c.Caller, i.ID, in.names()...)
	}
	return c.labelsOf(i, err)
}

func setIssueLabels(c *Call) (int, any, error) {
	i, in, err := c.issueAndLabels()
	if err != nil {
		return 0, nil, err
	}
	return c.labelsOf(c.Hub.SetLabels(c.Caller, i.ID, in.names()...))
}

func clearIssueLabels(c *Call) (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return 0, nil, err
	}
	if _, err := c.Hub.SetLabels(c.Caller, i.ID); err != nil {
		return 0, nil, err
	}
	return http.StatusNoContent, nil, nil
}

func removeIssueLabel(c *Call) (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return 0, nil, err
	}
	return c.labelsOf(c.Hub.RemoveLabel(c.Caller, i.ID, c.Param("name")))
}

func (c *Call) issueAndLabels() (hub.Issue, wantedLabels, error) {
	var in wantedLabels
	i, err := c.issue()
	if err != nil {
		return i, in, err
	}
	if err := c.Decode(&in); err != nil {
		return i, in, err
	}
	for _, l := range in.Labels {
		if l.Suggest {
			return i, in, Unprocessable("Suggestions are not enabled for this repository.")
		}
	}
	return i, in, nil
}

func (c *Call) labelsOf(i hub.Issue, err error) (int, any, error) {
	if err != nil {
		return 0, nil, err
	}
	labels := []Object{}
	for _, l := range i.Labels {
		labels = append(labels, c.label(l))
	}
	return http.StatusOK, labels, nil
}
