package wire

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
)

// parseCommands reads the head of a git-receive-pack request: lines "OLD NEW REF", each with its length in four hex digits
// before it, up to the flush "0000"; the first carries the client's capabilities after a NUL. The pack that follows is
// not looked at. Source: gitprotocol-pack(5), "Reference Update Request and Packfile Transfer".
func parseCommands(body []byte) ([]gitstore.RefUpdate, error) {
	var commands []gitstore.RefUpdate
	for {
		line, rest, err := nextLine(body)
		if err != nil {
			return nil, err
		}
		if line == nil {
			return commands, nil
		}
		body = rest
		command, _, _ := bytes.Cut(line, []byte{0})
		if bytes.HasPrefix(command, []byte("shallow ")) {
			continue
		}
		f := strings.SplitN(strings.TrimSuffix(string(command), "\n"), " ", 3)
		if len(f) != 3 || !gitstore.ValidSHA(f[0]) || !gitstore.ValidSHA(f[1]) {
			return nil, fmt.Errorf("push: unexpected command %q", command)
		}
		commands = append(commands, gitstore.RefUpdate{Before: f[0], After: f[1], Name: f[2]})
	}
}

// nextLine takes one line off the body; nil is the flush.
func nextLine(body []byte) (line, rest []byte, err error) {
	if len(body) < 4 {
		return nil, nil, fmt.Errorf("push: the commands end without a flush")
	}
	length, err := strconv.ParseUint(string(body[:4]), 16, 16)
	if err != nil {
		return nil, nil, fmt.Errorf("push: length of a line: %w", err)
	}
	switch n := int(length); {
	case n == 0:
		return nil, body[4:], nil
	case n <= 4 || n > len(body):
		return nil, nil, fmt.Errorf("push: a line of %d bytes where %d are left", n, len(body))
	default:
		return body[4:n], body[n:], nil
	}
}
