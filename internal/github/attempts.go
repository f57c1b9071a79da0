package github

import (
	"context"
	"fmt"

	"github.com/release-request/gh-release-request/internal/release"
)

// Attempt is one attempt of a run, with the repositories that it is of.
type Attempt struct {
	Run
	Repository     RepositoryName `json:"repository"`
	HeadRepository RepositoryName `json:"head_repository"` // where its commit comes from: a fork, perhaps
}

// RepositoryName is the short form of a repository; empty where GitHub tells
// none, as of a fork that was deleted.
type RepositoryName struct {
	FullName string `json:"full_name"`
}

// Attempt reads one attempt of a run.
// https://docs.github.com/en/rest/actions/workflow-runs#get-a-workflow-run-attempt
func (c *Client) Attempt(ctx context.Context, repo string, run release.Run) (Attempt, error) {
	var a Attempt
	_, err := c.call(ctx, "GET", attemptPath(repo, run), nil, &a)
	return a, err
}

// AttemptJobs reads the jobs of one attempt of a run, with those that it kept of
// an earlier one.
// https://docs.github.com/en/rest/actions/workflow-jobs#list-jobs-for-a-workflow-run-attempt
func (c *Client) AttemptJobs(ctx context.Context, repo string, run release.Run) ([]Job, error) {
	return whole(ctx, c, attemptPath(repo, run)+"/jobs?per_page=100", "jobs", func(j Job) int64 { return j.ID })
}

func attemptPath(repo string, run release.Run) string {
	return fmt.Sprintf("repos/%s/actions/runs/%d/attempts/%d", repo, run.ID, run.Attempt)
}

// Trunk is what is known of the default branch of a repository.
type Trunk struct {
	Name  string
	Holds bool // the commit that was asked for
}

// Trunk reads the default branch and whether it holds a commit. One that is not
// there is held by no branch.
// https://docs.github.com/en/graphql/reference/objects#comparison
func (c *Client) Trunk(ctx context.Context, repo, commit string) (Trunk, error) {
	const text = `query Trunk($owner: String!, $name: String!, $commit: String!) {
 repository(owner: $owner, name: $name) { defaultBranchRef { name compare(headRef: $commit) { aheadBy } } } }`
	variables := repoVariables(repo)
	variables["commit"] = commit
	var out struct {
		Repository struct {
			Branch *struct {
				Name    string `json:"name"`
				Compare *struct {
					Ahead *int `json:"aheadBy"`
				} `json:"compare"`
			} `json:"defaultBranchRef"`
		} `json:"repository"`
	}
	_, err := c.query(ctx, text, variables, &out)
	branch := out.Repository.Branch
	switch {
	case IsNotFound(err):
		return Trunk{}, nil
	case err != nil || branch == nil:
		return Trunk{}, err
	}
	return Trunk{Name: branch.Name, Holds: branch.Compare != nil && branch.Compare.Ahead != nil && *branch.Compare.Ahead == 0}, nil
}

// Tagged reports whether a tag bears a name.
// https://docs.github.com/en/rest/git/refs#list-matching-references
func (c *Client) Tagged(ctx context.Context, repo, name string) (bool, error) {
	refs, err := c.TagsWithPrefix(ctx, repo, name)
	for _, ref := range refs {
		if ref.Ref == "refs/tags/"+name {
			return true, err
		}
	}
	return false, err
}
