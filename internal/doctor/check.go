package doctor

import "context"

// check is one question, with all that it may find. One that looks at the
// central repository has central, one that looks at each source repository has
// source; what either could not look at it returns as an error, joined if there
// are several, beside what it found.
type check struct {
	name    string // heading of its findings
	asks    string // for the manual: what it looks at
	right   string // what it takes to look, unless a miss says otherwise
	kinds   []kind
	central func(ctx context.Context, v *visit) ([]Finding, error)
	source  func(ctx context.Context, v *visit, s source) ([]Finding, error)
}

// checks are all there are, in the order of their findings.
var checks = []check{
	repositories,
	workflows,
	labels,
	environments,
	secrets,
	elsewhere,
	seals,
	due,
	runners,
	access,
	apps,
	defaultBranch,
	actionsSettings,
	bases,
	releases,
	leftSecrets,
	leaks,
}

// repositories holds what is found before any check looks.
var repositories = check{
	name:  "Repositories",
	asks:  "the repositories that the policy names",
	kinds: []kind{sourceMoved},
}

var sourceMoved = kind{"source-moved", Error,
	"A source repository was renamed or given to another owner. The gate refuses requests for it, because whoever takes the old name could stand in for it.",
	"Write its present name into the policy, or take the project out."}
