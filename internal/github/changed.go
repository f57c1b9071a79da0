package github

import (
	"context"
	"fmt"
	"net/url"
)

// mostFiles is how many files GitHub lists of a comparison; the others it
// leaves out without a word.
// https://docs.github.com/en/rest/commits/commits#compare-two-commits
const mostFiles = 300

// ChangedFiles reads which files differ between a commit and its merge base with
// another, by their old and new names. whole is false where there may be more
// than GitHub lists.
func (c *Client) ChangedFiles(ctx context.Context, repo, base, head string) (names []string, whole bool, err error) {
	var out struct {
		Files *[]struct {
			Name     string `json:"filename"`
			Previous string `json:"previous_filename"` // of a renamed one
		} `json:"files"`
	}
	path := fmt.Sprintf("repos/%s/compare/%s?per_page=1", repo, url.PathEscape(base+"..."+head))
	if _, err := c.call(ctx, "GET", path, nil, &out); err != nil {
		return nil, false, err
	}
	if out.Files == nil {
		return nil, false, fmt.Errorf("GET /%s: the answer holds no files", cutQuery(path))
	}
	for _, f := range *out.Files {
		names = append(names, f.Name)
		if f.Previous != "" {
			names = append(names, f.Previous)
		}
	}
	return names, len(*out.Files) < mostFiles, nil
}
