package git

import (
	"context"
	"encoding/base64"
	"fmt"
	"os"
)

// noFilters are settings under which a checkout runs no program of the
// repository's choosing and follows no other repository.
var noFilters = [][2]string{
	{"filter.lfs.smudge", ""},
	{"filter.lfs.process", ""},
	{"filter.lfs.required", "false"},
	{"fetch.recurseSubmodules", "false"},
	{"protocol.allow", "never"},
	{"protocol.https.allow", "always"},
}

// Fetched is a checkout of exactly one commit.
type Fetched struct {
	URL    string // of the repository, https
	Commit string // full id
	Branch string // local branch that is made at the commit
	Token  string // for the fetch alone; empty for a public repository
}

// Checkout makes a new repository in dir that holds one commit of url and
// nothing else: no tag, no other branch, no credential.
func Checkout(ctx context.Context, dir string, f Fetched) (Repository, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Repository{}, err
	}
	r := Repository{Dir: dir, Config: noFilters}
	if err := r.Run(ctx, "init", "--quiet", "--template=", "--initial-branch="+f.Branch); err != nil {
		return r, err
	}
	if err := r.Run(ctx, "remote", "add", "origin", f.URL); err != nil {
		return r, err
	}
	fetch := r
	fetch.Config = append(append([][2]string{}, noFilters...), [2]string{"credential.helper", ""})
	if f.Token != "" {
		basic := base64.StdEncoding.EncodeToString([]byte("x-access-token:" + f.Token))
		fetch.Config = append(fetch.Config, [2]string{"http." + f.URL + ".extraHeader", "Authorization: Basic " + basic})
	}
	if err := fetch.Run(ctx, "fetch", "--quiet", "--no-tags", "--depth=1", "--no-write-fetch-head", "origin", f.Commit); err != nil {
		return r, err
	}
	if err := r.Run(ctx, "reset", "--quiet", "--hard", f.Commit); err != nil {
		return r, err
	}
	head, err := r.Head(ctx)
	if err == nil && head != f.Commit {
		err = fmt.Errorf("the checkout is at %s, not at %s", head, f.Commit)
	}
	return r, err
}
