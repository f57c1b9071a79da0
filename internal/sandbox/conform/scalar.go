package conform

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

func isType(v any, want string) bool {
	got := typeOf(v)
	return got == want || got == "integer" && want == "number"
}

// typeOf names the OpenAPI type of a decoded JSON value.
func typeOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case json.Number:
		if strings.ContainsAny(v.String(), ".eE") {
			return "number"
		}
		return "integer"
	case []any:
		return "array"
	default:
		return "object"
	}
}

// plain turns a value into what encoding/json makes of the same value in an enum.
func plain(v any) any {
	if n, ok := v.(json.Number); ok {
		f, _ := n.Float64()
		return f
	}
	if _, ok := v.(string); ok || v == nil {
		return v
	}
	if b, ok := v.(bool); ok {
		return b
	}
	return fmt.Sprint(v)
}

// show quotes a value for a message, cut to a readable length.
func show(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return fmt.Sprint(v)
	}
	text := strings.TrimSpace(b.String())
	if len(text) > 60 {
		return text[:57] + "..."
	}
	return text
}

func (d *description) checkString(v string, s *shape, say func(string, ...any)) {
	n := utf8.RuneCountInString(v)
	if s.MinLength != nil && n < *s.MinLength || s.MaxLength != nil && n > *s.MaxLength {
		say("is %d characters long, which is too short or too long", n)
	}
	if s.Pattern != nil && !s.Pattern.MatchString(v) {
		say("is %s, which does not match %s", show(v), s.Pattern)
	}
	switch s.Format {
	case "date-time":
		if _, err := time.Parse(time.RFC3339, v); err != nil {
			say("is %s, want a time as in RFC 3339", show(v))
		}
	case "uri":
		if u, err := url.Parse(v); err != nil || u.Scheme == "" {
			say("is %s, want an absolute URI", show(v))
		}
	}
}
