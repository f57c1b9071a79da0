package actions

import (
	"context"
	"errors"
	"path"
	"strconv"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// workflowDir is where GitHub looks for workflows, and not below it.
const workflowDir = ".github/workflows"

// file is a workflow file at a commit.
type file struct{ path, text string }

// files reads the workflow files at a commit, in the order of their names.
func (e *Engine) files(ctx context.Context, repoID int64, sha string) ([]file, error) {
	repo := e.gitRepo(repoID)
	_, entries, err := repo.Tree(ctx, sha+":"+workflowDir, false)
	if errors.Is(err, gitstore.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var paths, expressions []string
	for _, entry := range entries {
		extension := path.Ext(entry.Path)
		if entry.Type == "blob" && (extension == ".yml" || extension == ".yaml") {
			paths = append(paths, workflowDir+"/"+entry.Path)
			expressions = append(expressions, entry.SHA)
		}
	}
	objects, err := repo.Objects(ctx, expressions...)
	if err != nil {
		return nil, err
	}
	var files []file
	for i, object := range objects {
		if object != nil {
			files = append(files, file{path: paths[i], text: string(object.Data)})
		}
	}
	return files, nil
}

// head is the commit of a branch or tag given by its full name; empty if there
// is none, as in an empty repository.
func (e *Engine) head(ctx context.Context, repoID int64, ref string) (string, error) {
	sha, err := e.gitRepo(repoID).Resolve(ctx, ref)
	if errors.Is(err, gitstore.ErrNotFound) {
		return "", nil
	}
	return sha, err
}

// fullRef finds what a dispatch names: a full name, a branch, or a tag. A
// branch is taken before a tag of the same name, as GitHub does.
func (e *Engine) fullRef(ctx context.Context, repoID int64, name string) (ref, sha string, err error) {
	candidates := []string{"refs/heads/" + name, "refs/tags/" + name}
	if strings.HasPrefix(name, "refs/") {
		candidates = []string{name}
	}
	for _, ref := range candidates {
		if sha, err := e.head(ctx, repoID, ref); err != nil || sha != "" {
			return ref, sha, err
		}
	}
	return "", "", nil
}

// Files lists the workflow files of the default branch, with their names.
func (e *Engine) Files(r hub.Repository) ([]hub.WorkflowFile, error) {
	sha, err := e.head(e.ctx, r.ID, "refs/heads/"+r.DefaultBranch)
	if err != nil || sha == "" {
		return nil, err
	}
	files, err := e.files(e.ctx, r.ID, sha)
	if err != nil {
		return nil, err
	}
	var list []hub.WorkflowFile
	for _, f := range files {
		list = append(list, hub.WorkflowFile{Path: f.path, Name: readHeader(f).name})
	}
	return list, nil
}

// gitRepo is a repository's git data; the store names it by its id.
func (e *Engine) gitRepo(id int64) *gitstore.Repo { return e.git.Repo(strconv.FormatInt(id, 10)) }
