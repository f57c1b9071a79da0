package github

import (
	"context"
	"fmt"
	"net/http"
	"strings"
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
	var parameters, fields strings.Builder
	for i, label := range labels {
		fmt.Fprintf(&parameters, ", $label%d: [String!]", i)
		fmt.Fprintf(&fields, " of%d: issues(states: [OPEN], labels: $label%d, first: 100, orderBy: {field: CREATED_AT, direction: DESC}) { nodes { number url } }", i, i)
		variables[fmt.Sprintf("label%d", i)] = []string{label}
	}
	text := "query OpenLabelled($owner: String!, $name: String!" + parameters.String() + ") {\n repository(owner: $owner, name: $name) {" + fields.String() + " } }"
	var out struct {
		Repository map[string]*struct {
			Nodes []struct {
				Number int    `json:"number"`
				URL    string `json:"url"`
			} `json:"nodes"`
		} `json:"repository"`
	}
	if _, err := c.query(ctx, text, variables, &out); err != nil {
		return nil, err
	}
	if out.Repository == nil {
		return nil, &Error{Status: http.StatusNotFound, Call: "GraphQL OpenLabelled", Message: "there is no repository " + repo}
	}
	var all []LabelledIssue
	seen := map[int]bool{}
	for i, label := range labels {
		issues := out.Repository[fmt.Sprintf("of%d", i)]
		if issues == nil {
			return nil, fmt.Errorf("GraphQL OpenLabelled: the answer does not list the issues with the label %q", label)
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
