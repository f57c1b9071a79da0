package gitstore

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"time"
)

// A Store is a directory of bare repositories. Its methods are safe for concurrent use. Close it in the end.
type Store struct {
	dir     string
	program program
	now     func() time.Time
	readers readers
	answers sync.Map // by question, see lasting
	// listings are those of refs, by repository and prefix.
	listings sync.Map
}

// New returns the store in dir, which is made if missing. The clock dates commits and tags whose signatures have
// no time. It fails with one clear error if git is missing, too old, or came without its HTTP backend.
func New(ctx context.Context, dir string, now func() time.Time) (*Store, error) {
	p, err := findProgram(ctx)
	if err != nil {
		return nil, err
	}
	dir, err = filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{dir: dir, program: p, now: now}
	if err := os.MkdirAll(s.Root(), 0o700); err != nil {
		return nil, err
	}
	if err := s.writeHooks(); err != nil {
		return nil, err
	}
	if err := os.WriteFile(s.configFile(), []byte(s.config()), 0o600); err != nil {
		return nil, err
	}
	if _, err := s.run(ctx, nil, "init", "--quiet", "--bare", "--template=", s.empty()); err != nil {
		return nil, err
	}
	return s, nil
}

// empty is a repository that was just made: to copy it is cheaper than to run git for each.
func (s *Store) empty() string { return filepath.Join(s.dir, "empty.git") }

// Root is the directory that holds the repositories, each as NAME.git.
func (s *Store) Root() string { return filepath.Join(s.dir, "repositories") }

// HTTPBackend is the path of git's CGI program that serves the smart HTTP protocol.
func (s *Store) HTTPBackend() string { return s.program.httpBackend }

// repositoryName keeps names out of reach of path tricks. The hub uses repository ids, so that a rename moves nothing.
var repositoryName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)

// Create makes an empty bare repository whose HEAD names the default branch.
func (s *Store) Create(ctx context.Context, name, defaultBranch string) (*Repo, error) {
	if !repositoryName.MatchString(name) {
		return nil, fmt.Errorf("repository name %q: want letters, digits, _ and -", name)
	}
	if !ValidRef("refs/heads/" + defaultBranch) {
		return nil, fmt.Errorf("default branch %q is not a branch name", defaultBranch)
	}
	r := s.Repo(name)
	if _, err := os.Stat(r.Path()); err == nil {
		return nil, fmt.Errorf("repository %s: %w", name, ErrExists)
	}
	if err := os.CopyFS(r.Path(), os.DirFS(s.empty())); err != nil {
		return nil, err
	}
	head := []byte("ref: refs/heads/" + defaultBranch + "\n")
	return r, os.WriteFile(filepath.Join(r.Path(), "HEAD"), head, 0o600)
}

// Repo returns the repository of that name, which Create made.
func (s *Store) Repo(name string) *Repo { return &Repo{store: s, name: name} }

// A Repo is one bare repository.
type Repo struct {
	store *Store
	name  string
}

// Path is the repository's directory.
func (r *Repo) Path() string { return filepath.Join(r.store.Root(), r.name+".git") }

// SetHead makes HEAD name another branch, as changing the default branch does.
func (r *Repo) SetHead(ctx context.Context, branch string) error {
	ref := "refs/heads/" + branch
	if !ValidRef(ref) {
		return fmt.Errorf("%w: %q", ErrName, branch)
	}
	_, err := r.git(ctx, nil, "symbolic-ref", "HEAD", ref)
	return err
}
