package conform

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// undeclared are the statuses that GitHub gives for any operation, whether its description names them or not: bad JSON,
// no or bad token, no permission, not visible, conflict, gone, invalid, too many requests, blocked for legal reasons.
// https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api
var undeclared = []int{400, 401, 403, 404, 409, 410, 422, 429, 451}

// answerProblems checks status, headers and body of an answer.
func (d *description) answerProblems(op *operation, r *http.Request, a answer) []string {
	declared, ok := op.Responses[strconv.Itoa(a.status)]
	declared = d.response(declared)
	switch {
	case a.status == http.StatusNotModified:
		return d.emptyBody(a)
	case isRedirect(a.status):
		return d.redirectProblems(a)
	case !ok && a.status < 500 && !slices.Contains(undeclared, a.status):
		return []string{fmt.Sprintf("status %d is none that the description names", a.status)}
	case r.Method == http.MethodHead:
		return nil
	case a.status >= 400:
		return d.errorProblems(declared, a)
	}
	return d.contentProblems(declared, r, a)
}

func (d *description) contentProblems(declared response, r *http.Request, a answer) []string {
	if len(declared.Content) == 0 {
		return d.emptyBody(a)
	}
	if !a.isJSON() {
		if accept := r.Header.Get("Accept"); wantsOther(accept) {
			return nil
		}
		return []string{fmt.Sprintf("status %d has content type %q, want JSON", a.status, a.header.Get("Content-Type"))}
	}
	v, err := decode(a.body)
	if err != nil {
		return []string{fmt.Sprintf("status %d: body is no JSON: %v", a.status, err)}
	}
	m := declared.Content[jsonType]
	if m.Schema == nil {
		return nil
	}
	return d.problemsOf(v, m.Schema, fmt.Sprintf("%d body", a.status))
}

// wantsOther says whether the client asked for one of GitHub's media types that are not JSON.
// https://docs.github.com/rest/using-the-rest-api/getting-started-with-the-rest-api#media-types
func wantsOther(accept string) bool {
	return slices.ContainsFunc([]string{"raw", "html", "diff", "patch", "sha"}, func(kind string) bool {
		return strings.Contains(accept, "."+kind)
	})
}

func (d *description) emptyBody(a answer) []string {
	if len(a.body) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("status %d has a body, though the description gives it none", a.status)}
}

func isRedirect(status int) bool {
	return slices.Contains([]int{301, 302, 307, 308}, status)
}

func (d *description) redirectProblems(a answer) []string {
	if a.header.Get("Location") == "" {
		return []string{fmt.Sprintf("status %d lacks the header Location", a.status)}
	}
	return nil
}

// errorShape is what GitHub's errors have in common, whatever the operation's description says of them: a message, where to
// read about it, the status as text, and details that are texts or objects.
var errorShape = &shape{
	Type: "object",
	Properties: map[string]*shape{
		"message":           {Type: "string"},
		"documentation_url": {Type: "string"},
		"status":            {Type: "string"},
		"errors":            {Type: "array"},
	},
	Required: []string{"message", "documentation_url"},
}

func (d *description) errorProblems(declared response, a answer) []string {
	if !a.isJSON() {
		return []string{fmt.Sprintf("status %d has content type %q, want JSON", a.status, a.header.Get("Content-Type"))}
	}
	v, err := decode(a.body)
	if err != nil {
		return []string{fmt.Sprintf("status %d: body is no JSON: %v", a.status, err)}
	}
	at := fmt.Sprintf("%d body", a.status)
	problems := d.problemsOf(v, errorShape, at)
	if object, ok := v.(map[string]any); ok && object["message"] != nil {
		if m := declared.Content[jsonType]; m.Schema != nil && len(d.problemsOf(v, m.Schema, at)) == 0 {
			return nil
		}
	}
	return problems
}
