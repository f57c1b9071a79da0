package hub

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// SearchIssues finds issues in GitHub's search syntax, in what the caller may
// see. sort is created (also when empty: there is no best match here), updated
// or comments; newest first unless ascending. A qualifier that is not built is
// Invalid and named, so that nobody takes "not found" for an answer.
// Source: docs.github.com, "Searching issues and pull requests".
func (h *Hub) SearchIssues(c Caller, query, sort string, ascending bool) ([]Issue, error) {
	q, err := parseQuery(query)
	if err != nil {
		return nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	found := []Issue{}
	for _, id := range slices.Sorted(maps.Keys(h.repos)) {
		r := h.repos[id]
		if h.check(c, r, issueRead) != nil {
			continue
		}
		repository := h.repository(r)
		for _, i := range r.issues {
			if i == nil {
				continue
			}
			if view := h.issue(i); q.matches(repository, view, i.comments) {
				found = append(found, view)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b Issue) int {
		order := a.CreatedAt.Compare(b.CreatedAt)
		switch sort {
		case "updated":
			order = a.UpdatedAt.Compare(b.UpdatedAt)
		case "comments":
			order = cmp.Compare(a.Comments, b.Comments)
		}
		if ascending {
			return order
		}
		return -order
	})
	return found, nil
}

// condition is one part of a query.
type condition struct {
	negated bool
	holds   func(Repository, Issue) bool
}

// query is a parsed search. Conditions are joined by and, places by or.
type query struct {
	conditions []condition
	places     []condition // repo:, org:, user:
	words      []string
	in         []string // title, body, comments; empty: the first two
}

func (q query) matches(r Repository, i Issue, comments []*comment) bool {
	if len(q.places) > 0 && !slices.ContainsFunc(q.places, func(c condition) bool { return c.holds(r, i) }) {
		return false
	}
	for _, c := range q.conditions {
		if c.holds(r, i) == c.negated {
			return false
		}
	}
	var text string
	for _, part := range q.in {
		switch part {
		case "title":
			text += "\n" + i.Title
		case "body":
			text += "\n" + i.Body
		case "comments":
			for _, c := range comments {
				text += "\n" + c.text.body
			}
		}
	}
	text = strings.ToLower(text)
	return !slices.ContainsFunc(q.words, func(w string) bool { return !strings.Contains(text, strings.ToLower(w)) })
}

// parseQuery reads the search syntax: words, "phrases", name:value and
// -name:value.
func parseQuery(text string) (query, error) {
	var q query
	for _, term := range terms(text) {
		name, value, qualified := strings.Cut(term, ":")
		if !qualified || strings.HasPrefix(term, `"`) {
			q.words = append(q.words, strings.Trim(term, `"`))
			continue
		}
		bare, negated := strings.CutPrefix(name, "-")
		if err := q.add(bare, strings.Trim(value, `"`), negated); err != nil {
			return q, err
		}
	}
	if q.in == nil {
		q.in = []string{"title", "body"}
	}
	return q, nil
}

// terms splits at spaces outside of quotation marks.
func terms(text string) []string {
	quoted := false
	return strings.FieldsFunc(text, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return r == ' ' && !quoted
	})
}
