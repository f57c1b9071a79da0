package record

import "strings"

// Claims reports whether an issue means to be a request, well-formed or not:
// its title is of the form of one, its first line begins like a record, or its
// text is the issue form. Any other issue is an ordinary one.
func Claims(title, body string) bool {
	_, _, err := ParseTitle(title)
	return err == nil || IsForm(body) || strings.HasPrefix(normalise(body), "<!-- "+marker+" ")
}
