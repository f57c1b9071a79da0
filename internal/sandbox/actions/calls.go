package actions

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// calls are the workflow files that the jobs of a file call.
type calls struct {
	files      map[string]CalledFile
	references []hub.ReferencedWorkflow
}

// standing is where a workflow file stands.
type standing struct {
	repo     hub.Repository
	sha, ref string
}

// levels is how deep workflows may call one another, the outermost included.
// https://docs.github.com/en/actions/reference/workflows-and-actions/reusing-workflow-configurations
const levels = 4

// callsOf reads the files that a file calls, and those that these call.
func (e *Engine) callsOf(ctx context.Context, at standing, text string) (calls, error) {
	var c calls
	files, err := e.calledFiles(ctx, at, at, text, 1, &c.references)
	c.files = files
	return c, err
}

func (e *Engine) calledFiles(ctx context.Context, outermost, at standing, text string, level int, references *[]hub.ReferencedWorkflow) (map[string]CalledFile, error) {
	var files map[string]CalledFile
	for _, uses := range usesOf(text) {
		f, place, err := e.calledFile(ctx, outermost, at, uses)
		if err != nil {
			return nil, err
		}
		switch {
		case f.Problem != "":
		case level == levels:
			f = CalledFile{Problem: fmt.Sprintf("too many workflows are nested: at most %d levels", levels)}
		default:
			if !slices.Contains(*references, place.reference) {
				*references = append(*references, place.reference)
			}
			if f.Called, err = e.calledFiles(ctx, outermost, place.standing, f.Text, level+1, references); err != nil {
				return nil, err
			}
		}
		if files == nil {
			files = map[string]CalledFile{}
		}
		files[uses] = f
	}
	return files, nil
}

// place is where a called file was found.
type place struct {
	standing
	reference hub.ReferencedWorkflow
}

// usesForm is what a job may name: a file of its own repository at the same
// commit, or one of another at a commit, tag or branch.
var usesForm = regexp.MustCompile(`^(?:\./|([^/@]+/[^/@]+)/)(\.github/workflows/[^/@]+\.ya?ml)(?:@(.+))?$`)

// calledFile reads one file. What access a call needs is that of the outermost
// caller.
func (e *Engine) calledFile(ctx context.Context, outermost, at standing, uses string) (CalledFile, place, error) {
	m := usesForm.FindStringSubmatch(uses)
	if m == nil || (m[1] == "") != (m[3] == "") {
		return CalledFile{Problem: "invalid value workflow reference: " + uses}, place{}, nil
	}
	missing := CalledFile{Problem: "error parsing called workflow \"" + uses + "\": workflow was not found. " +
		"See https://docs.github.com/actions/learn-github-actions/reusing-workflows#access-to-reusable-workflows for more information."}
	found := place{standing: at}
	if m[1] != "" {
		repo, err := e.hub.Callable(outermost.repo.ID, m[1])
		if notThere, ok := errors.AsType[*hub.Error](err); ok && notThere.Kind == hub.NotFound {
			return missing, place{}, nil
		}
		if err != nil {
			return CalledFile{}, place{}, err
		}
		found.repo = repo
		if found.ref, found.sha, err = e.calledRef(ctx, repo.ID, m[3]); err != nil || found.sha == "" {
			return missing, place{}, err
		}
	}
	files, err := e.files(ctx, found.repo.ID, found.sha)
	if err != nil {
		return CalledFile{}, place{}, err
	}
	i := slices.IndexFunc(files, func(f file) bool { return f.path == m[2] })
	if i < 0 {
		return missing, place{}, nil
	}
	version := m[3]
	if version == "" {
		version = found.sha
	}
	found.reference = hub.ReferencedWorkflow{Path: found.repo.FullName() + "/" + m[2] + "@" + version, SHA: found.sha, Ref: found.ref}
	return CalledFile{Text: files[i].text}, found, nil
}

var commitForm = regexp.MustCompile(`^[0-9a-f]{40}$`)

// calledRef finds the version that a call names: a commit, a tag, or a branch.
// A tag is taken before a branch of the same name.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_iduses
func (e *Engine) calledRef(ctx context.Context, repoID int64, version string) (ref, sha string, err error) {
	if commitForm.MatchString(version) {
		sha, err = e.head(ctx, repoID, version)
		return "", sha, err
	}
	candidates := []string{"refs/tags/" + version, "refs/heads/" + version}
	if strings.HasPrefix(version, "refs/") {
		candidates = []string{version}
	}
	for _, ref := range candidates {
		if sha, err := e.head(ctx, repoID, ref); err != nil || sha != "" {
			return ref, sha, err
		}
	}
	return "", "", nil
}

// usesOf lists what the jobs of a file call. Of a file that cannot be read the
// runner says what is wrong.
func usesOf(text string) []string {
	var top struct {
		Jobs yaml.MapSlice `yaml:"jobs"`
	}
	if yaml.Unmarshal([]byte(text), &top) != nil {
		return nil
	}
	var all []string
	for _, entry := range top.Jobs {
		job, _ := entry.Value.(map[string]any)
		if uses, ok := job["uses"].(string); ok && !slices.Contains(all, uses) {
			all = append(all, uses)
		}
	}
	return all
}
