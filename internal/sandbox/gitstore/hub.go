package gitstore

import (
	"context"
	"strconv"
	"time"
)

// seeder is the author of first commits.
var seeder = Signature{Name: "Sandbox", Email: "sandbox@localhost"}

// CreateRepository makes the bare repository of a database id and returns its directory. Files, if any, become one
// commit on the branch, made at the time given.
func (s *Store) CreateRepository(id int64, branch string, files map[string]string, at time.Time) (string, error) {
	ctx := context.Background() // a seed is not to be interrupted half way
	r, err := s.Create(ctx, strconv.FormatInt(id, 10), branch)
	if err != nil {
		return "", err
	}
	if len(files) == 0 {
		return r.Path(), nil
	}
	by := seeder
	by.When = at
	sha, err := r.CreateCommit(ctx, Change{Files: files, Message: "First commit", Author: by})
	if err != nil {
		return "", err
	}
	return r.Path(), r.UpdateRefs(ctx, RefUpdate{Name: "refs/heads/" + branch, Before: Zero, After: sha})
}

// SetDefaultBranch makes HEAD of the repository of a database id name another branch.
func (s *Store) SetDefaultBranch(id int64, branch string) error {
	return s.Repo(strconv.FormatInt(id, 10)).SetHead(context.Background(), branch)
}
