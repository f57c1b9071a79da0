package git

import (
	"context"
	"net/url"
	"strings"
)

// Lender returns the folder of a clone of location whose objects a scratch clone may
// borrow: the one that r is in, if one of its remotes is that repository; empty
// if it is not. Borrowing saves time and is never needed, so that no failure of
// it is one.
func (r Repository) Lender(ctx context.Context, location string) string {
	// A linked worktree has no objects of its own, and git clone refuses it.
	dir, err := r.Output(ctx, "rev-parse", "--path-format=absolute", "--git-common-dir")
	if err != nil {
		return ""
	}
	wanted, err := r.Output(ctx, "ls-remote", "--get-url", location)
	if err != nil {
		return ""
	}
	remotes, err := r.Output(ctx, "remote", "--verbose")
	if err != nil {
		return ""
	}
	for line := range strings.Lines(remotes) {
		_, remote, _ := strings.Cut(line, "\t")
		if has, _, fetch := strings.Cut(remote, " (fetch)"); fetch && address(has) == address(wanted) {
			return dir
		}
	}
	return ""
}

// address is what a URL leads to, however one gets there: host and path. As on
// GitHub, case and a last .git make no difference.
func address(location string) string {
	host, path, short := strings.Cut(location, ":") // as in git@github.com:acme/sdk
	if u, err := url.Parse(location); err == nil && u.Host != "" {
		host, path = u.Host, u.Path
	} else if !short {
		host, path = "", location // a folder
	}
	if _, after, user := strings.Cut(host, "@"); user {
		host = after
	}
	return strings.ToLower(host + "/" + strings.TrimSuffix(strings.Trim(path, "/"), ".git"))
}
