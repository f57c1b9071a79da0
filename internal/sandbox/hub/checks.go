package hub

import (
	"slices"
	"time"
)

// CheckSuite collects the check runs of one App for one commit; for Actions,
// of one workflow run.
type CheckSuite struct {
	ID        int64
	Repo      int64
	SHA       string
	Branch    string
	App       string // slug
	Run       int64  // database id of the workflow run; 0: none
	CreatedAt time.Time
	UpdatedAt time.Time
}

// NodeID is the suite's node id.
func (s CheckSuite) NodeID() string {
	return Node{Kind: CheckSuiteNode, Repo: s.Repo, ID: s.ID}.String()
}

// CheckRun is one check of a commit. Status is queued, in_progress, completed
// and so on, Conclusion empty until it is completed.
type CheckRun struct {
	ID          int64
	Repo        int64
	Suite       int64
	SHA         string
	Name        string
	App         string // slug
	Status      string
	Conclusion  string
	ExternalID  string
	DetailsURL  string
	Title       string
	Summary     string
	Text        string
	Annotations []Annotation
	StartedAt   time.Time
	CompletedAt time.Time
}

// NodeID is the check run's node id.
func (r CheckRun) NodeID() string { return Node{Kind: CheckRunNode, Repo: r.Repo, ID: r.ID}.String() }

// Annotation is a remark that a check run leaves on a file.
type Annotation struct {
	Path               string
	StartLine, EndLine int
	Level              string // notice, warning, failure
	Title, Message     string
}

// reportedCheck is a check that the sandbox reports for each push.
type reportedCheck struct{ name, app, conclusion string }

var (
	checkRead  = Need{Permission: "checks", Access: ReadAccess, Role: Read}
	checkWrite = Need{Permission: "checks", Access: WriteAccess, Role: Write}
)

// AddCheckRun makes a check run, which only an App can.
// Source: docs.github.com/rest/checks/runs#create-a-check-run.
func (h *Hub) AddCheckRun(c Caller, repoID int64, branch string, run CheckRun) (CheckRun, error) {
	err := h.write(func(time.Time) error {
		r, err := h.allowed(c, repoID, checkWrite)
		if err != nil {
			return err
		}
		if c.App() == "" {
			return forbidden("You must authenticate via a GitHub App.")
		}
		run.App = c.App()
		run = h.addCheckRun(r, h.suite(r, run.SHA, branch, run.App, 0), run)
		return nil
	})
	return run, err
}

// CheckRuns lists the check runs of a commit, oldest first.
func (h *Hub) CheckRuns(c Caller, repoID int64, sha string) ([]CheckRun, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, checkRead)
	if err != nil {
		return nil, err
	}
	var list []CheckRun
	for _, run := range r.checkRuns {
		if run.SHA == sha {
			list = append(list, run.clone())
		}
	}
	return list, nil
}

// CheckSuites lists the check suites of a commit, oldest first.
func (h *Hub) CheckSuites(c Caller, repoID int64, sha string) ([]CheckSuite, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, checkRead)
	if err != nil {
		return nil, err
	}
	var list []CheckSuite
	for _, s := range r.checkSuites {
		if s.SHA == sha {
			list = append(list, *s)
		}
	}
	return list, nil
}

// ReportCheckOnPush has a check of that name and App completed with the
// conclusion for every commit that is pushed to a branch from now on: required
// CI without a workflow.
func (s *Settings) ReportCheckOnPush(name, app, conclusion string) {
	s.change(func() {
		s.r.reported = append(s.r.reported, reportedCheck{name, s.h.mustApp(app).Slug, conclusion})
	})
}

// reportChecks reports those checks for a push. The mutex is held.
func (h *Hub) reportChecks(r *repo, p Push) {
	branch, ok := BranchName(p.Ref)
	if !ok || p.Deleted() {
		return
	}
	for _, c := range r.reported {
		h.addCheckRun(r, h.suite(r, p.After, branch, c.app, 0), CheckRun{
			SHA: p.After, Name: c.name, App: c.app, Status: "completed", Conclusion: c.conclusion, StartedAt: h.now, CompletedAt: h.now,
		})
	}
}

// suite finds or makes the suite of an App, or of a workflow run, for a
// commit. The mutex is held.
func (h *Hub) suite(r *repo, sha, branch, app string, run int64) *CheckSuite {
	for _, s := range r.checkSuites {
		if s.SHA == sha && s.App == app && s.Run == run {
			return s
		}
	}
	s := &CheckSuite{ID: h.nextID(checkIDs), Repo: r.ID, SHA: sha, Branch: branch, App: app, Run: run, CreatedAt: h.now, UpdatedAt: h.now}
	r.checkSuites = append(r.checkSuites, s)
	return s
}

// addCheckRun adds a check run to a suite. The mutex is held.
func (h *Hub) addCheckRun(r *repo, s *CheckSuite, run CheckRun) CheckRun {
	run.ID, run.Repo, run.Suite = h.nextID(checkIDs), r.ID, s.ID
	s.UpdatedAt = h.now
	kept := run.clone()
	r.checkRuns = append(r.checkRuns, &kept)
	return run
}

func (r *CheckRun) clone() CheckRun {
	c := *r
	c.Annotations = slices.Clone(r.Annotations)
	return c
}
