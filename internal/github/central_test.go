package github

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestReadCentral_refusesAnAnswerWithoutADate(t *testing.T) {
	serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Date"] = nil
		fmt.Fprint(w, `{"data":{"repository":{"nameWithOwner":"a/b"}}}`)
	})
	if _, err := client(t, "github.com", "one").ReadCentral(t.Context(), "a/b", "p", 0); err == nil || !strings.Contains(err.Error(), "no date") {
		t.Errorf("got %v", err)
	}
}

func TestReadCentral_readsTheCommentsOfAllPages(t *testing.T) {
	comments := func(next string, total int, ids ...int) string {
		var nodes []string
		for _, id := range ids {
			nodes = append(nodes, fmt.Sprintf(`{"fullDatabaseId":"%d","lastEditedAt":null}`, id))
		}
		return fmt.Sprintf(`{"comments":{"totalCount":%d,"pageInfo":{"hasNextPage":%t,"endCursor":%q},"nodes":[%s]}}`, total, next != "", next, strings.Join(nodes, ","))
	}
	for name, test := range map[string]struct {
		second string
		whole  bool
	}{
		"all":         {comments("", 3, 3), true},
		"one missing": {comments("", 3), false},
	} {
		asked := 0
		serve(t, func(w http.ResponseWriter, r *http.Request) {
			answer := comments("x", 3, 1, 2)
			if asked++; asked > 1 {
				answer = test.second
			}
			fmt.Fprintf(w, `{"data":{"repository":{"nameWithOwner":"a/b","issue":%s}}}`, answer)
		})
		central, err := client(t, "github.com", "one").ReadCentral(t.Context(), "a/b", "p", 1)
		if (err == nil) != test.whole || err == nil && central.Issue.Comments.Nodes[2].ID != 3 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
