package release

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
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

var (
	commitForm    = regexp.MustCompile(`^(?:[0-9a-f]{40}|[0-9a-f]{64})$`)
	changelogForm = regexp.MustCompile(`^[0-9a-f]{64}$`)
	loginForm     = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,38}(?:\[bot\])?$`)
	targetForm    = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)
	branchForm    = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._+!@/-]*$`)
)

// CheckTarget says what is wrong with the name of a target.
func CheckTarget(name string) error {
	if !targetForm.MatchString(name) {
		return fmt.Errorf("target %q is malformed: a target is 1 to 40 of a-z 0-9 -, beginning with a letter", name)
	}
	return nil
}

// CheckCommit says what is wrong with a commit id. Abbreviated ids are refused:
// what they name can change.
func CheckCommit(id string) error {
	if !commitForm.MatchString(id) {
		return fmt.Errorf("commit %q is not a full commit id of 40 or 64 lower-case hex digits", id)
	}
	return nil
}

// CheckLogin says what is wrong with a login.
func CheckLogin(login string) error {
	if !loginForm.MatchString(login) {
		return fmt.Errorf("%q is no GitHub login", login)
	}
	return nil
}

// CheckBranch says what is wrong with the name of a branch or tag. It is
// narrower than git: nothing that a shell, an option parser or a URL could
// take for something else. Rules: https://git-scm.com/docs/git-check-ref-format
func CheckBranch(name string) error {
	bad := !branchForm.MatchString(name) || len(name) > 200 ||
		strings.Contains(name, "..") || strings.Contains(name, "//") || strings.Contains(name, "@{") ||
		strings.HasSuffix(name, "/") || strings.HasSuffix(name, ".") || strings.HasPrefix(name, "refs/")
	for part := range strings.SplitSeq(name, "/") {
		bad = bad || strings.HasPrefix(part, ".") || strings.HasPrefix(part, "-") || strings.HasSuffix(part, ".lock")
	}
	if bad {
		return fmt.Errorf("%q is no branch or tag name of the letters, digits and . _ + ! @ / - that this program allows", name)
	}
	return nil
}

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
	check("project", checkRepository(r.Project))
	if r.Path != "" {
		check("path", Project{Owner: "o", Repo: "r", Path: r.Path}.Check())
	}
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
	check("targets", checkTargets(r.Targets))
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

func checkTargets(names []string) error {
	if len(names) == 0 {
		return fmt.Errorf("there are none; a release has at least one")
	}
	seen := map[string]bool{}
	for _, name := range names {
		if err := CheckTarget(name); err != nil {
			return err
		}
		if seen[name] {
			return fmt.Errorf("%q stands there twice", name)
		}
		seen[name] = true
	}
	return nil
}

// Run names one attempt of a workflow run.
type Run struct {
	ID      int64
	Attempt int
}

// ParseRun reads ID/ATTEMPT.
func ParseRun(s string) (Run, error) {
	id, attempt, ok := strings.Cut(s, "/")
	r := Run{}
	var err1, err2 error
	r.ID, err1 = strconv.ParseInt(id, 10, 64)
	r.Attempt, err2 = strconv.Atoi(attempt)
	if !ok || err1 != nil || err2 != nil || r.ID <= 0 || r.Attempt <= 0 || r.String() != s {
		return Run{}, fmt.Errorf("run %q is not of the form ID/ATTEMPT, such as 123456/1", s)
	}
	return r, nil
}

// String returns ID/ATTEMPT.
func (r Run) String() string { return fmt.Sprintf("%d/%d", r.ID, r.Attempt) }
