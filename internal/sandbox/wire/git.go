package wire

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/cgi"
	"net/url"
	"strconv"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/gitwrite"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Git is github.com as git sees it: the smart HTTP protocol, served by git http-backend after the hub has said who may.
// Source: docs.github.com, "About authentication to GitHub", and gitprotocol-http(5).
type Git struct {
	Hub   *hub.Hub
	Store *gitstore.Store
	Door  *gitwrite.Door
}

// The services of the protocol, each with what it needs.
const (
	uploadPack  = "git-upload-pack"  // clone and fetch
	receivePack = "git-receive-pack" // push
)

// A gitRequest is what a URL asks for.
type gitRequest struct {
	repository string // OWNER/NAME as in the URL, without .git
	endpoint   string // info/refs, git-upload-pack or git-receive-pack
	service    string
}

// parseGitURL reads /OWNER/NAME[.git]/ENDPOINT. It reports false for what is not git's.
func parseGitURL(u *url.URL) (gitRequest, bool) {
	parts := strings.SplitN(strings.TrimPrefix(u.Path, "/"), "/", 3)
	if len(parts) != 3 || parts[0] == "" {
		return gitRequest{}, false
	}
	g := gitRequest{repository: parts[0] + "/" + strings.TrimSuffix(parts[1], ".git"), endpoint: parts[2], service: parts[2]}
	if g.endpoint == "info/refs" {
		g.service = u.Query().Get("service")
	}
	return g, g.service == uploadPack || g.service == receivePack
}

func (g *Git) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	asked, ok := parseGitURL(r.URL)
	if !ok {
		http.Error(w, "the sandbox's github.com serves git only, no pages", http.StatusNotFound)
		return
	}
	caller, err := g.Hub.Authenticate(secret(r))
	if err != nil {
		unauthorized(w, "Invalid username or token. Password authentication is not supported for Git operations.")
		return
	}
	repo, err := g.Hub.Repo(caller, asked.repository)
	if err != nil {
		notFound(w, caller)
		return
	}
	if err := g.mayServe(caller, repo, asked.service); err != nil {
		refuse(w, caller, repo, err)
		return
	}
	if !strings.EqualFold(repo.FullName(), asked.repository) && r.Method == http.MethodGet {
		// git follows a redirect of its first request.
		http.Redirect(w, r, "/"+repo.FullName()+".git/"+asked.endpoint+"?"+r.URL.RawQuery, http.StatusMovedPermanently)
		return
	}
	if asked.endpoint == receivePack {
		g.receive(w, r, caller, repo)
		return
	}
	inner := forBackend(r, repo, asked.endpoint)
	if r.ContentLength < 0 {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		sized(inner, body)
	}
	g.backend(nil).ServeHTTP(w, inner)
}

func (g *Git) mayServe(c hub.Caller, repo hub.Repository, service string) error {
	if service == receivePack {
		return g.Door.MayPush(c, repo.ID)
	}
	return g.Hub.Check(c, repo.ID, hub.Need{Permission: "contents", Access: hub.ReadAccess, Role: hub.Read})
}

// secret is the token that a request bears: the password of Basic authentication under any user name, its user name
// where the password is empty or x-oauth-basic, or a bearer token.
func secret(r *http.Request) string {
	if user, password, ok := r.BasicAuth(); ok {
		if password == "" || password == "x-oauth-basic" {
			return user
		}
		return password
	}
	scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "bearer") || strings.EqualFold(scheme, "token") {
		return value
	}
	return r.Header.Get("Authorization") // anything else is a wrong credential, not none
}

func unauthorized(w http.ResponseWriter, message string) {
	w.Header().Set("WWW-Authenticate", `Basic realm="GitHub"`)
	http.Error(w, message, http.StatusUnauthorized)
}

// notFound asks strangers who they are, since the repository may be one they may see.
func notFound(w http.ResponseWriter, c hub.Caller) {
	if c.Anonymous() {
		unauthorized(w, "Repository not found.")
		return
	}
	http.Error(w, "Repository not found.", http.StatusNotFound)
}

func refuse(w http.ResponseWriter, c hub.Caller, repo hub.Repository, err error) {
	refusal, ok := errors.AsType[*hub.Error](err)
	switch {
	case !ok:
		http.Error(w, err.Error(), http.StatusInternalServerError)
	case c.Anonymous():
		unauthorized(w, "No anonymous write access.")
	case refusal.Kind == hub.NotFound:
		http.Error(w, "Repository not found.", http.StatusNotFound)
	case repo.Archived:
		http.Error(w, "This repository was archived so it is read-only.", http.StatusForbidden)
	default:
		http.Error(w, fmt.Sprintf("Permission to %s.git denied to %s.", repo.FullName(), c.User.Login), http.StatusForbidden)
	}
}

// backend runs git http-backend with the store's environment and more.
func (g *Git) backend(more []string) *cgi.Handler {
	env := append(g.Store.Environment(), "GIT_PROJECT_ROOT="+g.Store.Root(), "GIT_HTTP_EXPORT_ALL=1")
	return &cgi.Handler{
		Path:   g.Store.HTTPBackend(),
		Dir:    g.Store.Root(),
		Env:    append(env, more...),
		Stderr: io.Discard, // what concerns the client goes to the client
		Logger: log.New(io.Discard, "", 0),
	}
}

// forBackend is the request as the backend gets it: by database id, and without the credential.
func forBackend(r *http.Request, repo hub.Repository, endpoint string) *http.Request {
	inner := r.Clone(r.Context())
	inner.Header.Del("Authorization")
	inner.URL.Path, inner.URL.RawPath = "/"+strconv.FormatInt(repo.ID, 10)+".git/"+endpoint, ""
	return inner
}

// sized gives a request a body of known length: git sends long ones in chunks, which CGI does not have.
func sized(r *http.Request, body []byte) {
	r.Body, r.ContentLength, r.TransferEncoding = io.NopCloser(bytes.NewReader(body)), int64(len(body)), nil
}
