package record

import (
	"fmt"
	"regexp"
	"strings"
)

// Host is the name of GitHub's web site that links in a text lead to, such as
// github.com, with a port where it needs one.
type Host string

var hostForm = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?$`)

func (h Host) check() error {
	if !hostForm.MatchString(string(h)) {
		return fmt.Errorf("%q is no lower-case host name such as github.com", string(h))
	}
	return nil
}

// link returns the address of a page; each part is safe in a URL as it stands,
// or escaped by the caller.
func (h Host) link(parts ...string) string {
	return "https://" + string(h) + "/" + strings.Join(parts, "/")
}
