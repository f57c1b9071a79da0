package registry

import (
	"context"
	"net/http"
	"strings"
)

// kind is one kind of registry.
type kind struct {
	name   string
	host   string // empty: the question names it
	source string // where the call, or the lack of one, is documented
	ask    func(context.Context, *Asker, Question) Answer
	untold string // why nothing tells but publishing; then there is no ask
}

// kinds are all there are, in the order of the manual.
var kinds = []kind{
	{name: "npm", host: "registry.npmjs.org", ask: askNPM, source: "https://docs.npmjs.com/cli/v11/commands/npm-whoami"},
	{name: "oci", ask: askOCI, source: "https://distribution.github.io/distribution/spec/auth/token/"},
	{name: "pypi", host: "upload.pypi.org", ask: askPyPI, source: "https://docs.pypi.org/api/upload/"},
	{
		name: "crates", source: "https://github.com/rust-lang/crates.io/pull/3518",
		untold: "crates.io says who somebody is to browsers only, and to tokens never; only publishing tells",
	},
	{name: "rubygems", host: "rubygems.org", ask: askRubyGems, source: "https://guides.rubygems.org/rubygems-org-api/"},
	{
		name: "nuget", source: "https://learn.microsoft.com/en-us/nuget/api/nuget-protocols",
		untold: "nuget.org tells only by making another key, for one version of one package; only publishing tells",
	},
}

// askNPM asks who the token's owner is. To a token that it does not know, a
// registry says 401, or, as verdaccio does, nobody's name; npm takes either for
// not being signed in.
func askNPM(ctx context.Context, a *Asker, q Question) Answer {
	var who struct{ Username string }
	got, err := a.get(ctx, "https://"+q.Host+"/-/whoami", bearer(q.Token), &who)
	switch {
	case err != nil:
		return untold("%v", err)
	case got.status == http.StatusOK && who.Username == "":
		return Answer{Standing: Rejected, Why: q.Host + " answers as to nobody it knows"}
	}
	return judge(q.Host, got.status, who.Username)
}

// askPyPI only looks at the token: the one call that takes it is the upload.
// https://pypi.org/help/#apitoken
func askPyPI(_ context.Context, _ *Asker, q Question) Answer {
	if !strings.HasPrefix(q.Token, "pypi-") {
		return Answer{Standing: Rejected, Why: "it is no token of PyPI: those begin with pypi-"}
	}
	return untold("PyPI takes a token with an upload only (https://docs.pypi.org/api/upload/); it begins as one of PyPI's does")
}

// askRubyGems lists the gems of the key's owner, which takes the scope
// index_rubygems. https://guides.rubygems.org/api-key-scopes/
func askRubyGems(ctx context.Context, a *Asker, q Question) Answer {
	got, err := a.get(ctx, "https://"+q.Host+"/api/v1/gems.json", plainly(q.Token), nil)
	switch {
	case err != nil:
		return untold("%v", err)
	case got.status == http.StatusForbidden:
		return untold("%s does not list gems for this key, which takes the scope index_rubygems; only publishing tells", q.Host)
	}
	return judge(q.Host, got.status, "")
}
