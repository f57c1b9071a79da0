// Package graphql is GitHub's GraphQL API over the hub and the git store: one small file for each type or group of
// mutations, run by package engine.
//
// Annex floor: of ours it imports the hub, the doors to git, the engine and the schema. Like REST it decides nothing about
// who may do what: every resolver reads and writes through the hub as the caller. A field that it does not serve is an error
// that names it, never a null.
package graphql

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/gitwrite"
	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// maxBody is far above the largest query any client of the sandbox sends.
const maxBody = 8 << 20

// docs is where the documentation_url of errors leads.
const docs = "https://docs.github.com/graphql"

// Handler answers POST /graphql. Without a door to git, what needs git data is an error.
func Handler(h *hub.Hub, git *gitwrite.Door) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := &answer{hub: h, header: w.Header()}
		status, body := a.to(r, git)
		b, err := encode(body)
		if err != nil {
			status = http.StatusInternalServerError
			b, _ = encode(refusal("writing the answer: " + err.Error())) // texts alone cannot fail
		}
		a.send(w, status, b)
	})
}

func encode(body any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(body)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// answer is one call on its way.
type answer struct {
	hub    *hub.Hub
	caller hub.Caller
	header http.Header
}

func (a *answer) to(r *http.Request, git *gitwrite.Door) (int, any) {
	if r.Method != http.MethodPost {
		return http.StatusNotFound, refusal("Not Found")
	}
	if r.UserAgent() == "" {
		return http.StatusForbidden, refusal("Request forbidden by administrative rules. Please make sure your request has a User-Agent header.")
	}
	caller, err := a.hub.Authenticate(secret(r))
	switch e, refused := errors.AsType[*hub.Error](err); {
	case refused:
		return http.StatusUnauthorized, refusal(e.Message)
	case err != nil:
		return http.StatusInternalServerError, refusal(err.Error())
	case caller.Anonymous():
		// https://docs.github.com/graphql/guides/forming-calls-with-graphql#authenticating-with-graphql
		return http.StatusUnauthorized, refusal("This endpoint requires you to be authenticated.")
	}
	a.caller = caller
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	var request struct {
		Query         *string
		OperationName string
		Variables     map[string]any
	}
	if err != nil || json.Unmarshal(body, &request) != nil {
		return http.StatusBadRequest, refusal("Problems parsing JSON")
	}
	if request.Query == nil {
		return http.StatusBadRequest, refusal("A query attribute must be specified and must be a string.")
	}
	return http.StatusOK, engine.Run(r.Context(), engine.Request{
		Query: *request.Query, OperationName: request.OperationName, Variables: request.Variables,
	}, func(u engine.Usage) engine.Roots {
		s := &session{hub: a.hub, git: git, caller: caller, usage: u, rate: a.hub.Spend(caller, "graphql", u.Cost)}
		return engine.Roots{Query: query{s}, Mutation: mutation{s}}
	})
}

// send sends the answer with the headers that all of GitHub's have.
func (a *answer) send(w http.ResponseWriter, status int, body []byte) {
	h := a.header
	h.Set("Server", "github.com")
	h.Set("Date", a.hub.Now().Format(http.TimeFormat))
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("X-Github-Media-Type", "github.v4; format=json")
	rate := a.hub.Spend(a.caller, "graphql", 0)
	for name, value := range map[string]int64{"Limit": int64(rate.Limit), "Remaining": int64(rate.Remaining()), "Used": int64(rate.Used), "Reset": rate.Reset.Unix()} {
		h.Set("X-Ratelimit-"+name, strconv.FormatInt(value, 10))
	}
	h.Set("X-Ratelimit-Resource", "graphql")
	if t := a.caller.Token; t != nil && t.Kind == hub.Classic {
		h.Set("X-Oauth-Scopes", strings.Join(t.Scopes, ", "))
		h.Set("X-Accepted-Oauth-Scopes", "repo")
	}
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client may have gone
}

func refusal(message string) map[string]any {
	return map[string]any{"message": message, "documentation_url": docs}
}

// secret is the token that a request bears.
func secret(r *http.Request) string {
	scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "token") && !strings.EqualFold(scheme, "bearer") {
		return ""
	}
	return strings.TrimSpace(value)
}
