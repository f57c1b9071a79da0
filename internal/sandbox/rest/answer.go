package rest

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Raw is a body that is not JSON.
type Raw struct {
	Type string // media type
	Data []byte
}

// Header is the answer's header, for what a handler adds to it.
func (c *Call) Header() http.Header { return c.header }

// write sends an answer with the headers that all of GitHub's have. The Date
// is the hub's time.
func (c *Call) write(w http.ResponseWriter, status int, body any) {
	h := c.header
	h.Set("Server", "github.com")
	h.Set("Date", c.Hub.Now().Format(http.TimeFormat))
	h.Set("X-Github-Media-Type", "github.v3; format=json")
	h.Set("X-Github-Api-Version-Selected", "2022-11-28")
	data, mediaType, err := encode(body)
	if err != nil {
		status, body = render(err)
		data, mediaType, _ = encode(body)
	}
	cost := 1
	if status == http.StatusOK && c.isRead() {
		tag := fmt.Sprintf(`W/"%x"`, sha256.Sum256(data))
		h.Set("ETag", tag)
		h.Set("Cache-Control", "private, max-age=60, s-maxage=60")
		h.Set("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP,Accept-Encoding, Accept, X-Requested-With")
		if sameTag(c.Request.Header.Get("If-None-Match"), tag) {
			// Source: docs.github.com, "Best practices for using the REST API": a 304 costs nothing.
			status, data, cost = http.StatusNotModified, nil, 0
		}
	}
	c.limits(cost)
	c.credential()
	if len(data) > 0 {
		h.Set("Content-Type", mediaType)
		h.Set("Content-Length", strconv.Itoa(len(data)))
	}
	for name, values := range h {
		w.Header()[name] = values
	}
	w.WriteHeader(status)
	if c.Request.Method != http.MethodHead {
		_, _ = w.Write(data) // the client may have gone
	}
}

func (c *Call) isRead() bool {
	return c.Request.Method == http.MethodGet || c.Request.Method == http.MethodHead
}

// encode writes a body: nil is none, Raw is as it is, all else JSON.
func encode(body any) ([]byte, string, error) {
	switch b := body.(type) {
	case nil:
		return nil, "", nil
	case Raw:
		return b.Data, b.Type, nil
	}
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	if err := e.Encode(body); err != nil {
		return nil, "", fmt.Errorf("writing the answer: %w", err)
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), "application/json; charset=utf-8", nil
}

func sameTag(sent, tag string) bool {
	for t := range strings.SplitSeq(sent, ",") {
		if t = strings.TrimSpace(t); t == "*" || strings.TrimPrefix(t, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

// limits counts the call and says what is left.
func (c *Call) limits(cost int) {
	resource := "core"
	if strings.HasPrefix(c.Request.URL.Path, "/search/") {
		resource = "search"
	}
	if c.Request.URL.Path == "/rate_limit" {
		cost = 0
	}
	r := c.Hub.Spend(c.Caller, resource, cost)
	for name, value := range map[string]int64{"Limit": int64(r.Limit), "Remaining": int64(r.Remaining()), "Used": int64(r.Used), "Reset": r.Reset.Unix()} {
		c.header.Set("X-Ratelimit-"+name, strconv.FormatInt(value, 10))
	}
	c.header.Set("X-Ratelimit-Resource", resource)
}

// credential says what a classic token may do, and when any token ends.
func (c *Call) credential() {
	t := c.Caller.Token
	if t == nil {
		return
	}
	if t.Kind == hub.Classic {
		c.header.Set("X-Oauth-Scopes", strings.Join(t.Scopes, ", "))
		c.header.Set("X-Accepted-Oauth-Scopes", "repo")
	}
	if !t.ExpiresAt.IsZero() {
		c.header.Set("Github-Authentication-Token-Expiration", t.ExpiresAt.Format("2006-01-02 15:04:05 MST"))
	}
}

// stamp writes a time as GitHub does, null for none.
func stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(time.RFC3339)
}

// orNull writes an empty text as null.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
