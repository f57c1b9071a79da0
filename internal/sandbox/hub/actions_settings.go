package hub

// ActionsSettings are what a repository's page "Actions, General" holds. Of
// them the sandbox obeys Enabled and DefaultToken; the rest is kept and told.
// Source: docs.github.com, "Managing GitHub Actions settings for a repository".
type ActionsSettings struct {
	Enabled      bool
	Allowed      string // all, local_only or selected
	Selected     SelectedActions
	Pinned       bool   // actions must be named by a full commit
	DefaultToken Access // of a job whose workflow says nothing: ReadAccess or WriteAccess
	MayApprove   bool   // a job may open and approve pull requests
	Retention    int    // of logs and artifacts, in days
	ForkApproval string // whose pull requests from forks of a public repository wait for a click
	ForkRuns     ForkRuns
}

// SelectedActions are the actions that may run where only selected ones may.
type SelectedActions struct {
	GitHubOwned bool
	Verified    bool     // of creators that GitHub has verified
	Patterns    []string // OWNER/REPO@REF, with *
}

// ForkRuns is what pull requests from forks of a private repository may do.
type ForkRuns struct{ Run, WriteTokens, Secrets, Approval bool }

// Longest retentions in days of public and private repositories; 90 is also
// what a new repository has.
// Source: docs.github.com, "Managing GitHub Actions settings for a repository".
const (
	publicRetention  = 90
	privateRetention = 400
)

// NewActionsSettings are those of a new repository in a new organisation.
func NewActionsSettings() ActionsSettings {
	return ActionsSettings{
		Enabled: true, Allowed: "all", DefaultToken: ReadAccess, Retention: publicRetention, ForkApproval: "first_time_contributors",
	}
}

// adminRead is what looking at a repository's settings needs.
var adminRead = Need{Permission: "administration", Access: ReadAccess, Role: Admin}

// adminReadHidden is adminRead where GitHub says 404 to those below admin.
var adminReadHidden = Need{Permission: "administration", Access: ReadAccess, Role: Admin, Hidden: true}

// ChangeActions changes settings of Actions.
func (s *Settings) ChangeActions(change func(*ActionsSettings)) {
	s.change(func() { change(&s.r.actions) })
}

// ActionsSettings are a repository's settings of Actions, for its
// administrators. most is how many days of retention there may be.
// Source: docs.github.com/rest/actions/permissions.
func (h *Hub) ActionsSettings(c Caller, repoID int64) (settings ActionsSettings, most int, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, adminRead)
	if err != nil {
		return ActionsSettings{}, 0, err
	}
	most = publicRetention
	if r.Private {
		most = privateRetention
	}
	return r.actions, most, nil
}

// ActionsDefaults says whether a repository's workflows start at all, and the
// access that jobs have whose workflow says nothing of permissions. It is for
// the engine.
func (h *Hub) ActionsDefaults(repoID int64) (enabled bool, token Access) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.repos[repoID]
	if r == nil {
		return false, NoAccess
	}
	return r.actions.Enabled, r.actions.DefaultToken
}
