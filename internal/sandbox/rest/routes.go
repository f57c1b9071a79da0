package rest

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Route is one operation of the API.
type Route struct {
	Method string
	// Path is the template of GitHub's description: /repos/{owner}/{repo}/labels.
	Path string
	// Need is what the caller must be allowed in the repository {owner}/{repo}.
	// Where that depends on the object, the hub checks the rest.
	Need hub.Need
	// Signed says that an App calls this as itself, with a signature instead
	// of a token. It may call nothing else, and nobody else this.
	Signed bool
	// Handle answers. With an error, status and body do not count.
	Handle func(*Call) (status int, body any, err error)
}

// routes is the whole API: a line for each resource.
func routes() []Route {
	return slices.Concat(
		rootRoutes(),
		userRoutes(),
		appRoutes(),
		teamRoutes(),
		repoRoutes(),
		gitRoutes(),
		collaboratorRoutes(),
		labelRoutes(),
		issueRoutes(),
		issueLabelRoutes(),
		assigneeRoutes(),
		commentRoutes(),
		timelineRoutes(),
		pullRoutes(),
		actionsRoutes(),
		protectionRoutes(),
		rulesetRoutes(),
		orgRoutes(),
		settingsRoutes(),
		codeOwnersRoutes(),
		searchRoutes(),
		rateRoutes(),
	)
}

// acrossSlashes are the parameters whose values may hold slashes.
var acrossSlashes = map[string]string{"ref": "(.+)", "branch": "(.+)", "basehead": "(.+)", "path": "(.*)"}

var parameter = regexp.MustCompile(`\{([a-z_]+)\}`)

// pattern is a route made ready for matching.
type pattern struct {
	Route
	names  []string
	regexp *regexp.Regexp // of the escaped path
	rank   string         // sorts literal segments before parameters, and those before ones with slashes
}

// compile orders routes so that the first match is the most specific one.
func compile(routes []Route) []pattern {
	var list []pattern
	for _, r := range routes {
		p := pattern{Route: r}
		var source, rank strings.Builder
		for segment := range strings.SplitSeq(strings.TrimPrefix(r.Path, "/"), "/") {
			m := parameter.FindStringSubmatch(segment)
			switch {
			case m == nil:
				source.WriteString("/" + regexp.QuoteMeta(segment))
				rank.WriteByte('a')
				continue
			case acrossSlashes[m[1]] != "":
				source.WriteString("/" + acrossSlashes[m[1]])
				rank.WriteByte('c')
			default:
				source.WriteString("/([^/]+)")
				rank.WriteByte('b')
			}
			p.names = append(p.names, m[1])
		}
		p.regexp, p.rank = regexp.MustCompile("^"+source.String()+"$"), rank.String()
		list = append(list, p)
	}
	slices.SortStableFunc(list, func(a, b pattern) int {
		if strings.HasPrefix(a.rank, b.rank) || strings.HasPrefix(b.rank, a.rank) {
			return cmp.Compare(len(b.rank), len(a.rank))
		}
		return cmp.Compare(a.rank, b.rank)
	})
	return list
}

// find matches a request with its route, and gives the parameters' values.
func find(list []pattern, method, escapedPath string) (Route, map[string]string, bool) {
	if method == "HEAD" {
		method = "GET"
	}
	for _, p := range list {
		if p.Method != method {
			continue
		}
		m := p.regexp.FindStringSubmatch(escapedPath)
		if m == nil {
			continue
		}
		values := map[string]string{}
		for i, name := range p.names {
			plain, err := url.PathUnescape(m[i+1])
			if err != nil {
				return Route{}, nil, false
			}
			values[name] = plain
		}
		return p.Route, values, true
	}
	return Route{}, nil, false
}
