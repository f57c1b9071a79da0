package github

import (
	"context"
	"net/url"
)

// Branch is what REST tells of a branch.
type Branch struct {
	Name      string `json:"name"`
	Protected bool   `json:"protected"`
	Commit    struct {
		SHA string `json:"sha"`
	} `json:"commit"`
}

// Branch reads one branch.
// https://docs.github.com/en/rest/branches/branches#get-a-branch
func (c *Client) Branch(ctx context.Context, repo, name string) (Branch, error) {
	var b Branch
	_, err := c.call(ctx, "GET", "repos/"+repo+"/branches/"+refPath(name), nil, &b)
	return b, err
}

// Ref is a git reference.
type Ref struct {
	Ref    string `json:"ref"`
	Object struct {
		Type string `json:"type"`
		SHA  string `json:"sha"`
	} `json:"object"`
}

// TagsWithPrefix reads all tags that begin with a prefix; the object of an
// annotated tag is the tag itself, not its commit.
// https://docs.github.com/en/rest/git/refs#list-matching-references
func (c *Client) TagsWithPrefix(ctx context.Context, repo, prefix string) ([]Ref, error) {
	return list[Ref](ctx, c, "repos/"+repo+"/git/matching-refs/tags/"+refPath(prefix))
}

// HasCommit reports whether a branch holds a commit. A commit that is not there
// is held by no branch.
// https://docs.github.com/en/graphql/reference/objects#comparison
func (c *Client) HasCommit(ctx context.Context, repo, branch, commit string) (bool, error) {
	const text = `query HasCommit($owner: String!, $name: String!, $branch: String!, $commit: String!) {
 repository(owner: $owner, name: $name) { ref(qualifiedName: $branch) { compare(headRef: $commit) { aheadBy } } } }`
	variables := repoVariables(repo)
	variables["branch"], variables["commit"] = "refs/heads/"+branch, commit
	var out struct {
		Repository struct {
			Ref *struct {
				Compare *struct {
					Ahead *int `json:"aheadBy"`
				} `json:"compare"`
			} `json:"ref"`
		} `json:"repository"`
	}
	_, err := c.query(ctx, text, variables, &out)
	if IsNotFound(err) {
		return false, nil
	}
	ref := out.Repository.Ref
	return ref != nil && ref.Compare != nil && ref.Compare.Ahead != nil && *ref.Compare.Ahead == 0, err
}

// CreateTag makes a lightweight tag; IsConflict when one of that name exists.
// https://docs.github.com/en/rest/git/refs#create-a-reference
func (c *Client) CreateTag(ctx context.Context, repo, name, commit string) error {
	in := map[string]string{"ref": "refs/tags/" + name, "sha": commit}
	_, err := c.call(ctx, "POST", "repos/"+repo+"/git/refs", in, nil)
	return err
}

// Merge merges a commit into a branch, and reports whether there was anything
// to merge; IsConflict when it cannot be done.
// https://docs.github.com/en/rest/branches/branches#merge-a-branch
func (c *Client) Merge(ctx context.Context, repo, base, commit, message string) (merged bool, err error) {
	in := map[string]string{"base": base, "head": commit, "commit_message": message}
	a, err := c.call(ctx, "POST", "repos/"+repo+"/merges", in, nil)
	return a.status == 201, err
}

// PullRequest is a pull request's short form.
type PullRequest struct {
	Number int    `json:"number"`
	URL    string `json:"html_url"`
}

// CreatePull opens a pull request from a branch of the same repository.
// https://docs.github.com/en/rest/pulls/pulls#create-a-pull-request
func (c *Client) CreatePull(ctx context.Context, repo, title, branch, base, body string) (PullRequest, error) {
	var pull PullRequest
	in := map[string]string{"title": title, "head": branch, "base": base, "body": body}
	_, err := c.call(ctx, "POST", "repos/"+repo+"/pulls", in, &pull)
	return pull, err
}

// OpenPulls reads the open pull requests from a branch of the same repository
// into a base.
// https://docs.github.com/en/rest/pulls/pulls#list-pull-requests
func (c *Client) OpenPulls(ctx context.Context, repo, owner, branch, base string) ([]PullRequest, error) {
	q := url.Values{"state": {"open"}, "head": {owner + ":" + branch}, "base": {base}, "per_page": {"100"}}
	return list[PullRequest](ctx, c, "repos/"+repo+"/pulls?"+q.Encode())
}

const zeroOID = "0000000000000000000000000000000000000000"

// DeleteBranchAt deletes a branch only if it still is at a commit; IsConflict
// when it is not. REST cannot do that in one step.
// https://docs.github.com/en/graphql/reference/mutations#updaterefs
func (c *Client) DeleteBranchAt(ctx context.Context, repositoryID, branch, commit string) error {
	const text = `mutation DeleteBranch($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }`
	update := map[string]any{"name": "refs/heads/" + branch, "beforeOid": commit, "afterOid": zeroOID}
	input := map[string]any{"repositoryId": repositoryID, "refUpdates": []any{update}}
	var out struct{}
	return c.mutate(ctx, text, map[string]any{"input": input}, &out)
}
