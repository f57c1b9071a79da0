package hub

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
)

// Repository is what GitHub says of a repository.
type Repository struct {
	ID            int64
	Owner         User
	Name          string
	Description   string
	Private       bool
	Archived      bool
	HasIssues     bool
	DefaultBranch string
	CreatedAt     time.Time
	UpdatedAt     time.Time
	PushedAt      time.Time
	OpenIssues    int    // pull requests included, as on GitHub
	Dir           string // of the bare git repository; empty: none
}

// FullName is OWNER/NAME.
func (r Repository) FullName() string { return r.Owner.Login + "/" + r.Name }

// NodeID is the repository's node id.
func (r Repository) NodeID() string { return Node{Kind: RepositoryNode, ID: r.ID}.String() }

// repo is a repository's state.
type repo struct {
	ID            int64
	owner         int64
	Name          string
	Description   string
	Private       bool
	Archived      bool
	HasIssues     bool
	DefaultBranch string
	CreatedAt     time.Time
	UpdatedAt     time.Time
	PushedAt      time.Time
	dir           string

	sharedWorkflows bool

	roles       map[int64]Role // collaborators
	labels      []*Label
	issues      []*issue       // by number, from 1; a nil one was transferred away or deleted
	moved       map[int]*issue // by the number it had here
	pushes      []Push
	protections map[string]*Protection

	environments []*environment
	secrets      *secrets // its own
	statuses     []Status
	checkSuites  []*CheckSuite
	checkRuns    []*CheckRun
	reported     []reportedCheck
	workflows    []*Workflow
	runs         []*run
	artifacts    []Artifact

	actions           ActionsSettings
	deployKeys        []DeployKey
	immutableReleases bool
}

// RepoSpec says what repository to make.
type RepoSpec struct {
	Owner, Name   string
	Description   string
	Private       bool
	DefaultBranch string            // main, if nothing is said
	Files         map[string]string // of the first commit: path -> content
}

// AddRepo makes a repository and returns its settings page. It fails only if
// the git store does; a name taken is a panic, since a seed is program text.
func (h *Hub) AddRepo(s RepoSpec) (*Settings, error) {
	r := h.newRepo(s)
	if h.git != nil {
		// Not under the mutex: the git store may ask the hub for the time.
		dir, err := h.git.CreateRepository(r.ID, r.DefaultBranch, s.Files, r.CreatedAt)
		if err != nil {
			return nil, err
		}
		r.dir = dir
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.claim(r)
	h.repos[r.ID] = r
	return &Settings{h: h, r: r}, nil
}

func (h *Hub) newRepo(s RepoSpec) *repo {
	h.mu.Lock()
	defer h.mu.Unlock()
	now, id := h.tick(), h.nextID(repoIDs)
	return &repo{
		ID: id, owner: h.mustAccount(s.Owner).ID, Name: s.Name, Description: s.Description,
		Private: s.Private, HasIssues: true, DefaultBranch: cmp.Or(s.DefaultBranch, "main"),
		CreatedAt: now, UpdatedAt: now, PushedAt: now,
		roles: map[int64]Role{}, moved: map[int]*issue{}, protections: map[string]*Protection{},
		secrets: newSecrets(id), actions: NewActionsSettings(),
	}
}

// Repo finds a repository by OWNER/NAME, in any case and also by a former
// name; the answer has the present one. What the caller may not see is NotFound.
func (h *Hub) Repo(c Caller, name string) (Repository, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.seen(c, h.repos[h.names[strings.ToLower(name)]])
}

// RepoByID finds a repository by database id.
func (h *Hub) RepoByID(c Caller, id int64) (Repository, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.seen(c, h.repos[id])
}

// Repos lists the repositories that the caller sees, by id.
func (h *Hub) Repos(c Caller) []Repository {
	h.mu.Lock()
	defer h.mu.Unlock()
	var list []Repository
	for _, id := range slices.Sorted(maps.Keys(h.repos)) {
		if r := h.repos[id]; h.sees(c, r) {
			list = append(list, h.repository(r))
		}
	}
	return list
}

func (h *Hub) seen(c Caller, r *repo) (Repository, error) {
	if r == nil || !h.sees(c, r) {
		return Repository{}, notFound()
	}
	return h.repository(r), nil
}

// repository is the public face of a repository. The mutex is held.
func (h *Hub) repository(r *repo) Repository {
	open := 0
	for _, i := range r.issues {
		if i != nil && i.state == Open {
			open++
		}
	}
	return Repository{
		ID: r.ID, Owner: h.user(r.owner), Name: r.Name, Description: r.Description, Private: r.Private,
		Archived: r.Archived, HasIssues: r.HasIssues, DefaultBranch: r.DefaultBranch,
		CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, PushedAt: r.PushedAt, OpenIssues: open, Dir: r.dir,
	}
}

// key is the lower-case OWNER/NAME of a repository. The mutex is held.
func (h *Hub) key(r *repo) string { return strings.ToLower(h.user(r.owner).Login + "/" + r.Name) }

func (h *Hub) mustRepo(name string) *repo {
	r := h.repos[h.names[strings.ToLower(name)]]
	if r == nil {
		panic("hub: there is no repository " + name)
	}
	return r
}
