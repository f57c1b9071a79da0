package publish

import (
	"context"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// Keeper looks after requests between the runs that publish them: it obeys
// comments, ends what is over, asks the gate again, and says what nobody else
// would. It decides no release: the gate does, each time. Everything it does
// follows from what it reads, so that running it twice changes nothing more.
type Keeper struct {
	Reader  meeting
	Issues  issues
	Hub     repository
	Runtime *actions.Runtime
	Source  sources // the source repository of the request that was read last
	// Judge looks at what somebody wants who opened a form, in their place.
	Judge func(ctx context.Context, form *facts.Reading, want Wanted) (start *Start, problems []error, err error)

	// Label is the change of a label that this job is told of; nil: none.
	Label *LabelChange
	// Tokens reminds of tokens that are due; nil: nobody does.
	Tokens *Tokens

	started map[string]bool       // projects for which this job has started a run
	forms   map[int]facts.FormRun // what became of the runs for forms; nil: not known yet
}

// meeting reads the facts of requests, and of people who come with a command.
type meeting interface {
	reader
	// ReadOpen reads the open issues as a list tells of them.
	ReadOpen(ctx context.Context, limit int, pick func(github.RequestIssue) bool) (list []facts.Opened, more bool, err error)
	// ReadAsked reads what runs of source repositories asked for and nobody filed.
	ReadAsked(ctx context.Context) (*facts.Asked, []error)
	// MayRequest says whether a person may ask for releases of a project.
	MayRequest(ctx context.Context, form *facts.Reading, project *config.Project, who release.Person) (policy.Outcome, string, error)
	// Meet adds to a reading what a person may do.
	Meet(ctx context.Context, reading *facts.Reading, who release.Person) error
}

// repository is what intake and sweep ask of the central repository beside issues.
type repository interface {
	CreateIssue(ctx context.Context, repo, title, body string) (github.Issue, error)
	Run(ctx context.Context, repo string, id int64) (github.Run, error)
	Dispatch(ctx context.Context, repo, file, branch string, inputs map[string]string) error
}

// sources is what intake and sweep change in source repositories.
type sources interface {
	DeleteBranchAt(ctx context.Context, repositoryID, branch, commit string) error
	StartRun(ctx context.Context, start Start) error
	// KeyLogin is the login of the account that StartRun acts as.
	KeyLogin(ctx context.Context, repository string) (string, error)
}
