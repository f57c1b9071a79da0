package rest

import (
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/gitwrite"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Server serves the API of one hub.
type Server struct {
	hub      *hub.Hub
	git      *gitwrite.Door
	patterns []pattern
}

// New returns a server for h. The door leads to its git data; without one, nil, only what needs no git data is served.
func New(h *hub.Hub, git *gitwrite.Door) *Server {
	return &Server{hub: h, git: git, patterns: compile(routes())}
}

// ServeHTTP answers one call.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &Call{Request: r, Hub: s.hub, Git: s.git, header: http.Header{}}
	status, body, err := s.answer(c)
	if moved, ok := errors.AsType[*Moved](err); ok {
		status, body = c.redirect(moved)
	} else if err != nil {
		status, body = render(err)
	}
	c.write(w, status, body)
}

// answer runs the frame's checks in the order in which GitHub answers them,
// and then the handler.
func (s *Server) answer(c *Call) (int, any, error) {
	if c.Request.UserAgent() == "" {
		return 0, nil, &Error{Status: http.StatusForbidden, Message: "Request forbidden by administrative rules. Please make sure your request has a User-Agent header."}
	}
	caller, err := s.hub.Authenticate(secret(c.Request))
	if err != nil {
		return 0, nil, err
	}
	c.Caller = caller
	path, err := s.plainPath(c)
	if err != nil {
		return 0, nil, err
	}
	route, params, ok := find(s.patterns, c.Request.Method, path)
	if !ok {
		return 0, nil, NotFound()
	}
	if err := c.checkSigned(route); err != nil {
		return 0, nil, err
	}
	c.params = params
	if params["owner"] == "" || params["repo"] == "" {
		return route.Handle(c)
	}
	name := params["owner"] + "/" + params["repo"]
	c.Repo, err = s.hub.Repo(caller, name)
	if err != nil {
		return 0, nil, err
	}
	if !strings.EqualFold(c.Repo.FullName(), name) {
		return 0, nil, c.moved(path)
	}
	if route.Signed {
		return route.Handle(c) // what the App may do there is the hub's to say
	}
	if err := s.hub.Check(caller, c.Repo.ID, route.Need); err != nil {
		return 0, nil, err
	}
	return route.Handle(c)
}

// checkSigned keeps Apps that call as themselves and everybody else apart. A
// signature counts only under the scheme Bearer.
// Source: docs.github.com/rest/authentication/authenticating-to-the-rest-api#authenticating-as-a-github-app.
func (c *Call) checkSigned(r Route) error {
	scheme, _, _ := strings.Cut(c.Request.Header.Get("Authorization"), " ")
	signed := c.Caller.Signed != "" && strings.EqualFold(scheme, "bearer")
	switch {
	case r.Signed && !signed:
		return &Error{Status: http.StatusUnauthorized, Message: "A JSON web token could not be decoded"}
	case !r.Signed && c.Caller.Signed != "":
		return &Error{Status: http.StatusUnauthorized, Message: "Bad credentials"}
	}
	return nil
}

// byID is the address of a repository that no rename changes. The description
// of the API leaves it out; redirects of moved repositories lead there.
var byID = regexp.MustCompile(`^/repositories/([0-9]+)(/.*)?$`)

// plainPath is the request's path with a repository given by id replaced by
// its name.
func (s *Server) plainPath(c *Call) (string, error) {
	path := "/" + strings.Trim(c.Request.URL.EscapedPath(), "/")
	m := byID.FindStringSubmatch(path)
	if m == nil {
		return path, nil
	}
	id, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return "", NotFound()
	}
	r, err := s.hub.RepoByID(c.Caller, id)
	if err != nil {
		return "", err
	}
	return "/repos/" + r.FullName() + m[2], nil
}

// moved leads the caller of a repository's former name to its id: 301 for
// reads, 307 for writes, whose method must stay.
// Source: docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects.
func (c *Call) moved(path string) *Moved {
	m := &Moved{Status: http.StatusTemporaryRedirect}
	if c.isRead() {
		m.Status = http.StatusMovedPermanently
	}
	m.To = api("/repositories/%s", strings.Join(append([]string{itoa(c.Repo.ID)}, strings.Split(path, "/")[4:]...), "/"))
	return m
}

// redirect answers with the other address.
func (c *Call) redirect(m *Moved) (int, any) {
	to := m.To
	if q := c.Request.URL.RawQuery; q != "" {
		to += "?" + q
	}
	c.header.Set("Location", to)
	message := "Moved Permanently"
	if m.Status == http.StatusTemporaryRedirect {
		message = "Temporary Redirect"
	}
	return m.Status, Object{"message": message, "url": to, "documentation_url": docs + "/guides/best-practices-for-using-the-rest-api#follow-redirects"}
}

// secret is the token that a request bears, in any of the ways GitHub takes.
// Source: docs.github.com/rest/authentication/authenticating-to-the-rest-api.
func secret(r *http.Request) string {
	if _, password, ok := r.BasicAuth(); ok {
		return password
	}
	scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "token") && !strings.EqualFold(scheme, "bearer") {
		return ""
	}
	return strings.TrimSpace(value)
}
