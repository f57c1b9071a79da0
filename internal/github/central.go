package github

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"
)

// Central is the central repository as one query saw it: repository, policy
// file and, when asked for, one issue, all of one moment.
type Central struct {
	At     time.Time // GitHub's clock
	Viewer Actor
	CentralRepository
	Policy *PolicyFile // nil: there is no such file on the default branch
	Issue  *IssueText  // nil: not asked for, or no issue of that number
	Labels map[string]*Label
}

// CentralRepository is what one query tells of the central repository itself.
type CentralRepository struct {
	NodeID        string
	Name          string // OWNER/REPO as GitHub writes it now
	Archived      bool
	Issues        bool   // whether it takes any
	Permission    string // the viewer's: READ, TRIAGE, WRITE, MAINTAIN or ADMIN; empty for a job's token
	DefaultBranch string
	Head          string   // commit of the default branch
	Commits       []string // the newest of the default branch, up to a hundred
}

// PolicyFile is the text of a file at the commit Head.
type PolicyFile struct {
	OID  string // of the blob
	Text string
}

const centralFields = `id nameWithOwner isArchived hasIssuesEnabled viewerPermission
  defaultBranchRef { name target { oid ... on Commit { history(first: 100) { nodes { oid } }
    file(path: $path) { object { ... on Blob { oid text isBinary isTruncated } } } } } }
  accepted: label(name: "accepted") { createdAt updatedAt }
  emergency: label(name: "emergency") { createdAt updatedAt }
  acknowledged: label(name: "acknowledged") { createdAt updatedAt }`

type centralAnswer struct {
	Viewer     Actor `json:"viewer"`
	Repository *struct {
		centralRepository
		Issue *IssueText `json:"issue"`
	} `json:"repository"`
}

// centralRepository is the form of the answer to centralFields.
type centralRepository struct {
	NodeID      string `json:"id"`
	Name        string `json:"nameWithOwner"`
	Archived    bool   `json:"isArchived"`
	TakesIssues bool   `json:"hasIssuesEnabled"`
	Permission  string `json:"viewerPermission"`
	Default     *struct {
		Name   string `json:"name"`
		Target struct {
			OID     string `json:"oid"`
			History struct {
				Nodes []struct {
					OID string `json:"oid"`
				} `json:"nodes"`
			} `json:"history"`
			File *struct {
				Object *struct {
					OID       string  `json:"oid"`
					Text      *string `json:"text"`
					Truncated bool    `json:"isTruncated"`
				} `json:"object"`
			} `json:"file"`
		} `json:"target"`
	} `json:"defaultBranchRef"`
	Accepted     *Label `json:"accepted"`
	Emergency    *Label `json:"emergency"`
	Acknowledged *Label `json:"acknowledged"`
}

// ReadCentral reads the central repository with its policy file at path, and
// the issue of a number unless that is 0. A repository that was renamed or
// moved is found under its old name; Name tells the new one.
func (c *Client) ReadCentral(ctx context.Context, repo, path string, number int) (*Central, error) {
	text := `query Central($owner: String!, $name: String!, $path: String!) { viewer { login databaseId }
 repository(owner: $owner, name: $name) { ` + centralFields + ` } }`
	variables := repoVariables(repo)
	variables["path"] = path
	if number != 0 {
		text = `query CentralIssue($owner: String!, $name: String!, $path: String!, $number: Int!) { viewer { login databaseId }
 repository(owner: $owner, name: $name) { ` + centralFields + ` issue(number: $number) { ` + issueFields + ` } } }`
		variables["number"] = number
	}
	var out centralAnswer
	a, err := c.query(ctx, text, variables, &out)
	if err != nil && !(out.Repository != nil && number != 0 && IsNotFound(err)) {
		return nil, err // an issue that is not there leaves the rest intact
	}
	if out.Repository == nil {
		return nil, noRepository(repo)
	}
	central, err := out.Repository.central(out.Viewer, a)
	if err != nil {
		return nil, err
	}
	if central.Issue = out.Repository.Issue; central.Issue != nil {
		if err := c.more(ctx, repo, central.Issue); err != nil {
			return nil, err
		}
	}
	return central, nil
}

func noRepository(repo string) error {
	return &Error{Status: http.StatusNotFound, Call: "GraphQL", Message: "there is no repository " + repo}
}

// central fails for an answer without a date: of no time could be said whether
// it is over.
func (r *centralRepository) central(viewer Actor, a answer) (*Central, error) {
	if a.at().IsZero() {
		return nil, errors.New("GraphQL: the answer has no date, so nothing can be said of what is over")
	}
	central := &Central{At: a.at(), Viewer: viewer,
		CentralRepository: CentralRepository{NodeID: r.NodeID, Name: r.Name, Archived: r.Archived, Issues: r.TakesIssues, Permission: r.Permission},
		Labels:            map[string]*Label{"accepted": r.Accepted, "emergency": r.Emergency, "acknowledged": r.Acknowledged},
	}
	if r.Default == nil {
		return central, nil
	}
	central.DefaultBranch, central.Head = r.Default.Name, r.Default.Target.OID
	for _, commit := range r.Default.Target.History.Nodes {
		central.Commits = append(central.Commits, commit.OID)
	}
	if f := r.Default.Target.File; f != nil && f.Object != nil && f.Object.Text != nil && !f.Object.Truncated {
		central.Policy = &PolicyFile{OID: f.Object.OID, Text: *f.Object.Text}
	}
	return central, nil
}

func repoVariables(repo string) map[string]any {
	owner, name, _ := strings.Cut(repo, "/")
	return map[string]any{"owner": owner, "name": name}
}

// FileOID reads the blob id of a file at a commit or branch; empty when there
// is none.
func (c *Client) FileOID(ctx context.Context, repo, commit, path string) (string, error) {
	const text = `query File($owner: String!, $name: String!, $expression: String!) {
 repository(owner: $owner, name: $name) { object(expression: $expression) { oid } } }`
	variables := repoVariables(repo)
	variables["expression"] = commit + ":" + path
	var out struct {
		Repository struct {
			Object *struct {
				OID string `json:"oid"`
			} `json:"object"`
		} `json:"repository"`
	}
	if _, err := c.query(ctx, text, variables, &out); err != nil || out.Repository.Object == nil {
		return "", err
	}
	return out.Repository.Object.OID, nil
}
