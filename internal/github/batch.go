package github

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
)

// Batch is what is asked of source repositories, and of the central one about
// what was ever said of releases, in one query. GitHub ends one that
// takes longer than ten seconds, so it is for the caller to ask for few at once.
type Batch struct {
	Sources  []SourceAsk
	Central  string   // OWNER/REPO; may be empty without Releases
	Releases []string // words to look for in the titles and comments of its issues
}

// SourceAsk is what is asked of one source repository.
type SourceAsk struct {
	SourceQuery
	Commits   int      // how many to list of those that the commit adds, up to a hundred; the more, the dearer
	TagPrefix string   // of the tags to list
	Blockers  []string // labels of the open issues to list
}

// SourceReply is what GitHub told of one.
type SourceReply struct {
	*Source   // nil: Err says why
	Protected bool
	Tags      []Ref // the newest that were asked for
	TagsCut   bool  // there are more
	Blockers  []LabelledIssue
	Err       error
}

// ReleaseReply is the issues that the search index knows to name a release, open
// and closed.
type ReleaseReply struct {
	Issues []FoundIssue
	Err    error
}

// FoundIssue is one of them with its comments.
type FoundIssue struct {
	RequestIssue
	Said []TimelineEvent // its comments, but for the Apps through which they came
	Cut  bool            // there are more
}

// ReadBatch asks all of it in one call. A part that fails has an error of its
// own, and says nothing of the others.
func (c *Client) ReadBatch(ctx context.Context, b Batch) ([]SourceReply, []ReleaseReply, error) {
	text, variables := b.query()
	out := map[string]json.RawMessage{}
	a, err := c.query(ctx, text, variables, &out)
	failed, err := partial(err)
	if err != nil {
		return nil, nil, err
	}
	sources := make([]SourceReply, len(b.Sources))
	for i, ask := range b.Sources {
		name := fmt.Sprintf("s%d", i)
		if sources[i].Err = failed[name]; sources[i].Err == nil {
			sources[i] = ask.reply(out[name], a)
		}
	}
	releases := make([]ReleaseReply, len(b.Releases))
	for i, words := range b.Releases {
		name := fmt.Sprintf("r%d", i)
		if releases[i].Err = failed[name]; releases[i].Err == nil {
			releases[i] = releaseReply(out[name], words)
		}
	}
	return sources, releases, nil
}

// batchQuery is the text of a query as it is put together.
type batchQuery struct {
	parameters []string
	fields     strings.Builder
	variables  map[string]any
}

func (q *batchQuery) declare(name, typ string, value any) {
	q.parameters = append(q.parameters, "$"+name+": "+typ)
	q.variables[name] = value
}

func (b Batch) query() (text string, variables map[string]any) {
	q := batchQuery{variables: map[string]any{}}
	fragments := ""
	for i, ask := range b.Sources {
		q.source(i, ask)
		fragments = sourceFragments
	}
	for i, words := range b.Releases {
		q.declare(fmt.Sprint("search", i), "String!", fmt.Sprintf(`repo:%s is:issue in:title,comments "%s"`, b.Central, words))
		fmt.Fprintf(&q.fields, " r%d: search(type: ISSUE, query: $search%d, first: 20) { ...found }\n", i, i)
	}
	if len(b.Releases) > 0 {
		fragments += foundFragment
	}
	return "query Batch(" + strings.Join(q.parameters, ", ") + ") {\n" + q.fields.String() + "}\n" + fragments, q.variables
}

func (q *batchQuery) source(i int, ask SourceAsk) {
	n := fmt.Sprint(i)
	owner, name, _ := strings.Cut(ask.Repository, "/")
	for _, v := range [][2]string{
		{"owner", owner}, {"name", name}, {"commit", ask.Commit}, {"tags", ask.TagPrefix}, {"branch", "refs/heads/" + ask.Branch},
		{"like", "refs/tags/" + ask.Branch}, {"base", "refs/heads/" + ask.Base}, {"tag", "refs/tags/" + ask.Tag},
	} {
		q.declare(v[0]+n, "String!", v[1])
	}
	q.declare("oid"+n, "GitObjectID!", ask.Commit)
	q.declare("most"+n, "Int!", ask.Commits)
	parameters, blockers := labelledFields(ask.Blockers, "of"+n, 10, q.variables)
	if parameters != "" {
		q.parameters = append(q.parameters, strings.TrimPrefix(parameters, ", "))
	}
	q.fields.WriteString(strings.ReplaceAll(sourcePart, "#", n) + blockers + " }\n")
}

// sourcePart is one repository of a batch, with # for its number.
const sourcePart = ` s#: repository(owner: $owner#, name: $name#) { ...source
  head: ref(qualifiedName: $branch#) { target { oid } refUpdateRule { pattern } }
  like: ref(qualifiedName: $like#) { id }
  tag: ref(qualifiedName: $tag#) { target { ...peeled } }
  base: ref(qualifiedName: $base#) { target { oid } compare(headRef: $commit#) { aheadBy behindBy commits(first: $most#) { ...added } } }
  commit: object(oid: $oid#) { ...checked }
  tags: refs(refPrefix: "refs/tags/", query: $tags#, first: 100, orderBy: {field: TAG_COMMIT_DATE, direction: DESC}) { totalCount nodes { name target { oid } } }`

// sourceFragments ask for less of each list than sourceText does. What does not
// fit is told by its count.
const sourceFragments = `fragment source on Repository { id nameWithOwner isPrivate isArchived viewerPermission defaultBranchRef { name target { oid } } }
fragment peeled on GitObject { __typename oid ... on Tag { target { __typename oid ... on Tag { target { __typename oid } } } } }
fragment added on ComparisonCommitConnection { totalCount nodes { oid file(path: ".github") { oid }
  authors(first: 10) { totalCount nodes { user { login databaseId } } } committer { user { login databaseId } }
  parents(first: 3) { totalCount nodes { oid file(path: ".github") { oid } } } } }
fragment checked on Commit { oid file(path: ".github") { oid } status { contexts { context state } }
  checkSuites(first: 30) { totalCount pageInfo { hasNextPage endCursor } nodes { databaseId status conclusion app { slug }
   workflowRun { event workflow { name } file { path } }
   checkRuns(first: 50) { totalCount nodes { databaseId name status conclusion } } } } }
`

const foundFragment = `fragment found on SearchResultItemConnection { issueCount nodes { ... on Issue { ` + requestFields + `
  said: comments(first: 50) { pageInfo { hasNextPage } nodes { ` + saidFields + ` } } } } }
`
