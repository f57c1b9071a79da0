package github

import (
	"context"
	"fmt"
	"path"
	"strings"
)

// SourceFile is a file of a repository at one commit.
type SourceFile struct {
	Path string
	Text string
	Cut  bool // GitHub gave no text, or not all of it: the file is binary or large
}

const sourceWorkflowsText = `query SourceWorkflows($owner: String!, $name: String!, $folder: String!) {
 repository(owner: $owner, name: $name) { defaultBranchRef { target { oid ... on Commit {
  file(path: $folder) { object { ... on Tree { entries { name type object { ... on Blob { text isTruncated } } } } } } } } } } }`

// blobAnswer is a file; without a text for what is none, or binary.
type blobAnswer struct {
	Text *string `json:"text"`
	Cut  bool    `json:"isTruncated"`
}

func (b blobAnswer) file(path string) SourceFile {
	f := SourceFile{Path: path, Cut: b.Cut || b.Text == nil}
	if b.Text != nil {
		f.Text = *b.Text
	}
	return f
}

// SourceWorkflows reads the workflow files at the head of the default branch,
// and that commit; empty for a repository without any. GitHub runs those right
// in the folder whose names end in .yml or .yaml:
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
func (c *Client) SourceWorkflows(ctx context.Context, repo string) (commit string, files []SourceFile, err error) {
	const folder = ".github/workflows"
	variables := repoVariables(repo)
	variables["folder"] = folder
	var out struct {
		Repository struct {
			Default *struct {
				Target struct {
					OID  string `json:"oid"`
					File *struct {
						Object *struct {
							Entries []struct {
								Name   string      `json:"name"`
								Type   string      `json:"type"`
								Object *blobAnswer `json:"object"`
							} `json:"entries"`
						} `json:"object"`
					} `json:"file"`
				} `json:"target"`
			} `json:"defaultBranchRef"`
		} `json:"repository"`
	}
	if _, err := c.query(ctx, sourceWorkflowsText, variables, &out); err != nil {
		return "", nil, err
	}
	d := out.Repository.Default
	if d == nil {
		return "", nil, nil
	}
	if d.Target.File == nil || d.Target.File.Object == nil {
		return d.Target.OID, nil, nil
	}
	for _, e := range d.Target.File.Object.Entries {
		if ending := path.Ext(e.Name); e.Type == "blob" && e.Object != nil && (ending == ".yml" || ending == ".yaml") {
			files = append(files, e.Object.file(folder+"/"+e.Name))
		}
	}
	return d.Target.OID, files, nil
}

// SourceFiles reads files at a commit. Those that are not there are left out.
func (c *Client) SourceFiles(ctx context.Context, repo, commit string, paths []string) ([]SourceFile, error) {
	variables := repoVariables(repo)
	parameters, fields := "", strings.Builder{}
	for i, p := range paths {
		parameters += fmt.Sprintf(", $f%d: String!", i)
		fmt.Fprintf(&fields, " f%d: object(expression: $f%d) { ... on Blob { text isTruncated } }\n", i, i)
		variables[fmt.Sprintf("f%d", i)] = commit + ":" + p
	}
	var out struct {
		Repository map[string]*blobAnswer `json:"repository"`
	}
	text := "query SourceFiles($owner: String!, $name: String!" + parameters + ") { repository(owner: $owner, name: $name) {\n" + fields.String() + "} }"
	if _, err := c.query(ctx, text, variables, &out); err != nil {
		return nil, err
	}
	var files []SourceFile
	for i, p := range paths {
		if b := out.Repository[fmt.Sprintf("f%d", i)]; b != nil {
			files = append(files, b.file(p))
		}
	}
	return files, nil
}
