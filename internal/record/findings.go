package record

import (
	"strings"

	"github.com/release-request/gh-release-request/internal/policy"
)

// FindingsText says in Markdown what is against the request of the number, and
// what to do, without saying that anything was decided.
func FindingsText(v policy.Verdict, number int) string {
	return strings.Join(verdictText(v, Advice(v, number))[1:], "\n\n")
}
