package rest

import (
	"fmt"
	"net/http"
	"path"
	"strings"
)

// Source: docs.github.com/rest/repos/repos#list-codeowners-errors.
func codeOwnersRoutes() []Route {
	return []Route{{Method: "GET", Path: "/repos/{owner}/{repo}/codeowners/errors", Need: readContents, Handle: listCodeOwnersErrors}}
}

// listCodeOwnersErrors knows one kind of error: an owner who may not write, or is nobody. Without a file it is 404.
// Source: docs.github.com, "About code owners", for where the file is looked for and who may be an owner.
func listCodeOwnersErrors(c *Call) (int, any, error) {
	commit, _, err := c.contentCommit()
	if err != nil {
		return 0, nil, err
	}
	for _, dir := range []string{".github", "", "docs"} {
		file := path.Join(dir, "CODEOWNERS")
		o, err := c.gitRepo().Object(c.Request.Context(), commit+":"+file)
		if err != nil {
			continue // no such file
		}
		problems := []Object{}
		for i, line := range strings.Split(string(o.Data), "\n") {
			problems = append(problems, c.unknownOwners(file, i+1, line)...)
		}
		return http.StatusOK, Object{"errors": problems}, nil
	}
	return 0, nil, NotFound()
}

// unknownOwners are the errors of one line: a pattern, then owners.
func (c *Call) unknownOwners(file string, number int, line string) []Object {
	var list []Object
	text, _, _ := strings.Cut(line, "#")
	fields := strings.Fields(text)
	for _, owner := range fields[min(1, len(fields)):] {
		if c.Hub.MayOwnCode(c.Repo.ID, owner) {
			continue
		}
		column := strings.Index(line, owner) + 1
		suggestion := fmt.Sprintf("make sure %s exists and has write access to the repository", owner)
		if strings.Contains(owner, "/") {
			suggestion = fmt.Sprintf("make sure the team %s exists, is publicly visible, and has write access to the repository", owner)
		}
		list = append(list, Object{
			"line": number, "column": column, "kind": "Unknown owner", "source": line, "suggestion": suggestion, "path": file,
			"message": fmt.Sprintf("Unknown owner on line %d: %s\n\n  %s\n  %s^", number, suggestion, line, strings.Repeat(" ", column-1)),
		})
	}
	return list
}
