package rest

import (
	"net/http"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func searchRoutes() []Route {
	return []Route{{Method: "GET", Path: "/search/issues", Handle: searchIssues}}
}

// maxFound is how far into a search one can page.
// Source: docs.github.com/rest/search/search#about-search.
const maxFound = 1000

func searchIssues(c *Call) (int, any, error) {
	if c.Query("q") == "" {
		return 0, nil, Invalid("Search", "q", "missing")
	}
	found, err := c.Hub.SearchIssues(c.Caller, c.Query("q"), c.Query("sort"), c.Query("order") == "asc")
	if err != nil {
		return 0, nil, err
	}
	total := len(found)
	items := PageOf(c, found[:min(total, maxFound)], func(i hub.Issue) Object {
		r, err := c.Hub.RepoByID(c.Caller, i.Repo)
		if err != nil {
			return Object{}
		}
		o := c.renderIssue(r, i)
		delete(o, "closed_by") // a search result has none
		o["body"], o["score"] = i.Body, 1.0
		return o
	})
	return http.StatusOK, Object{"total_count": total, "incomplete_results": false, "items": items, "search_type": "lexical"}, nil
}
