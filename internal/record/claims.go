package record

import "strings"

// Claims reports whether an issue means to be a request, well-formed or not:
// its title is of the form of one, or its first line begins like a record. Any
// other issue is an ordinary one.
func Claims(title, body string) bool {
	_, _, err := ParseTitle(title)
	return err == nil || strings.HasPrefix(normalise(body), "<!-- "+marker+" ")
}
