package sandbox

import (
	"bytes"
	"net/http"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/wire"
)

// enterprise is an Enterprise Server: git, and below /api what github.com has on a host of its own. Its answers name its own
// host where those of github.com name theirs; text of people is left as it is.
// Source: docs.github.com, "Getting started with the REST API" and "Forming calls with GraphQL" of Enterprise Server.
type enterprise struct {
	host     string
	api, web http.Handler
}

func (e enterprise) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, rest := strings.CutPrefix(r.URL.EscapedPath(), "/api/v3/")
	if r.URL.Path != "/api/graphql" && !rest {
		e.web.ServeHTTP(w, r)
		return
	}
	if !rest {
		path = "graphql"
	}
	inner := r.Clone(r.Context())
	where, err := inner.URL.Parse("/" + path)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	where.RawQuery = r.URL.RawQuery
	inner.URL, inner.Host, inner.RequestURI = where, wire.APIHost, where.RequestURI()
	answer := &kept{header: http.Header{}, status: http.StatusOK}
	e.api.ServeHTTP(answer, inner)
	e.pass(w, answer)
}

// pass sends an answer with the addresses of this server.
func (e enterprise) pass(w http.ResponseWriter, answer *kept) {
	for name, values := range answer.header {
		for _, value := range values {
			if name != "Content-Length" {
				w.Header().Add(name, e.own(value, ""))
			}
		}
	}
	w.WriteHeader(answer.status)
	_, _ = w.Write([]byte(e.own(answer.body.String(), `"`)))
}

// own makes the addresses of github.com that stand behind a mark those of this server.
func (e enterprise) own(text, mark string) string {
	return strings.NewReplacer(
		mark+"https://"+wire.APIHost+"/", mark+"https://"+e.host+"/api/v3/",
		mark+"https://"+wire.WebHost+"/", mark+"https://"+e.host+"/",
	).Replace(text)
}

// kept is an answer that is not sent yet.
type kept struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (k *kept) Header() http.Header         { return k.header }
func (k *kept) WriteHeader(status int)      { k.status = status }
func (k *kept) Write(p []byte) (int, error) { return k.body.Write(p) }
