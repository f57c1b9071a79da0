package record

import (
	"fmt"
	"strings"
	"time"
)

const dueMarker = "release-request-tokens-due"

// DueTitle is that of the issue that reminds of tokens.
const DueTitle = "Publishing tokens due for rotation"

// DueToken is a token in one environment that should have been rotated.
type DueToken struct {
	Secret, Environment string
	Set, Due            time.Time
}

// DueBody is the text of that issue. It says the same as long as the same tokens
// are due.
func DueBody(tokens []DueToken) string {
	lines := []string{
		comment(dueMarker, []byte("1")),
		"By the policy (`rotate-every`) it is time to replace these tokens:", "",
		"| token | environment | set on | due on |", "|---|---|---|---|",
	}
	for _, t := range tokens {
		lines = append(lines, fmt.Sprintf("| %s | %s | %s | %s |", code(t.Secret), code(t.Environment), t.Set.UTC().Format(time.DateOnly), t.Due.UTC().Format(time.DateOnly)))
	}
	return strings.Join(append(lines, "",
		"Whoever may set secrets here replaces them with `gh release-request token rotate --due`. This issue is kept up to date, and closed when",
		"none is due any more."), "\n") + "\n"
}

// IsDue reports whether an issue is marked as that one; whose it is, is for the
// caller to ask GitHub.
func IsDue(title, body string) bool {
	first, _, _ := strings.Cut(normalise(body), "\n")
	_, ok := cutComment(first, dueMarker)
	return ok && title == DueTitle
}
