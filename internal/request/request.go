// Package request asks for a release: it looks at everything that could stand
// against it, plans, prepares the release branch and files the issue. It
// stands on the work floor. It changes nothing before everything was looked
// at, every step can be run again, and it never touches the checkout that the
// person stands in.
package request

import (
	"context"
	"io"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/git"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// hub is what a request needs of GitHub, as the person who asks.
type hub interface {
	Host() string
	ReadSource(ctx context.Context, q github.SourceQuery) (*github.Source, error)
	TagsWithPrefix(ctx context.Context, repo, prefix string) ([]github.Ref, error)
	IssuesTitled(ctx context.Context, repo, title string) ([]github.RequestIssue, error)
	Collaborator(ctx context.Context, repo, login string) (github.Collaborator, error)
	CreateIssue(ctx context.Context, repo, title, body string) (github.Issue, error)
	CloseIssue(ctx context.Context, repo string, number int, reason string) error
	Comments(ctx context.Context, repo string, number int) ([]github.Comment, error)
	CreateComment(ctx context.Context, repo string, number int, body string) (github.Comment, error)
}

// Requester files requests in one central repository.
type Requester struct {
	Hub     hub
	Central *github.Central // as it was read with the policy; nil in a run
	Clone   func(repository string) (url string)
	Output  io.Writer // where the project's prepare program writes
	Step    func(name string)

	Asker   *release.Person // who asks with a form, in whose place the workflow looks; nil: the viewer
	Run     *Run            // nil: a person's machine prepares
	Git     git.Repository  // settings of the scratch clone
	Environ []string        // of the project's prepare program; nil: this process's
}

// Wish is what the person asked for.
type Wish struct {
	Project *config.Project
	Version string // or a word that stands for one, see Words
	Base    string // empty: the first that the policy allows
	Fresh   bool   // prepare anew even if there is a release branch

	Rehearsal bool // do everything but publish
	Shared    bool // another project is asked for by the same workflow
}

// Plan is what will be done, exactly.
type Plan struct {
	Project    *config.Project
	Rules      policy.Rules
	Requester  string
	Rehearsal  bool
	Version    release.Version
	Choice     *Choice         // what the version was asked for by; nil: it was written
	Last       release.Version // the newest of its series, which has a tag; empty: none, or versions have no order
	Tag        string
	Branch     string
	Base       string
	BaseCommit string
	Trunk      string // default branch of the source repository
	Shared     bool   // see Wish
	BranchWas  string // commit of the release branch as it was seen; empty: none
	Take       bool   // the release branch is taken as it is
	Open       *Filed // the person's own open request for this commit: nothing is left to do
	Replaces   *Filed // the person's own open request for another commit
}

// Prepared is what a request will be for.
type Prepared struct {
	Commit    string // head of the release branch, on GitHub
	Changelog string // as an issue shows it
}

// Filed is a request that was filed.
type Filed struct {
	Number int
	URL    string
	Commit string
}

// TargetsOpen reports whether only craft knows which of the policy's targets
// the project has: it is asked when the release is prepared.
func (p *Plan) TargetsOpen() bool { return p.Project.Targets == nil }

// Targets returns the names of the targets, in publishing order.
func (p *Plan) Targets() []string {
	names := make([]string, len(p.Rules.Targets))
	for i, t := range p.Rules.Targets {
		names[i] = t.Name
	}
	return names
}
