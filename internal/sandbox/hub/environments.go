package hub

import (
	"path"
	"slices"
	"strings"
	"time"
)

// Environment is an Actions environment.
type Environment struct {
	ID        int64
	Repo      int64
	Name      string
	Protected bool // only protected branches may deploy
	Custom    bool // only what Branches names may deploy
	Branches  []BranchPolicy
	Waits     EnvironmentWaits
	CreatedAt time.Time
	UpdatedAt time.Time
}

// EnvironmentWaits is what GitHub has jobs wait for before they may use an
// environment. The sandbox keeps and tells it; jobs wait for nothing.
type EnvironmentWaits struct {
	Minutes      int
	Reviewers    []Reviewer
	OthersReview bool // whoever started the run may not be the reviewer
}

// Reviewer is a person or a team that may let a job use an environment.
type Reviewer struct {
	Type string // User or Team
	ID   int64
}

// NodeID is the environment's node id.
func (e Environment) NodeID() string {
	return Node{Kind: EnvironmentNode, Repo: e.Repo, ID: e.ID}.String()
}

// BranchPolicy names branches, or tags, that may deploy.
type BranchPolicy struct {
	ID   int64
	Name string // a name or pattern: main, release/*
	Tag  bool
}

// Allows reports whether a job at a ref (refs/heads/x) may use the
// environment. protected says whether the branch is protected.
// Source: docs.github.com, "Deployments and environments", deployment branches and tags.
func (e Environment) Allows(ref string, protected bool) bool {
	if e.Protected {
		return protected
	}
	if !e.Custom {
		return true
	}
	return slices.ContainsFunc(e.Branches, func(p BranchPolicy) bool {
		prefix := "refs/heads/"
		if p.Tag {
			prefix = "refs/tags/"
		}
		name, ok := strings.CutPrefix(ref, prefix)
		matched, err := path.Match(p.Name, name)
		return ok && err == nil && matched
	})
}

// EnvironmentSpec says what environment to make.
type EnvironmentSpec struct {
	Name     string
	Branches []string          // that may deploy; nil: every ref
	Secrets  map[string]string // name -> value
}

// environment is an environment's state.
type environment struct {
	Environment
	secrets *secrets
}

var (
	environmentRead  = Need{Permission: "actions", Access: ReadAccess, Role: Read}
	environmentAdmin = Need{Permission: "administration", Access: WriteAccess, Role: Admin}
)

// AddEnvironment makes an environment.
func (s *Settings) AddEnvironment(spec EnvironmentSpec) {
	s.change(func() {
		e := s.h.putEnvironment(s.r, spec.Name)
		e.Custom = spec.Branches != nil
		for _, name := range spec.Branches {
			e.Branches = append(e.Branches, BranchPolicy{ID: s.h.nextID(environmentIDs), Name: name})
		}
		for name, value := range spec.Secrets {
			e.secrets.put(s.h, name, value)
		}
	})
}

// Environments lists a repository's environments in the order they were made.
func (h *Hub) Environments(c Caller, repoID int64) ([]Environment, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, environmentRead)
	if err != nil {
		return nil, err
	}
	var list []Environment
	for _, e := range r.environments {
		list = append(list, e.clone())
	}
	return list, nil
}

// Environment finds an environment by name, in any case.
func (h *Hub) Environment(c Caller, repoID int64, name string) (Environment, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, environmentRead)
	if err != nil {
		return Environment{}, err
	}
	if e := r.environment(name); e != nil {
		return e.clone(), nil
	}
	return Environment{}, notFound()
}

// PutEnvironment makes an environment, or changes which branches may deploy to
// it: protected ones, those that policies name, or with neither all. What it
// had jobs wait for is gone.
func (h *Hub) PutEnvironment(c Caller, repoID int64, name string, protected, custom bool) (Environment, error) {
	return h.PutWaitingEnvironment(c, repoID, name, protected, custom, EnvironmentWaits{})
}

// PutWaitingEnvironment is PutEnvironment for one that has jobs wait.
func (h *Hub) PutWaitingEnvironment(c Caller, repoID int64, name string, protected, custom bool, waits EnvironmentWaits) (Environment, error) {
	var made Environment
	err := h.write(func(now time.Time) error {
		r, err := h.allowed(c, repoID, environmentAdmin)
		if err != nil {
			return err
		}
		if protected && custom {
			return &Error{Kind: Invalid, Message: "protected_branches and custom_branch_policies cannot have the same value"}
		}
		e := h.putEnvironment(r, name)
		e.Protected, e.Custom, e.Waits, e.UpdatedAt = protected, custom, waits, now
		if !custom {
			e.Branches = nil
		}
		made = e.clone()
		return nil
	})
	return made, err
}

// AddBranchPolicy lets the branches of a pattern deploy to an environment with
// custom policies; NotFound if it has none.
func (h *Hub) AddBranchPolicy(c Caller, repoID int64, environment, pattern string, tag bool) (BranchPolicy, error) {
	var made BranchPolicy
	err := h.write(func(time.Time) error {
		r, err := h.allowed(c, repoID, environmentAdmin)
		if err != nil {
			return err
		}
		e := r.environment(environment)
		if e == nil || !e.Custom {
			return notFound()
		}
		if slices.ContainsFunc(e.Branches, func(p BranchPolicy) bool { return p.Name == pattern && p.Tag == tag }) {
			return conflict("The name has already been taken.")
		}
		made = BranchPolicy{ID: h.nextID(environmentIDs), Name: pattern, Tag: tag}
		e.Branches = append(e.Branches, made)
		return nil
	})
	return made, err
}

// putEnvironment finds or makes an environment. The mutex is held.
func (h *Hub) putEnvironment(r *repo, name string) *environment {
	if e := r.environment(name); e != nil {
		return e
	}
	id := h.nextID(environmentIDs)
	e := &environment{
		Environment: Environment{ID: id, Repo: r.ID, Name: name, CreatedAt: h.now, UpdatedAt: h.now},
		secrets:     newSecrets(id),
	}
	r.environments = append(r.environments, e)
	return e
}

func (r *repo) environment(name string) *environment {
	n := slices.IndexFunc(r.environments, func(e *environment) bool { return strings.EqualFold(e.Name, name) })
	if n < 0 {
		return nil
	}
	return r.environments[n]
}

func (e *environment) clone() Environment {
	c := e.Environment
	c.Branches, c.Waits.Reviewers = slices.Clone(e.Branches), slices.Clone(e.Waits.Reviewers)
	return c
}
