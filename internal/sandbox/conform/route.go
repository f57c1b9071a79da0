package conform

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// route is one operation with the pattern of its path.
type route struct {
	name     string // "GET /user"
	method   string
	pattern  *regexp.Regexp // over the escaped path
	params   []string       // the names of its groups
	literals int            // how many segments of the path are no parameters
	op       *operation
}

// acrossSegments are the path parameters whose values hold slashes on GitHub, which OpenAPI 3.0 cannot say: git
// references, and file paths, which may also be empty.
var acrossSegments = map[string]string{
	"ref": "(.+)", "branch": "(.+)", "basehead": "(.+)", "path": "(.*)",
}

var pathParameter = regexp.MustCompile(`\{([^}]+)\}`)

// makeRoutes orders the operations so that the first pattern that matches is the one that GitHub means: the one with the
// most literal segments.
func makeRoutes(paths map[string]map[string]*operation) []route {
	var routes []route
	for path, methods := range paths {
		segments := strings.Split(path, "/")
		literals := len(segments) - strings.Count(path, "{")
		var params []string
		pattern := regexp.MustCompile("^" + pathParameter.ReplaceAllStringFunc(path, func(p string) string {
			params = append(params, p[1:len(p)-1])
			if across, ok := acrossSegments[p[1:len(p)-1]]; ok {
				return across
			}
			return "([^/]+)"
		}) + "$")
		for method, op := range methods {
			method = strings.ToUpper(method)
			routes = append(routes, route{method + " " + path, method, pattern, params, literals, op})
		}
	}
	slices.SortFunc(routes, func(a, b route) int {
		return cmp.Or(cmp.Compare(b.literals, a.literals), cmp.Compare(a.name, b.name))
	})
	return routes
}

// byID is the second address of a repository. GitHub's redirects of moved repositories point there; the OpenAPI document
// leaves it out. https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
var byID = regexp.MustCompile(`^/repositories/\d+`)

// route finds the operation of a request and the values of its path parameters by name.
func (d *description) route(method, escapedPath string) (route, map[string]string, bool) {
	path := byID.ReplaceAllString(escapedPath, "/repos/by/id")
	if strings.HasSuffix(path, "/contents") {
		path += "/"
	}
	if method == "HEAD" {
		method = "GET"
	}
	for _, r := range d.routes {
		if r.method != method {
			continue
		}
		m := r.pattern.FindStringSubmatch(path)
		if m == nil {
			continue
		}
		values := map[string]string{}
		for i, name := range r.params {
			values[name] = m[i+1]
			if plain, err := url.PathUnescape(m[i+1]); err == nil {
				values[name] = plain
			}
		}
		return r, values, true
	}
	return route{}, nil, false
}
