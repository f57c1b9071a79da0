package rest

import (
	"cmp"
	"errors"
	"net/http"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
)

// Source: docs.github.com/rest/commits/commits#compare-two-commits.
func compareRoutes() []Route {
	return []Route{{Method: "GET", Path: "/repos/{owner}/{repo}/compare/{basehead}", Need: readContents, Handle: compare}}
}

// Limits of one answer: commits where no page is asked for, and files, which only the first page has.
const (
	mostCommits = 250
	mostFiles   = 300
)

func compare(c *Call) (int, any, error) {
	base, head, ok := strings.Cut(c.Param("basehead"), "...")
	if !ok {
		return 0, nil, NotFound()
	}
	var here bool
	if base, here = c.ownRef(base); !here {
		return 0, nil, NotFound()
	}
	if head, here = c.ownRef(head); !here {
		return 0, nil, NotFound()
	}
	d, err := c.gitRepo().Compare(c.Request.Context(), base, head)
	if errors.Is(err, gitstore.ErrNotFound) {
		return 0, nil, NotFound()
	}
	if err != nil {
		return 0, nil, err
	}
	status := "diverged"
	switch {
	case d.Ahead == 0 && d.Behind == 0:
		status = "identical"
	case d.Behind == 0:
		status = "ahead"
	case d.Ahead == 0:
		status = "behind"
	}
	range3 := inPath(base) + "..." + inPath(head)
	page := repoWeb(c.Repo, "/compare/%s", range3)
	o := Object{
		"url": repoAPI(c.Repo, "/compare/%s", range3), "html_url": page, "diff_url": page + ".diff", "patch_url": page + ".patch",
		"permalink_url": repoWeb(c.Repo, "/compare/%s:%s...%s:%s", c.Repo.Owner.Login, d.Base.SHA[:7], c.Repo.Owner.Login, d.Head.SHA[:7]),
		"base_commit":   c.commit(d.Base), "merge_base_commit": c.commit(d.MergeBase),
		"status": status, "ahead_by": d.Ahead, "behind_by": d.Behind, "total_commits": d.Ahead,
		"commits": c.commits(PageSized(c, d.Commits, mostCommits, 100)), "files": []Object{},
	}
	if cmp.Or(c.Query("page"), "1") == "1" {
		o["files"] = c.files(d.Files[:min(len(d.Files), mostFiles)], d.Head.SHA)
	}
	return http.StatusOK, o, nil
}

// ownRef reads OWNER:REF or REF. Other owners would mean forks, which the sandbox has not.
func (c *Call) ownRef(s string) (string, bool) {
	owner, ref, ok := strings.Cut(s, ":")
	if !ok {
		return s, true
	}
	return ref, strings.EqualFold(owner, c.Repo.Owner.Login)
}
