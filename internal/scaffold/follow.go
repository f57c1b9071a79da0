package scaffold

import (
	"slices"

	"github.com/release-request/gh-release-request/internal/config"
)

// followers renders the files beside the workflows that follow from the policy.
func followers(p *config.Policy) []file { return append(forms(p), codeOwners(p)) }

// FollowerPaths lists where the files beside the workflows stand that follow from
// the policy. People may change them.
func FollowerPaths(p *config.Policy) []string {
	var paths []string
	for _, f := range followers(p) {
		paths = append(paths, f.path)
	}
	return paths
}

// Follows reports whether nothing in the policy is new to such a file, nil if
// there is none: it was made from what the policy renders to, whatever people
// changed in it, or it is not this program's.
func Follows(p *config.Policy, path string, content []byte) bool {
	if content == nil {
		return false
	}
	_, _, from, ok := stamped(content)
	return !ok || slices.ContainsFunc(followers(p), func(f file) bool {
		_, _, sum, _ := stamped(f.content)
		return f.path == path && sum == from
	})
}
