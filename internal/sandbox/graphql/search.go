package graphql

import (
	"cmp"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/schema"
)

// search finds issues and pull requests in GitHub's search syntax, where sort:FIELD-DIRECTION orders what is found.
// https://docs.github.com/search-github/getting-started-with-searching-on-github/sorting-search-results
func (s *session) search(a engine.Args) (any, error) {
	if typ := a.String("type"); typ != "ISSUE" {
		return nil, &engine.Error{Type: schema.FaultType, Message: "the sandbox does not serve search(type: " + typ + ")"}
	}
	var terms []string
	sort := "created-desc"
	for term := range strings.SplitSeq(a.String("query"), " ") {
		if by, ok := strings.CutPrefix(term, "sort:"); ok {
			sort = by
			continue
		}
		terms = append(terms, term)
	}
	field, direction, _ := strings.Cut(sort, "-")
	found, err := s.hub.SearchIssues(s.caller, strings.Join(terms, " "), field, cmp.Or(direction, "desc") == "asc")
	if err != nil {
		return nil, s.orRefused(err, "Search")
	}
	return engine.Connection{
		Name: "SearchResultItemConnection", Edge: "SearchResultItemEdge", Items: list(found, s.issueOrPull), Args: a,
		Extra:     map[string]any{"issueCount": len(found), "codeCount": 0, "discussionCount": 0, "repositoryCount": 0, "userCount": 0, "wikiCount": 0},
		EdgeExtra: func(engine.Object) map[string]any { return map[string]any{"textMatches": []string{}} },
	}, nil
}
