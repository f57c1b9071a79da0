package rest

import (
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Source: docs.github.com/rest/git/commits, /rest/git/trees and /rest/git/blobs.
func objectRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/repos/{owner}/{repo}/git/commits/{commit_sha}", Need: readContents, Handle: getCommitObject},
		{Method: "GET", Path: "/repos/{owner}/{repo}/git/trees/{tree_sha}", Need: readContents, Handle: getTree},
		{Method: "GET", Path: "/repos/{owner}/{repo}/git/blobs/{file_sha}", Need: readContents, Handle: getBlob},
	}
}

func getCommitObject(c *Call) (int, any, error) {
	sha := c.Param("commit_sha")
	if !gitstore.ValidSHA(sha) {
		return 0, nil, NotFound()
	}
	k, err := c.gitRepo().Commit(c.Request.Context(), sha)
	if err != nil {
		return 0, nil, c.orElse(err, NotFound())
	}
	return http.StatusOK, Object{
		"sha": k.SHA, "node_id": c.nodeID(hub.CommitNode, k.SHA), "url": repoAPI(c.Repo, "/git/commits/%s", k.SHA),
		"html_url": repoWeb(c.Repo, "/commit/%s", k.SHA), "author": signature(k.Author), "committer": signature(k.Committer),
		"tree": c.treeLink(k.Tree), "message": trimmed(k.Message), "parents": c.parents(k, "/git/commits/%s"), "verification": unsigned(),
	}, nil
}

func (c *Call) treeLink(sha string) Object {
	return Object{"sha": sha, "url": repoAPI(c.Repo, "/git/trees/%s", sha)}
}

func (c *Call) parents(k *gitstore.Commit, path string) []Object {
	list := []Object{}
	for _, sha := range k.Parents {
		list = append(list, Object{"sha": sha, "url": repoAPI(c.Repo, path, sha), "html_url": repoWeb(c.Repo, "/commit/%s", sha)})
	}
	return list
}

// mostEntries is how many a recursive tree shows.
// Source: docs.github.com/rest/git/trees#get-a-tree (100,000 entries; its limit of 7 MB is not modelled).
const mostEntries = 100_000

// getTree takes a tree's id or the name of a ref. Any value of recursive makes it so, as on GitHub.
func getTree(c *Call) (int, any, error) {
	_, recursive := c.Request.URL.Query()["recursive"]
	sha, entries, err := c.gitRepo().Tree(c.Request.Context(), c.Param("tree_sha"), recursive)
	if err != nil {
		return 0, nil, c.orElse(err, NotFound())
	}
	list := []Object{}
	for _, e := range entries[:min(len(entries), mostEntries)] {
		o := Object{"path": e.Path, "mode": e.Mode, "type": e.Type, "sha": e.SHA}
		if e.Type == "blob" {
			o["size"] = e.Size
		}
		if e.Type != "commit" {
			o["url"] = repoAPI(c.Repo, "/git/%ss/%s", e.Type, e.SHA)
		}
		list = append(list, o)
	}
	return http.StatusOK, Object{"sha": sha, "url": repoAPI(c.Repo, "/git/trees/%s", sha), "tree": list, "truncated": len(entries) > mostEntries}, nil
}

func getBlob(c *Call) (int, any, error) {
	sha := c.Param("file_sha")
	if !gitstore.ValidSHA(sha) {
		return 0, nil, NotFound()
	}
	o, err := c.gitRepo().Object(c.Request.Context(), sha)
	if err != nil {
		return 0, nil, c.orElse(err, NotFound())
	}
	if o.Type != "blob" {
		return 0, nil, NotFound()
	}
	if c.Accepts("raw") {
		return http.StatusOK, Raw{Type: "application/vnd.github.raw; charset=utf-8", Data: o.Data}, nil
	}
	return http.StatusOK, Object{
		"sha": o.SHA, "node_id": c.nodeID(hub.BlobNode, o.SHA), "size": o.Size, "url": repoAPI(c.Repo, "/git/blobs/%s", o.SHA),
		"content": inLines(o.Data), "encoding": "base64",
	}, nil
}

// inLines is base64 as GitHub breaks it: 60 characters a line.
func inLines(data []byte) string {
	text := base64.StdEncoding.EncodeToString(data)
	var b strings.Builder
	for len(text) > 0 {
		n := min(60, len(text))
		b.WriteString(text[:n] + "\n")
		text = text[n:]
	}
	return b.String()
}
