package github

import (
	"strings"
	"time"
)

// sourceAnswer is the form of the answer to sourceText.
type sourceAnswer struct {
	Repository sourceRepository `json:"repository"`
}

type sourceRepository struct {
	NodeID     string `json:"id"`
	Name       string `json:"nameWithOwner"`
	Private    bool   `json:"isPrivate"`
	Archived   bool   `json:"isArchived"`
	Permission string `json:"viewerPermission"`
	Default    *struct {
		Name   string `json:"name"`
		Target object `json:"target"`
	} `json:"defaultBranchRef"`
	Head *struct {
		Target object                    `json:"target"`
		Rule   *struct{ Pattern string } `json:"refUpdateRule"` // asked for in a batch only
	} `json:"head"`
	Like *struct{ ID string } `json:"like"`
	Tag  *struct {
		Target object `json:"target"`
	} `json:"tag"`
	Base *struct {
		Target  object         `json:"target"`
		Compare *compareAnswer `json:"compare"`
	} `json:"base"`
	Commit *commitAnswer `json:"commit"`
}

type object struct {
	Type   string  `json:"__typename"`
	OID    string  `json:"oid"`
	Target *object `json:"target"` // of an annotated tag
}

// peeled follows annotated tags to what they name; empty when they lead
// further than the query did.
func (o object) peeled() string {
	for o.Type == "Tag" {
		if o.Target == nil {
			return ""
		}
		o = *o.Target
	}
	return o.OID
}

type folder struct {
	OID string `json:"oid"`
}

func (f *folder) oid() string {
	if f == nil {
		return ""
	}
	return f.OID
}

// handler is the account behind a commit's author or committer line.
type handler struct {
	User *struct {
		Login      string `json:"login"`
		DatabaseID int64  `json:"databaseId"`
	} `json:"user"`
}

// actor is nil where GitHub knows no account. GitHub links commits to user
// accounts and to bots alike; a bot's login ends in "[bot]" here.
func (h *handler) actor() *Actor {
	if h == nil || h.User == nil {
		return nil
	}
	a := &Actor{Type: "User", Login: h.User.Login, DatabaseID: h.User.DatabaseID}
	if login, isBot := strings.CutSuffix(a.Login, "[bot]"); isBot {
		a.Type, a.Login = "Bot", login
	}
	return a
}

type compareAnswer struct {
	Ahead   int `json:"aheadBy"`
	Behind  int `json:"behindBy"`
	Commits struct {
		Total int `json:"totalCount"`
		Nodes []struct {
			OID     string  `json:"oid"`
			Folder  *folder `json:"file"`
			Authors struct {
				Total int        `json:"totalCount"`
				Nodes []*handler `json:"nodes"`
			} `json:"authors"`
			Committer *handler `json:"committer"`
			Parents   struct {
				Total int `json:"totalCount"`
				Nodes []struct {
					OID    string  `json:"oid"`
					Folder *folder `json:"file"`
				} `json:"nodes"`
			} `json:"parents"`
		} `json:"nodes"`
	} `json:"commits"`
}

func (c *compareAnswer) compare() *Compare {
	if c == nil {
		return nil
	}
	out := &Compare{Ahead: c.Ahead, Behind: c.Behind, Cut: c.Commits.Total != len(c.Commits.Nodes) || c.Commits.Total != c.Ahead}
	for _, n := range c.Commits.Nodes {
		commit := Commit{OID: n.OID, GitHubFolder: n.Folder.oid(), Committer: n.Committer.actor(),
			AuthorsCut: n.Authors.Total != len(n.Authors.Nodes) || n.Parents.Total != len(n.Parents.Nodes)}
		for _, a := range n.Authors.Nodes {
			commit.Authors = append(commit.Authors, a.actor())
		}
		for _, p := range n.Parents.Nodes {
			commit.Parents = append(commit.Parents, Parent{OID: p.OID, GitHubFolder: p.Folder.oid()})
		}
		out.Commits = append(out.Commits, commit)
	}
	return out
}

type commitAnswer struct {
	OID    string  `json:"oid"`
	Folder *folder `json:"file"`
	Status *struct {
		Contexts []Status `json:"contexts"`
	} `json:"status"`
	Suites struct {
		PageInfo pageInfo       `json:"pageInfo"`
		Nodes    []*suiteAnswer `json:"nodes"`
	} `json:"checkSuites"`
}

type suiteAnswer struct {
	ID          int64   `json:"databaseId"`
	Status      string  `json:"status"`
	Conclusion  *string `json:"conclusion"`
	App         *App    `json:"app"`
	WorkflowRun *struct {
		Event    string                 `json:"event"`
		Workflow struct{ Name string }  `json:"workflow"`
		File     *struct{ Path string } `json:"file"`
	} `json:"workflowRun"`
	CheckRuns struct {
		Total int `json:"totalCount"`
		Nodes []*struct {
			ID         int64   `json:"databaseId"`
			Name       string  `json:"name"`
			Status     string  `json:"status"`
			Conclusion *string `json:"conclusion"`
		} `json:"nodes"`
	} `json:"checkRuns"`
}

// suite leaves out what is null, and says then that something is left out.
func (s *suiteAnswer) suite() Suite {
	if s == nil {
		return Suite{Cut: true}
	}
	suite := Suite{ID: s.ID, App: s.App.slug(), Status: strings.ToLower(s.Status), Conclusion: lower(s.Conclusion)}
	if run := s.WorkflowRun; run != nil {
		suite.Event, suite.Workflow = run.Event, run.Workflow.Name
		if run.File != nil {
			suite.Workflow = run.File.Path
		}
	}
	for _, r := range s.CheckRuns.Nodes {
		if r != nil {
			suite.Runs = append(suite.Runs, CheckRun{ID: r.ID, Name: r.Name, Status: strings.ToLower(r.Status), Conclusion: lower(r.Conclusion)})
		}
	}
	suite.Cut = s.CheckRuns.Total != len(suite.Runs)
	return suite
}

func lower(s *string) string {
	if s == nil {
		return ""
	}
	return strings.ToLower(*s)
}

func (c *commitAnswer) state() *CommitState {
	if c == nil || c.OID == "" {
		return nil
	}
	out := &CommitState{GitHubFolder: c.Folder.oid()}
	if c.Status != nil {
		for _, s := range c.Status.Contexts {
			out.Statuses = append(out.Statuses, Status{Context: s.Context, State: strings.ToLower(s.State)})
		}
	}
	for _, n := range c.Suites.Nodes {
		out.Suites = append(out.Suites, n.suite())
	}
	return out
}

func (r sourceRepository) source(at time.Time) *Source {
	out := &Source{At: at, NodeID: r.NodeID, Name: r.Name, Private: r.Private, Archived: r.Archived,
		Permission: r.Permission, TagLikeBranch: r.Like != nil, Commit: r.Commit.state()}
	if r.Default != nil {
		out.DefaultBranch, out.DefaultHead = r.Default.Name, r.Default.Target.OID
	}
	if r.Head != nil {
		out.Head = r.Head.Target.OID
	}
	if r.Tag != nil {
		out.Tag = r.Tag.Target.peeled()
	}
	if r.Base != nil {
		out.Base = r.Base.Target.OID
		out.Compare = r.Base.Compare.compare()
	}
	return out
}

func (r sourceRepository) nextSuites() string {
	if c := r.Commit; c != nil && c.Suites.PageInfo.HasNextPage {
		return c.Suites.PageInfo.EndCursor
	}
	return ""
}
