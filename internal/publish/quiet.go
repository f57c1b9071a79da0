package publish

import (
	"context"
	"errors"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// quiet reports whether nothing is to be done for a request, by what a list
// tells of it; when in doubt, it is not. The rule: every duty is gone through
// with hands tied, and one that would change anything, or ask for more, makes
// the request one to be read as the gate reads it, before anything is done.
//
// What a list leaves out cannot make a duty due by itself, but for what is
// looked at in doubtful: the gate reads it when somebody presses the button, and
// intake when something happens to the request. A list tells as much of what
// stands in a request's way as its reader can see without asking about people
// and environments.
func (k *Keeper) quiet(ctx context.Context, o facts.Opened) bool {
	if o.Err != nil || doubtful(o.Reading) {
		return false
	}
	tied := &Keeper{Reader: tiedHands{}, Issues: tiedHands{}, Hub: tiedHands{}, Source: tiedHands{}, Runtime: k.Runtime,
		Label: k.Label, started: map[string]bool{}, forms: k.forms}
	_, err := tied.look(o.Reading).goThrough(ctx)
	return err == nil
}

// doubtful reports whether a duty may hang on what is not known.
func doubtful(r *facts.Reading) bool {
	f := r.Facts
	if f.Ledger.Why() != "" || f.Edits.Why() != "" || f.Issue.Why() != "" {
		return true
	}
	if r.Project == nil {
		return false // there is nothing else to know
	}
	for _, why := range []string{f.Unfinished.Why(), f.Targets.Why(), f.Source.Why(), f.Compare.Why(), f.Checks.Why()} {
		if why != "" {
			return true
		}
	}
	targets, _ := f.Targets.Get()
	for _, t := range targets {
		if t.Doubt != "" {
			return true // a settlement may have let it go on
		}
	}
	return len(r.Rules.Blockers) > 0 && f.Blockers.Why() != "" ||
		r.Rules.AutoApprove && r.Parsed.Request.Run != "" || // its run, and what it changes
		r.Verdict().Finding(policy.RuleRequestOpen).Outcome == policy.Unknown // which others there are, and who may take its place
}

// errTied is what comes of a duty that is due.
var errTied = errors.New("a duty is due")

// tiedHands reads and writes nothing.
type tiedHands struct{}

func (tiedHands) Read(context.Context, int) (*facts.Reading, error) { return nil, errTied }

func (tiedHands) ReadOpen(context.Context, int, func(github.RequestIssue) bool) ([]facts.Opened, bool, error) {
	return nil, false, errTied
}

func (tiedHands) ReadAsked(context.Context) (*facts.Asked, []error) {
	return nil, []error{errTied}
}

func (tiedHands) MayRequest(context.Context, *facts.Reading, *config.Project, release.Person) (policy.Outcome, string, error) {
	return "", "", errTied
}

func (tiedHands) Meet(context.Context, *facts.Reading, release.Person) error { return errTied }

func (tiedHands) Comments(context.Context, string, int) ([]github.Comment, error) {
	return nil, errTied
}

func (tiedHands) CreateComment(context.Context, string, int, string) (github.Comment, error) {
	return github.Comment{}, errTied
}

func (tiedHands) UpdateComment(context.Context, string, int64, string) error { return errTied }

func (tiedHands) AddLabel(context.Context, string, int, string) error { return errTied }

func (tiedHands) RemoveLabel(context.Context, string, int, string) error { return errTied }

func (tiedHands) UpdateIssue(context.Context, string, int, string, string) error { return errTied }

func (tiedHands) CloseIssue(context.Context, string, int, string) error { return errTied }

func (tiedHands) CreateIssue(context.Context, string, string, string) (github.Issue, error) {
	return github.Issue{}, errTied
}

func (tiedHands) Run(context.Context, string, int64) (github.Run, error) {
	return github.Run{}, errTied
}

func (tiedHands) Dispatch(context.Context, string, string, string, map[string]string) error {
	return errTied
}

func (tiedHands) DeleteBranchAt(context.Context, string, string, string) error { return errTied }

func (tiedHands) StartRun(context.Context, Start) error { return errTied }

func (tiedHands) KeyLogin(context.Context, string) (string, error) { return "", errTied }
