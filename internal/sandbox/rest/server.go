package rest

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Server serves the API of one hub.
type Server struct {
	hub      *hub.Hub
	patterns []pattern
}

// New returns a server for h.
func New(h *hub.Hub) *Server { return &Server{hub: h, patterns: compile(routes())} }

// ServeHTTP answers one call.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &Call{Request: r, Hub: s.hub, header: http.Header{}}
	status, body, err := s.answer(c)
	if err != nil {
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
		return c.moved(path)
	}
	if err := s.hub.Check(caller, c.Repo.ID, route.Need); err != nil {
		return 0, nil, err
	}
	return route.Handle(c)
}

// byID is the address of a repository that no rename changes. The description
// of the API leaves it out; redirects of moved repositories lead there.
var byID = regexp.MustCompile(`^/repositories/([0-9]+)(/.*)?$`)

// plainPath is the request's path with a repository given by id replaced by
// its name.
func (s *Server) plainPath(c *Call) (string, error) {
	path := strings.TrimSuffix(c.Request.URL.EscapedPath(), "/")
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

// moved sends the caller of a former name to the repository's id.
// Source: docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects.
func (c *Call) moved(path string) (int, any, error) {
	rest := strings.Join(strings.Split(path, "/")[4:], "/")
	to := api("/repositories/%d", c.Repo.ID)
	if rest != "" {
		to += "/" + rest
	}
	if q := c.Request.URL.RawQuery; q != "" {
		to += "?" + q
	}
	return c.redirect(to)
}

// redirect answers with another address: 301 for reads, 307 for writes, whose
// method must stay.
func (c *Call) redirect(to string) (int, any, error) {
	c.header.Set("Location", to)
	status, message := http.StatusMovedPermanently, "Moved Permanently"
	if c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead {
		status, message = http.StatusTemporaryRedirect, "Temporary Redirect"
	}
	return status, Object{"message": message, "url": to, "documentation_url": docs + "/guides/best-practices-for-using-the-rest-api#follow-redirects"}, nil
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
