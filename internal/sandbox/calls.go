package sandbox

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/release-request/gh-release-request/internal/sandbox/conform"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// A Call is one request to the API.
type Call struct {
	Method string
	// Path is the template of GitHub's description (/repos/{owner}/{repo}), or the path itself where the description has
	// none; for GraphQL it is the name of the operation, or of its first field.
	Path   string
	Login  string // who the token acts as; empty: nobody, or a wrong token
	Status int
}

// calls remembers calls.
type calls struct {
	mu   sync.Mutex
	made []Call
}

func (c *calls) list() []Call {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.made)
}

func (c *calls) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.made = nil
}

// handler returns next with every call written down, and answered as is decided for it.
func (c *calls) handler(h *hub.Hub, checker *conform.Checker, decide Interference, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		call := Call{Method: r.Method, Path: r.URL.Path, Login: login(h, r)}
		if r.URL.Path == "/graphql" {
			call.Path = operation(r)
		} else if template, ok := checker.Template(r); ok {
			_, call.Path, _ = strings.Cut(template, " ")
		}
		watched := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		if fate := decide(call, r.URL.Path); fate != 0 {
			fate.answer(watched)
		} else {
			next.ServeHTTP(watched, r)
		}
		call.Status = watched.status
		c.mu.Lock()
		defer c.mu.Unlock()
		c.made = append(c.made, call)
	})
}

// login is whose token a request bears.
func login(h *hub.Hub, r *http.Request) string {
	_, secret, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if _, password, ok := r.BasicAuth(); ok {
		secret = password
	}
	caller, err := h.Authenticate(secret)
	if err != nil {
		return "" // the answer says what is wrong with it
	}
	return caller.User.Login
}

// operation names the GraphQL operation of a request, whose body it leaves to be read again.
func operation(r *http.Request) string {
	body, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	var sent struct{ Query, OperationName string }
	if err != nil || json.Unmarshal(body, &sent) != nil {
		return "/graphql"
	}
	doc, err := parser.ParseQuery(&ast.Source{Input: sent.Query})
	if err != nil {
		return "/graphql"
	}
	op := doc.Operations.ForName(sent.OperationName)
	if op == nil {
		return "/graphql"
	}
	first := "/graphql"
	if field, ok := op.SelectionSet[0].(*ast.Field); ok {
		first = field.Name
	}
	return cmp.Or(op.Name, first)
}

// statusWriter keeps the status.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
