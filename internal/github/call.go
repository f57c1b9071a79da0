package github

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// maxAnswer bounds what one answer may hold. What asks for the texts of many
// people at once may come to more.
const maxAnswer = 64 << 20

// errTooLarge is an answer that is larger than that.
var errTooLarge = errors.New("the answer is too large")

// answer is what came back from one call, beside its body.
type answer struct {
	status int
	header http.Header
}

// at returns GitHub's clock at the time of the answer.
func (a answer) at() time.Time {
	t, err := http.ParseTime(a.header.Get("Date"))
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// call does one REST call. in is sent as JSON unless nil; out is decoded
// unless nil. path is relative, each foreign part of it already escaped.
func (c *Client) call(ctx context.Context, method, path string, in, out any) (answer, error) {
	return c.send(ctx, method, c.rest+path, method+" /"+cutQuery(path), in, out)
}

func (c *Client) send(ctx context.Context, method, target, name string, in, out any) (answer, error) {
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return answer{}, fmt.Errorf("%s: %w", name, err)
		}
		body = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, target, body)
	if err != nil {
		return answer{}, fmt.Errorf("%s: %w", name, err)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		if inner, ok := errors.AsType[*url.Error](err); ok {
			err = inner.Err // its text would repeat the whole URL
		}
		return answer{}, c.unreachable(fmt.Errorf("%s: %w", name, err))
	}
	defer resp.Body.Close()
	a := answer{resp.StatusCode, resp.Header}
	b, err := io.ReadAll(io.LimitReader(resp.Body, c.most+1))
	if err != nil {
		return a, c.unreachable(fmt.Errorf("%s: reading the answer: %w", name, err))
	}
	if int64(len(b)) > c.most {
		return a, fmt.Errorf("%s: %w", name, errTooLarge)
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return a, c.failure(refusal(a, name, b), resp.Header)
	}
	if out == nil {
		return a, nil
	}
	// An answer without anything in it would read as an empty list.
	if b = bytes.TrimSpace(b); len(b) == 0 || string(b) == "null" {
		return a, fmt.Errorf("%s: the answer is empty", name)
	}
	if err := json.Unmarshal(b, out); err != nil {
		return a, fmt.Errorf("%s: the answer is not what GitHub documents: %w", name, err)
	}
	return a, nil
}

// refusal reads GitHub's error form.
// https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api
func refusal(a answer, name string, body []byte) *Error {
	var form struct {
		Message string            `json:"message"`
		Errors  []json.RawMessage `json:"errors"`
	}
	e := &Error{Status: a.status, Call: name, Message: http.StatusText(a.status)}
	if json.Unmarshal(body, &form) == nil && form.Message != "" {
		e.Message = form.Message
	}
	e.Limited = limited(a, e.Message)
	for _, raw := range form.Errors {
		e.Details = append(e.Details, detail(raw))
	}
	return e
}

// limited tells a rate limit, primary or secondary, from a refusal.
// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
func limited(a answer, message string) bool {
	switch a.status {
	case http.StatusTooManyRequests:
		return true
	case http.StatusForbidden:
		return a.header.Get("X-Ratelimit-Remaining") == "0" || a.header.Get("Retry-After") != "" ||
			strings.Contains(strings.ToLower(message), "rate limit")
	}
	return false
}

func detail(raw json.RawMessage) string {
	var item struct{ Resource, Field, Code, Message string }
	if json.Unmarshal(raw, &item) == nil && item.Message != "" {
		return item.Message
	}
	if item.Code != "" {
		return strings.TrimSpace(item.Resource + " " + item.Field + ": " + item.Code)
	}
	return strings.Trim(string(raw), `"`)
}

func cutQuery(path string) string {
	before, _, _ := strings.Cut(path, "?")
	return before
}

// refPath escapes a branch or tag name for a path, leaving its slashes.
func refPath(name string) string {
	parts := strings.Split(name, "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return strings.Join(parts, "/")
}
