package config

import (
	"cmp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// nearest returns the candidates that word may be a slip of, the likeliest
// first, three at most.
func nearest(word string, candidates []string) []string {
	type near struct {
		name     string
		distance int
	}
	var found []near
	for _, c := range candidates {
		distance := distance(strings.ToLower(word), strings.ToLower(c))
		if shorter := min(len(word), len(c)); distance < shorter && distance <= (shorter+2)/3 {
			found = append(found, near{c, distance})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.name, b.name))
	})
	names := make([]string, 0, 3)
	for _, f := range found[:min(len(found), 3)] {
		names = append(names, f.name)
	}
	return names
}

// distance counts slips. Letters in another order are one slip, which they are
// to whoever types: skd for sdk.
func distance(a, b string) int {
	if a != b && sorted(a) == sorted(b) {
		return 1
	}
	return levenshtein.ComputeDistance(a, b)
}

func sorted(s string) string {
	letters := []byte(s)
	slices.Sort(letters)
	return string(letters)
}

// suggestion is the beginning of a sentence that lists what is allowed.
func suggestion(word string, candidates []string) string {
	if names := nearest(word, candidates); len(names) > 0 {
		return "did you mean " + names[0] + "? "
	}
	return ""
}
