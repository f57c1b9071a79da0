// Package config reads the policy file of the central repository: which
// projects there are, who may release them to which targets, and what must
// hold before. It stands on the pure floor: of ours it imports release, seal
// and policy only, it opens no file and knows no clock. It is strict: a key or
// value that it does not know is an error, and all errors are told at once, each
// with its place. It must never guess what a policy might have meant, and never accept
// a setting that this version does not carry out.
package config

import (
	"strconv"
	"time"

	"github.com/release-request/gh-release-request/internal/policy"
)

// Path is where the policy file stands in the central repository.
const Path = ".github/release-requests.yml"

// Version is the number of the file's form that this program reads.
const Version = 1

// Policy is a policy file, with defaults applied and each project's own
// settings merged. Its slices are not to be changed.
type Policy struct {
	Binary       Binary
	Craft        CraftRelease
	Access       Access
	SourceAccess SourceAccess
	RemindAfter  time.Duration // of requests that nobody approves; 0: never
	Targets      []Target      // in publishing order
	Tokens       []Token       // in the file's order
	Projects     []*Project    // in the file's order

	file     string
	marks    marks
	zone     *time.Location // in which days begin and end
	defaults policy.Rules   // what holds where a project says nothing
}

// Access is who may have which access to the central repository: logins and
// @org/team. An empty list says nothing.
type Access struct {
	Write  []string // could reach the tokens
	Triage []string // can label, and reach nothing
	Read   []string // can ask
}

// SourceAccess is how workflows of the central repository reach source
// repositories: through the App with this id, or, when it is 0, with the
// token in the secret RELEASE_SOURCE_TOKEN.
type SourceAccess struct{ App int }

// Parse reads a policy. file is the name that problems bear; owner is the
// owner of the central repository, to which a repository without an owner
// belongs. An error is always of type Problems.
func Parse(file string, src []byte, owner string) (*Policy, error) {
	r := &reporter{file: file}
	p := &Policy{file: file, marks: marks{}, defaults: defaults()}
	tree := (&treeReader{r, p.marks}).read(src)
	if tree != nil {
		d := &decoder{reporter: r, owner: owner, zone: time.UTC}
		d.policy(p).read(tree)
		p.zone = d.zone
		(&checker{r, p}).check()
	}
	if len(r.problems) > 0 {
		return nil, r.problems.sorted()
	}
	return p, nil
}

// defaults is section "approval" to "release-commits" of the documented file.
func defaults() policy.Rules {
	return policy.Rules{
		Approval:       policy.Approval{Required: 1, ValidFor: 72 * time.Hour},
		Requests:       policy.Requests{Local: true, ExpireAfter: 14 * 24 * time.Hour},
		Blockers:       []string{"release-blocker"},
		CI:             policy.CI{Require: policy.CIAll, Wait: 15 * time.Minute},
		Bases:          []string{policy.DefaultBranch},
		Branch:         "release/{version}",
		Tag:            "{version}",
		ReleaseCommits: 1,
	}
}

// policy reads the whole file. The order matters: projects begin with what
// holds for all of them.
func (d *decoder) policy(p *Policy) reader {
	p.RemindAfter = 24 * time.Hour
	return d.object(
		field{key: "version", about: "Number of this file's form.", read: d.version()}.must("write version: "+strconv.Itoa(Version)),
		field{key: "binary", about: "The gh-release-request that workflows install, or path for the one on the runner's PATH.", read: d.binary(&p.Binary)}.must("`gh release-request init central` fills it in"),
		field{key: "craft", about: "The release of craft that jobs install. Left out: the one on the runner's PATH.", read: d.craft(&p.Craft)},
		field{key: "expected-access", about: "Who should have which access to the central repository.", read: d.access(&p.Access)},
		field{key: "approval", about: "Whose approval a release takes.", read: d.approval(&p.defaults.Approval)},
		field{key: "requests", about: "Who may ask, and how long a request lives.", read: d.requests(&p.defaults.Requests, &p.RemindAfter)},
		field{key: "blockers", about: "Labels; an open issue of the source repository that bears one holds its releases.", read: d.blockers(&p.defaults.Blockers)},
		field{key: "timezone", about: "In which days begin and end, those of freezes and of versions by date.", read: d.timezone()},
		field{key: "freezes", about: "Days on which nothing is released.", read: d.freezes(&p.defaults.Freezes)},
		field{key: "ci", about: "Which checks of the commit must have passed.", read: d.ci(&p.defaults.CI)},
		field{key: "bases", about: "Branches that a release may be made from and merged into: DEFAULT for the default branch, names, or patterns such as \"1.*\".", read: d.bases(&p.defaults.Bases)},
		field{key: "branch", about: "Name of the release branch; {version} and {path} are filled in.", read: d.text(&p.defaults.Branch, checkPattern).like(oneVersion)},
		field{key: "tag", about: "Name of the tag; {version} and {path} are filled in.", read: d.text(&p.defaults.Tag, checkPattern).like(oneVersion)},
		field{key: "release-commits", about: "Most commits that the release branch may have and its base has not.", read: d.whole(&p.defaults.ReleaseCommits, 0, 100)},
		field{key: "source-access", about: "How workflows reach source repositories: through an App, or with the token in the secret RELEASE_SOURCE_TOKEN.", read: d.sourceAccess(&p.SourceAccess)},
		field{key: "targets", about: "The places to publish to, in this order.", read: d.targets(&p.Targets)}.must("name at least one place to publish to"),
		field{key: "tokens", about: "What is known of the tokens that the targets' secrets hold, by the secret's name.", read: d.tokens(&p.Tokens)},
		field{key: "projects", about: "What is released, by short name.", read: d.projects(p)}.must("name at least one project, or write projects: {}"),
	)
}

// version reads the number of the file's form. One that is not known here is
// most likely that of a newer program.
func (d *decoder) version() reader {
	return reader{form{kind: "integer", allowed: []any{Version}}, func(n *node) {
		if n.kind != broken && (n.kind != number || n.text != strconv.Itoa(Version)) {
			d.wrong(n, "this program reads only version: %d", Version)
		}
	}}
}

func (d *decoder) access(a *Access) reader {
	return d.object(
		field{key: "write", about: "Logins and @org/team that could reach the tokens.", read: d.people(&a.Write)},
		field{key: "triage", about: "Logins and @org/team that can approve, and reach nothing.", read: d.people(&a.Triage)},
		field{key: "read", about: "Logins and @org/team that can ask.", read: d.people(&a.Read)},
	)
}

func (d *decoder) sourceAccess(s *SourceAccess) reader {
	app := d.object(field{
		key: "app-id", read: d.whole(&s.App, 1, 1<<31-1),
		about: "Number of the GitHub App whose private key is the secret RELEASE_APP_KEY of the environment release-gate.",
	}.must("write the number of the App"))
	return split(mapping, app, d.choice(new(string), "{app-id: N}", "token")).otherwise("token")
}
