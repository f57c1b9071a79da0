package github

import (
	"context"
	"fmt"
	"strings"
)

// OpenIssue is an open issue of a list, with what a preview takes to judge it.
type OpenIssue struct {
	RequestIssue
	Text   *IssueText // nil: Err says why
	Labels []string   // that it bears
	// Timeline is what REST's would be, but for what GraphQL does not tell: the
	// ids of events that are no comments, and the Apps and suggestions behind
	// all of them. References and the like are left out.
	Timeline []TimelineEvent
	Err      error // why this one could not be read whole
}

// openPage is how many issues are read with their timelines in one query. GitHub
// ends one that takes longer than ten seconds.
// https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
const openPage = 50

// The list is read twice in one query, so that an issue of which something
// cannot be told is still known by its number.
const openText = `query OpenRequests($owner: String!, $name: String!, $path: String!, $first: Int!, $after: String) { viewer { login databaseId }
 repository(owner: $owner, name: $name) { ` + centralFields + `
  listed: issues(states: [OPEN], first: $first, after: $after, orderBy: {field: CREATED_AT, direction: DESC}) {
   pageInfo { hasNextPage endCursor } nodes { ` + requestFields + ` } }
  whole: issues(states: [OPEN], first: $first, after: $after, orderBy: {field: CREATED_AT, direction: DESC}) {
   nodes { id number ` + editFields + ` labels(first: 100) { nodes { name } } ` + ledgerFields + ` } } } }`

type openAnswer struct {
	Viewer     Actor `json:"viewer"`
	Repository *struct {
		centralRepository
		Listed requestConnection `json:"listed"`
		Whole  struct {
			Nodes []*wholeIssue `json:"nodes"`
		} `json:"whole"`
	} `json:"repository"`
}

type wholeIssue struct {
	IssueText
	Labels struct {
		Nodes []struct {
			Name string `json:"name"`
		} `json:"nodes"`
	} `json:"labels"`
	Ledger ledgerConnection `json:"ledger"`
}

// OpenRequests reads the central repository with its policy file at path, and
// those of its open issues that pick picks, with their timelines, newest first:
// at most limit, and whether there may be more. Fifty issues are one call. One
// that GitHub fails to tell of, or of which one page does not hold everything,
// has an error of its own.
func (c *Client) OpenRequests(ctx context.Context, repo, path string, limit int, pick func(RequestIssue) bool) (central *Central, issues []OpenIssue, more bool, err error) {
	variables := repoVariables(repo)
	variables["path"], variables["first"] = path, min(limit, openPage)
	for {
		var out openAnswer
		a, err := c.query(ctx, openText, variables, &out)
		failed, err := partial(err, "repository", "whole", "nodes")
		switch {
		case err != nil:
			return nil, nil, false, err
		case out.Repository == nil:
			return nil, nil, false, noRepository(repo)
		}
		if central == nil {
			if central, err = out.Repository.central(out.Viewer, a); err != nil {
				return nil, nil, false, err
			}
		}
		page := out.Repository.Listed
		for _, issue := range out.issues(failed) {
			if pick(issue.RequestIssue) {
				issues = append(issues, issue)
			}
		}
		if more = page.PageInfo.HasNextPage; !more || len(issues) >= limit {
			return central, issues[:min(len(issues), limit)], more || len(issues) > limit, nil
		}
		variables["first"], variables["after"] = openPage, page.PageInfo.EndCursor
	}
}

// issues joins the two lists by their numbers.
func (o openAnswer) issues(failed map[any]error) []OpenIssue {
	whole := map[int]*wholeIssue{}
	lost := fmt.Errorf("GitHub lists it, and does not tell of it")
	for i, w := range o.Repository.Whole.Nodes {
		if w != nil && failed[i] == nil {
			whole[w.Number] = w
		} else if failed[i] != nil {
			lost = failed[i]
		}
	}
	var issues []OpenIssue
	for _, listed := range o.Repository.Listed.Nodes {
		issue := OpenIssue{RequestIssue: listed, Err: lost}
		if w := whole[listed.Number]; w != nil {
			issue.Err = issue.fill(w)
		}
		issues = append(issues, issue)
	}
	return issues
}

func (i *OpenIssue) fill(w *wholeIssue) (err error) {
	if w.Comments.PageInfo.HasNextPage || w.Ledger.PageInfo.HasNextPage {
		return fmt.Errorf("more happened to it than one page of a list holds")
	}
	if i.Timeline, err = w.Ledger.events(); err != nil {
		return err
	}
	for _, l := range w.Labels.Nodes {
		i.Labels = append(i.Labels, l.Name)
	}
	i.Text = &w.IssueText
	i.Text.Title, i.Text.Body, i.Text.State, i.Text.URL = i.Title, i.Body, i.State, i.URL
	i.Text.CreatedAt, i.Text.Author = i.CreatedAt, i.Author
	return nil
}

// REST is the issue in REST's form, but for the App through which it was filed:
// GraphQL does not tell that.
func (i OpenIssue) REST() Issue {
	out := Issue{Number: i.Number, NodeID: i.Text.NodeID, Title: i.Title, Body: i.Body, State: strings.ToLower(i.State),
		User: i.Author.account(), CreatedAt: i.CreatedAt, URL: i.URL}
	for _, name := range i.Labels {
		out.Labels = append(out.Labels, IssueLabel{name})
	}
	return out
}
