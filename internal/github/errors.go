package github

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/fault"
)

// Error is an answer in which GitHub refused a call.
type Error struct {
	Status  int    // HTTP status; for GraphQL the one that REST would give
	Call    string // method and path, or the GraphQL operation
	Message string // in GitHub's words
	Details []string
	Limited bool // a rate limit refused it, whatever the status says
}

func (e *Error) Error() string {
	s := fmt.Sprintf("HTTP %d: %s (%s)", e.Status, e.Message, e.Call)
	if len(e.Details) > 0 {
		s += ": " + strings.Join(e.Details, "; ")
	}
	return s
}

// IsNotFound reports whether GitHub said 404 or 410: the thing is not there,
// or this reader may not see it.
func IsNotFound(err error) bool {
	return hasStatus(err, http.StatusNotFound) || hasStatus(err, http.StatusGone)
}

// IsMoved reports whether GitHub said that the repository has another name now.
// Calls do not follow it: what the old name stands for is a question to decide.
func IsMoved(err error) bool {
	return hasStatus(err, http.StatusMovedPermanently) || hasStatus(err, http.StatusTemporaryRedirect)
}

// IsForbidden reports whether GitHub said 403: the reader may not do that. A
// rate limit says 403 too, and nothing about what the reader may do.
func IsForbidden(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Status == http.StatusForbidden && !e.Limited
}

// IsConflict reports whether GitHub said 409 or 422: the state of things does
// not allow it.
func IsConflict(err error) bool {
	return hasStatus(err, http.StatusConflict) || hasStatus(err, http.StatusUnprocessableEntity)
}

// IsTrouble reports whether GitHub failed to answer, which says nothing about
// what was asked for, but perhaps that it was too much at once.
func IsTrouble(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Status >= http.StatusInternalServerError || errors.Is(err, errTooLarge)
}

func hasStatus(err error, status int) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Status == status
}

// failure turns an answer that is no success into an error with a hint.
func (c *Client) failure(e *Error, header http.Header) error {
	switch {
	case e.Status == http.StatusUnauthorized:
		return fault.Wrap(e, "%s does not accept the token", c.host).
			WithKind(fault.Unauthenticated).WithHint("gh auth login --hostname %s", c.host)
	case header.Get("X-Ratelimit-Remaining") == "0" && e.Limited:
		return fault.Wrap(e, "the rate limit of this token is used up until %s", resetTime(header))
	case e.Status == http.StatusForbidden && header.Get("X-Github-Sso") != "":
		return fault.Wrap(e, "the token is not authorised for the organisation's single sign-on").
			WithHint("gh auth refresh --hostname %s", c.host)
	}
	return e
}

// resetTime reads https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
func resetTime(header http.Header) string {
	var seconds int64
	if _, err := fmt.Sscan(header.Get("X-Ratelimit-Reset"), &seconds); err != nil {
		return "an unknown time"
	}
	return time.Unix(seconds, 0).UTC().Format(time.RFC3339)
}

// unreachable names the host when no answer came at all.
func (c *Client) unreachable(err error) error {
	if errors.Is(err, net.ErrClosed) || isNetwork(err) {
		return fault.Wrap(err, "%s cannot be reached", c.host).WithHint("check the network, then run it again: nothing is lost")
	}
	return err
}

func isNetwork(err error) bool {
	_, op := errors.AsType[*net.OpError](err)
	_, dns := errors.AsType[*net.DNSError](err)
	return op || dns
}
