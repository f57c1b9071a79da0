package git

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"

	"github.com/release-request/gh-release-request/internal/release"
)

// exactly are settings under which a checkout has the files as they are in the
// commit.
var exactly = [][2]string{
	{"core.attributesFile", os.DevNull},
	{"core.autocrlf", "false"},
	{"core.eol", "lf"},
}

// alone are variables that override settings, and could ask a person, let
// another protocol in, or trace what is secret.
var alone = []string{
	"GIT_ALLOW_PROTOCOL=https", "GIT_ATTR_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=",
	"GIT_TRACE_REDACT=1", "GIT_TRACE2=0", "GIT_TRACE2_EVENT=0", "GIT_TRACE2_PERF=0",
}

// Fetched is a checkout of exactly one commit.
type Fetched struct {
	URL    string // of the repository, https
	Commit string // full id
	Branch string // local branch that is made at the commit
	Token  string // for the fetch alone; empty for a public repository
}

// Checkout makes a new repository in dir, which must not exist, that holds one
// commit of url and nothing else: no tag, no other branch, no credential. It
// runs no filter, such as LFS's, and fetches no submodule.
func Checkout(ctx context.Context, dir string, f Fetched) (Repository, error) {
	if err := f.check(); err != nil {
		return Repository{}, err
	}
	if err := makeNew(dir); err != nil {
		return Repository{}, err
	}
	r, err := Repository{Dir: dir, Config: exactly, Env: append(os.Environ(), alone...)}.withoutHooks(ctx)
	if err != nil {
		return r, err
	}
	if err := r.Run(ctx, "init", "--quiet", "--template=", "--object-format="+f.format(), "--initial-branch="+f.Branch); err != nil {
		return r, err
	}
	if err := withoutFilters(dir); err != nil {
		return r, err
	}
	if err := r.Run(ctx, "remote", "add", "origin", f.URL); err != nil {
		return r, err
	}
	fetch := r
	fetch.Config = slices.Concat(r.Config, Access(f.URL, f.Token))
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

func (f Fetched) check() error {
	u, err := url.Parse(f.URL)
	switch {
	case err != nil, u.Scheme != "https", u.Host == "":
		return errors.New("the URL of the repository does not begin with https://")
	case u.User != nil:
		return errors.New("the URL of the repository holds a credential, which would be written to disk")
	}
	return errors.Join(release.CheckCommit(f.Commit), release.CheckBranch(f.Branch))
}

// format is the repository's hash, whatever the machine's default: git does not
// fetch from a repository with another one.
func (f Fetched) format() string {
	if len(f.Commit) == 64 {
		return "sha256"
	}
	return "sha1"
}

// Access is how one URL is reached: with the token and nothing of what the
// machine sends or asks for there, since GitHub refuses two headers of that
// kind, and from no other host. Settings for a whole URL go before all others.
func Access(url, token string) [][2]string {
	header := "http." + url + ".extraHeader"
	settings := [][2]string{
		{"http." + url + ".followRedirects", "false"},
		{"credential." + url + ".helper", ""},
		{header, ""},
	}
	if token != "" {
		basic := base64.StdEncoding.EncodeToString([]byte("x-access-token:" + token))
		settings = append(settings, [2]string{header, "Authorization: Basic " + basic})
	}
	return settings
}

// makeNew makes dir. What an earlier job left there, on a machine that is kept,
// would be published too.
func makeNew(dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return err
	}
	err := os.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists already, and a checkout needs a folder of its own", dir)
	}
	return err
}

// withoutFilters takes the filter off every file. This file of attributes goes
// before those of the repository, so that no program that the machine has set
// up, LFS's or another, is run because the repository names it.
// https://git-scm.com/docs/gitattributes
func withoutFilters(dir string) error {
	info := filepath.Join(dir, ".git", "info")
	if err := os.MkdirAll(info, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(info, "attributes"), []byte("* -filter\n"), 0o600)
}
