package cli

import (
	"context"

	"github.com/cli/go-gh/v2/pkg/repository"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/release"
)

const (
	repoVariable = "RELEASE_REQUEST_REPO"
	repoSetting  = "release-request.repo"
	// defaultName is the central repository of an owner, unless it is named.
	defaultName = "publish"
)

// Central returns the central repository: -R, else RELEASE_REQUEST_REPO, else
// git config release-request.repo, else OWNER/publish of the repository that
// the person stands in. GH_REPO names only the latter, as in gh.
func (env *Env) Central(ctx context.Context) (repository.Repository, error) {
	if env.repo != "" {
		return parseRepo("--repo", env.repo)
	}
	if name := env.Getenv(repoVariable); name != "" {
		return parseRepo(repoVariable, name)
	}
	name, err := env.gitConfig(ctx, repoSetting)
	if err != nil {
		return repository.Repository{}, fault.Wrap(err, "reading git config %s", repoSetting)
	}
	if name != "" {
		return parseRepo("git config "+repoSetting, name)
	}
	standing, err := env.Standing()
	if err != nil {
		return repository.Repository{}, fault.Wrap(err, "cannot tell which central repository you mean").
			WithHint("name it with -R OWNER/REPO, or for good with: git config --global %s OWNER/REPO", repoSetting)
	}
	standing.Name = defaultName
	return standing, nil
}

func parseRepo(where, name string) (repository.Repository, error) {
	r, err := repository.Parse(name)
	if err == nil {
		err = release.Project{Owner: r.Owner, Repo: r.Name}.Check()
	}
	if err != nil {
		return repository.Repository{}, fault.Wrap(err, "%s: %q is not of the form [HOST/]OWNER/REPO", where, name)
	}
	return r, nil
}

// fullName returns OWNER/REPO.
func fullName(r repository.Repository) string { return r.Owner + "/" + r.Name }

// sameRepo reports whether both are one repository of one host.
func sameRepo(a, b repository.Repository) bool {
	return release.SameRepository(a.Host+"/"+fullName(a), b.Host+"/"+fullName(b))
}
