package github

import (
	"context"
	"encoding/json"
	"fmt"
)

// LabelledIssue is an open issue that bears one of the labels asked for.
type LabelledIssue struct {
	Number int
	URL    string
	Label  string // the first of those asked for that it bears
}

// OpenLabelled reads the open issues of a repository that bear one of several
// labels; of many with one label at least the newest hundred, so that none is
// listed only where none is open. GitHub does not say whether several labels in
// one filter mean any or all of them, so each is asked for by itself.
// https://docs.github.com/en/graphql/reference/objects#repository
func (c *Client) OpenLabelled(ctx context.Context, repo string, labels []string) ([]LabelledIssue, error) {
	variables := repoVariables(repo)
	parameters, fields := labelledFields(labels, "", 100, variables)
	text := "query OpenLabelled($owner: String!, $name: String!" + parameters + ") {\n repository(owner: $owner, name: $name) {" + fields + " } }"
	var out struct {
		Repository json.RawMessage `json:"repository"`
	}
	if _, err := c.query(ctx, text, variables, &out); err != nil {
		return nil, err
	}
	if len(out.Repository) == 0 || string(out.Repository) == "null" {
		return nil, noRepository(repo)
	}
	return labelledIn(out.Repository, labels)
}

// labelledFields selects of a repository the open issues with each of the
// labels, and adds the variables that this takes, with a suffix to their names.
func labelledFields(labels []string, suffix string, first int, variables map[string]any) (parameters, fields string) {
	for i, label := range labels {
		variable := fmt.Sprintf("label%d%s", i, suffix)
		parameters += ", $" + variable + ": [String!]"
		fields += fmt.Sprintf(" of%d: issues(states: [OPEN], labels: $%s, first: %d, orderBy: {field: CREATED_AT, direction: DESC}) { nodes { number url } }", i, variable, first)
		variables[variable] = []string{label}
	}
	return parameters, fields
}

// labelledIn reads the answer to labelledFields: each issue once.
func labelledIn(repository json.RawMessage, labels []string) ([]LabelledIssue, error) {
	var answer map[string]json.RawMessage
	if err := json.Unmarshal(repository, &answer); err != nil {
		return nil, err
	}
	var all []LabelledIssue
	seen := map[int]bool{}
	for i, label := range labels {
		var issues *struct {
			Nodes []struct {
				Number int    `json:"number"`
				URL    string `json:"url"`
			} `json:"nodes"`
		}
		if json.Unmarshal(answer[fmt.Sprintf("of%d", i)], &issues) != nil || issues == nil {
			return nil, fmt.Errorf("GraphQL: the answer does not list the issues with the label %q", label)
		}
		for _, n := range issues.Nodes {
			if !seen[n.Number] {
				seen[n.Number] = true
				all = append(all, LabelledIssue{n.Number, n.URL, label})
			}
		}
	}
	return all, nil
}
