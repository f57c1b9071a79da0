package rest

import (
	"net/http"
	"path"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
)

// Source: docs.github.com/rest/repos/contents.
func contentRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/repos/{owner}/{repo}/contents", Need: readContents, Handle: getContents},
		{Method: "GET", Path: "/repos/{owner}/{repo}/contents/{path}", Need: readContents, Handle: getContents},
		{Method: "GET", Path: "/repos/{owner}/{repo}/readme", Need: readContents, Handle: getReadme},
	}
}

// largestContent is the size in bytes from which a file's content is left out: a client must ask for the raw one.
const largestContent = 1 << 20

func getContents(c *Call) (int, any, error) {
	file := strings.Trim(c.Param("path"), "/")
	commit, ref, err := c.contentCommit()
	if err != nil {
		return 0, nil, err
	}
	if file == "" {
		return c.directory(commit, file, ref)
	}
	o, err := c.gitRepo().Object(c.Request.Context(), commit+":"+file)
	if err != nil {
		return 0, nil, c.noContent(err, "Not Found")
	}
	switch {
	case o.Type == "tree":
		return c.directory(commit, file, ref)
	case o.Type != "blob":
		return 0, nil, NotFound()
	}
	return c.content(o, file, ref)
}

// getReadme finds the README in .github, the root or docs, in this order.
// Source: docs.github.com, "About the repository README file".
func getReadme(c *Call) (int, any, error) {
	commit, ref, err := c.contentCommit()
	if err != nil {
		return 0, nil, err
	}
	for _, dir := range []string{".github", "", "docs"} {
		_, entries, err := c.gitRepo().Tree(c.Request.Context(), commit+":"+dir, false)
		if err != nil {
			continue // no such directory
		}
		for _, e := range entries {
			if e.Type == "blob" && strings.EqualFold(strings.TrimSuffix(e.Path, path.Ext(e.Path)), "readme") {
				o, err := c.gitRepo().Object(c.Request.Context(), e.SHA)
				if err != nil {
					return 0, nil, err
				}
				return c.content(o, path.Join(dir, e.Path), ref)
			}
		}
	}
	return 0, nil, NotFound()
}

// contentCommit is the commit to read at, and the name of it that answers repeat.
func (c *Call) contentCommit() (commit, ref string, err error) {
	ref = c.Query("ref")
	rev := ref
	if ref == "" {
		ref, rev = c.Repo.DefaultBranch, "refs/heads/"+c.Repo.DefaultBranch // never a tag of that name
	}
	commit, err = c.gitRepo().Resolve(c.Request.Context(), rev)
	if err != nil {
		return "", "", c.noContent(err, "No commit found for the ref "+ref)
	}
	return commit, ref, nil
}

// noContent is 404, also where other operations say that the repository is empty.
func (c *Call) noContent(err error, message string) error {
	err = c.orElse(err, &Error{Status: http.StatusNotFound, Message: message})
	if status, _ := render(err); status == http.StatusConflict {
		return &Error{Status: http.StatusNotFound, Message: "This repository is empty."}
	}
	return err
}

func (c *Call) content(o *gitstore.Object, file, ref string) (int, any, error) {
	if c.Accepts("raw") {
		return http.StatusOK, Raw{Type: "application/vnd.github.raw; charset=utf-8", Data: o.Data}, nil
	}
	answer := c.entry(gitstore.Entry{Path: file, Type: "blob", SHA: o.SHA, Size: o.Size}, ref)
	answer["content"], answer["encoding"] = inLines(o.Data), "base64"
	if o.Size > largestContent {
		answer["content"], answer["encoding"] = "", "none"
	}
	return http.StatusOK, answer, nil
}

func (c *Call) directory(commit, dir, ref string) (int, any, error) {
	_, entries, err := c.gitRepo().Tree(c.Request.Context(), commit+":"+dir, false)
	if err != nil {
		return 0, nil, err
	}
	list := []Object{}
	for _, e := range entries {
		e.Path = path.Join(dir, e.Path)
		list = append(list, c.entry(e, ref))
	}
	return http.StatusOK, list, nil
}

// entry is a file, a directory, a symbolic link or a submodule in a list.
func (c *Call) entry(e gitstore.Entry, ref string) Object {
	self := repoAPI(c.Repo, "/contents/%s?ref=%s", inPath(e.Path), inPath(ref))
	o := Object{"name": path.Base(e.Path), "path": e.Path, "sha": e.SHA, "size": e.Size, "url": self}
	var html, git, download any
	switch {
	case e.Type == "tree":
		o["type"] = "dir"
		html, git = repoWeb(c.Repo, "/tree/%s/%s", inPath(ref), inPath(e.Path)), repoAPI(c.Repo, "/git/trees/%s", e.SHA)
	case e.Type == "commit":
		o["type"] = "submodule"
	default:
		o["type"] = "file"
		if e.Mode == "120000" {
			o["type"] = "symlink"
		}
		html, git = repoWeb(c.Repo, "/blob/%s/%s", inPath(ref), inPath(e.Path)), repoAPI(c.Repo, "/git/blobs/%s", e.SHA)
		download = "https://raw.githubusercontent.com/" + c.Repo.FullName() + "/" + inPath(ref) + "/" + inPath(e.Path)
	}
	o["html_url"], o["git_url"], o["download_url"] = html, git, download
	o["_links"] = Object{"self": self, "git": git, "html": html}
	return o
}
