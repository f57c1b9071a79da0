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

// untouched reports whether a file is as this program, or an older one, wrote
// it.
func untouched(content []byte) bool {
	content = unixLines(content)
	found := stampForm.FindSubmatch(content)
	if found == nil {
		return false
	}
	sum := sha256.Sum256(content[len(found[0]):])
	return hex.EncodeToString(sum[:]) == string(found[1])
}

// unixLines undoes what git does to a checkout on Windows.
func unixLines(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")) }
