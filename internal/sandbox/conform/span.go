package conform

import (
	"fmt"
	"strings"
	"time"
)

// isSpan reports whether a parameter takes a range of time in the syntax of searches. The document gives the runs' parameter
// `created` the format of one time, and refers in its prose to that syntax.
// https://docs.github.com/search-github/getting-started-with-searching-on-github/understanding-the-search-syntax#query-for-dates
func isSpan(p parameter) bool {
	return p.In == "query" && p.Name == "created" && p.Schema != nil && p.Schema.Format == "date-time"
}

// spanProblems checks such a range: T, >T, >=T, <T, <=T or T..T, where T is a day or a time, and either end of the last may be *.
func spanProblems(text, at string) []string {
	ends := []string{strings.TrimPrefix(strings.TrimLeft(text, "<>"), "=")}
	if from, to, ok := strings.Cut(text, ".."); ok {
		ends = []string{from, to}
	}
	for _, end := range ends {
		if _, err := time.Parse(time.DateOnly, end); err == nil || end == "*" && len(ends) == 2 {
			continue
		}
		if _, err := time.Parse(time.RFC3339, end); err != nil {
			return []string{fmt.Sprintf("%s is %s, want a time or a range of time in the syntax of searches", at, show(text))}
		}
	}
	return nil
}
