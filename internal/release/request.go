package release

import (
	"errors"
	"fmt"
	"strings"

	"github.com/release-request/gh-release-request/internal/lazyregexp"
)

// Schema is the number of the record's wording that this program writes.
const Schema = 1

// Request is one wish to release one version of one project at one commit. Its
// fields are the keys of the record, in the record's order; each is always
// written, and an empty value means "none".
type Request struct {
	Base      string   `json:"base"`      // branch that the commit is merged into afterwards
	Branch    string   `json:"branch"`    // release branch that holds the commit
	Changelog string   `json:"changelog"` // SHA-256, in hex, of the changelog's LF text as shown
	Commit    string   `json:"commit"`    // full commit id, 40 or 64 hex digits
	Path      string   `json:"path"`      // folder of the project, empty for the whole repository
	Project   string   `json:"project"`   // OWNER/REPO
	Rehearsal bool     `json:"rehearsal"` // do everything but publish
	Requester string   `json:"requester"` // login; empty for a scheduled request
	Run       string   `json:"run"`       // ID/ATTEMPT of the source run that asked; empty for none
	Schema    int      `json:"schema"`    // wording of the issue, see internal/record
	Targets   []string `json:"targets"`   // names, in the policy's order; never empty
	Version   Version  `json:"version"`
}

// Source returns the project that the request is about.
func (r Request) Source() Project {
	owner, repo, _ := strings.Cut(r.Project, "/")
	return Project{Owner: owner, Repo: repo, Path: r.Path}
}

var changelogForm = lazyregexp.New(`^[0-9a-f]{64}$`)

// Problems returns everything that makes a request malformed in itself, each
// named by its field; what the policy says of it is the gate's business.
func (r Request) Problems() []error {
	var problems []error
	check := func(field string, err error) {
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", field, err))
		}
	}
	check("base", CheckBranch(r.Base))
	check("branch", CheckBranch(r.Branch))
	if !changelogForm.MatchString(r.Changelog) {
		check("changelog", fmt.Errorf("%q is not a SHA-256 of 64 lower-case hex digits", r.Changelog))
	}
	check("commit", CheckCommit(r.Commit))
	if r.Path != "" {
		check("path", checkPath(r.Path))
	}
	check("project", checkRepository(r.Project))
	if r.Requester != "" {
		check("requester", CheckLogin(r.Requester))
	}
	if r.Run != "" {
		_, err := ParseRun(r.Run)
		check("run", err)
	}
	if r.Schema != Schema {
		check("schema", fmt.Errorf("%d is not known here, only %d", r.Schema, Schema))
	}
	for _, err := range targetProblems(r.Targets) {
		check("targets", err)
	}
	_, err := ParseVersion(string(r.Version))
	check("version", err)
	return problems
}

func checkRepository(s string) error {
	p, err := ParseProject(s)
	if err == nil && p.Path != "" {
		return fmt.Errorf("%q is not of the form OWNER/REPO", s)
	}
	return err
}

func targetProblems(names []string) []error {
	if len(names) == 0 {
		return []error{errors.New("there are none; a release has at least one")}
	}
	var problems []error
	times := map[string]int{}
	for _, name := range names {
		if times[name]++; times[name] > 1 {
			if times[name] == 2 {
				problems = append(problems, fmt.Errorf("%q stands there more than once", name))
			}
			continue
		}
		if err := CheckTarget(name); err != nil {
			problems = append(problems, err)
		}
	}
	return problems
}
