package scaffold

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
)

// stampForm is the first line of a file that this program wrote.
var stampForm = regexp.MustCompile(`^(?:#|<!--) gh-release-request template [0-9]+, sha256 ([0-9a-f]{64})(?: -->)?\n`)

// stamp puts a first line before a file that names the template and the
// SHA-256 of what follows: so a file can be told to be as some version of this
// program wrote it. It proves nothing to anybody else.
func stamp(content []byte, begin, end string) []byte {
	sum := sha256.Sum256(content)
	line := fmt.Sprintf("%s gh-release-request template %d, sha256 %s%s\n", begin, Template, hex.EncodeToString(sum[:]), end)
	return append([]byte(line), content...)
}

// stamped takes a file with such a first line apart: the line, the SHA-256 that
// it names, and what follows. ok is false for a file that has none.
func stamped(content []byte) (line, body []byte, sum string, ok bool) {
	content = unixLines(content)
	found := stampForm.FindSubmatch(content)
	if found == nil {
		return nil, nil, "", false
	}
	return found[0], content[len(found[0]):], string(found[1]), true
}

// untouched reports whether a file is as this program, or an older one, wrote
// it.
func untouched(content []byte) bool {
	_, body, sum, ok := stamped(content)
	actual := sha256.Sum256(body)
	return ok && hex.EncodeToString(actual[:]) == sum
}

// ChangedByHand reports whether people changed a file after this program wrote
// it. Of a file without its first line, nobody can tell who wrote it.
func ChangedByHand(content []byte) bool {
	_, _, _, ok := stamped(content)
	return ok && !untouched(content)
}

// unixLines undoes what git does to a checkout on Windows.
func unixLines(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")) }
