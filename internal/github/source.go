package github

import (
	"context"
	"time"
)

// Source is a source repository as one query saw it.
type Source struct {
	At            time.Time
	NodeID        string
	Name          string // OWNER/REPO as GitHub writes it now
	Private       bool
	Archived      bool
	Permission    string // the viewer's
	DefaultBranch string
	DefaultHead   string // commit of the default branch
	Head          string // commit of the release branch; empty: no such branch
	Base          string // commit of the base branch; empty: no such branch
	TagLikeBranch bool   // a tag bears the release branch's name
	Tag           string // commit that the version's tag leads to; empty: no such tag
	Compare       *Compare
	Commit        *CommitState // nil: the repository has no such commit
}

// Compare is base..commit.
type Compare struct {
	Ahead   int
	Behind  int      // commits of the base that the commit does not have
	Commits []Commit // all of them, or CommitsCut is true
	Cut     bool
}

// Commit is one commit with everyone who had a hand in it.
type Commit struct {
	OID          string
	Authors      []*Actor // with co-authors; nil where GitHub knows no account
	AuthorsCut   bool
	Committer    *Actor
	Parents      []Parent
	GitHubFolder string // tree id of .github, empty for none
}

// Parent is a parent commit.
type Parent struct {
	OID          string
	GitHubFolder string
}

// CommitState is what CI says of a commit.
type CommitState struct {
	GitHubFolder string
	Suites       []Suite
	Statuses     []Status
}

// Suite is one check suite with its runs; words as in CheckRun.
type Suite struct {
	ID         int64
	App        string
	Event      string // of the workflow run, empty for other Apps
	Workflow   string // path of the workflow file; its name where GitHub does not tell the path
	Status     string
	Conclusion string
	Runs       []CheckRun
	Cut        bool // not all runs are listed
}

// CheckRun is one check run; Status and Conclusion are GraphQL's words in
// lower case, as REST writes them.
type CheckRun struct {
	ID         int64
	Name       string
	Status     string
	Conclusion string
}

// Status is the newest commit status of a context.
type Status struct {
	Context string `json:"context"`
	State   string `json:"state"`
}

// SourceQuery names what to read of a source repository.
type SourceQuery struct {
	Repository string
	Branch     string // release branch
	Base       string // branch it is merged into; empty: only the default branch is read
	Tag        string
	Commit     string // release commit; empty: only the repository and its refs
	WithoutCI  bool   // Commit stays nil, for tokens that may not read checks
}

const sourceText = `query Source($owner: String!, $name: String!, $branch: String!, $base: String!, $like: String!, $tag: String!, $commit: String!, $oid: GitObjectID!, $withCommit: Boolean!, $withCI: Boolean!, $after: String) {
 repository(owner: $owner, name: $name) {
  id nameWithOwner isPrivate isArchived viewerPermission defaultBranchRef { name target { oid } }
  head: ref(qualifiedName: $branch) { target { oid } }
  like: ref(qualifiedName: $like) { id }
  tag: ref(qualifiedName: $tag) { target { __typename oid ... on Tag { target { __typename oid ... on Tag { target { __typename oid } } } } } }
  base: ref(qualifiedName: $base) { target { oid }
   compare(headRef: $commit) @include(if: $withCommit) { aheadBy behindBy commits(first: 100) { totalCount nodes { oid file(path: ".github") { oid }
    authors(first: 100) { totalCount nodes { user { login databaseId } } } committer { user { login databaseId } }
    parents(first: 10) { totalCount nodes { oid file(path: ".github") { oid } } } } } } }
  commit: object(oid: $oid) @include(if: $withCI) { ... on Commit { oid file(path: ".github") { oid }
   status { contexts { context state } }
   checkSuites(first: 50, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { databaseId status conclusion app { slug }
    workflowRun { event workflow { name } file { path } }
    checkRuns(first: 100) { totalCount nodes { databaseId name status conclusion } } } } } }
 } }`

// ReadSource reads a source repository: refs, the release-only commits with
// their people, and what CI says, all suites of it.
func (c *Client) ReadSource(ctx context.Context, q SourceQuery) (*Source, error) {
	variables := repoVariables(q.Repository)
	oid := q.Commit
	if oid == "" {
		oid = zeroOID
	}
	for name, value := range map[string]any{
		"branch": "refs/heads/" + q.Branch, "base": "refs/heads/" + q.Base,
		"like": "refs/tags/" + q.Branch, "tag": "refs/tags/" + q.Tag,
		"commit": oid, "oid": oid, "withCommit": q.Commit != "", "withCI": q.Commit != "" && !q.WithoutCI,
	} {
		variables[name] = value
	}
	var source *Source
	for {
		var out sourceAnswer
		a, err := c.query(ctx, sourceText, variables, &out)
		if err != nil {
			return nil, err
		}
		page := out.Repository.source(a.at())
		if source == nil {
			source = page
		} else if page.Commit != nil && source.Commit != nil {
			source.Commit.Suites = append(source.Commit.Suites, page.Commit.Suites...)
		}
		next := out.Repository.nextSuites()
		if next == "" {
			return source, nil
		}
		variables["after"] = next
	}
}
