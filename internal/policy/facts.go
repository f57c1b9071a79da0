package policy

import (
	"time"

	"github.com/release-request/gh-release-request/internal/release"
)

// Facts is all that Evaluate knows: only what GitHub itself attests, read at
// one time. internal/facts alone turns GitHub's answers into it.
type Facts struct {
	Now          time.Time // GitHub's clock, not ours
	PolicyCommit string    // commit of the central repository at which the rules were read
	Preview      bool      // read by a person: what is withheld from them is left to the gate
	OwnRun       int64     // id of the publish run that asks; 0 in a preview

	Record Record
	Issue  Fact[Issue]
	Ledger Fact[[]Event] // the issue's timeline: all events, in GitHub's order
	Edits  Fact[[]Edit]  // edits of the issue's body
	Labels Fact[map[string]Label]
	Roles  Fact[Roles]
	Teams  map[string]Fact[[]int64] // "@org/team" -> ids of its active members

	SameTitle  Fact[[]Sibling] // the other requests for the version, by title or receipt, open and closed
	Unfinished Fact[[]Run]     // unfinished runs of the publish workflow
	Targets    Fact[map[string]TargetFact]

	Environments Fact[map[string]Environment] // of the central repository, by name

	SourceRun Fact[SourceRun] // for a record that names a run

	Source  Fact[Source]
	Compare Fact[Compare]
	Pushers Fact[[]release.Person] // who moved the release branch
	Checks  Fact[Checks]

	Blockers Fact[[]Blocker] // of the rules' labels; read only if there are any

	// Landed is what report has to leave behind; it is read for Finish.
	Landed Fact[Landed]
}

// Record is how the issue's text reads.
type Record struct {
	Problems []string       // what is wrong with title or body; empty: well-formed
	Digest   release.Digest // of the record's bytes
	Form     bool           // it is the issue form, and no request yet; Problems says so first
}

// Issue is the request's issue.
type Issue struct {
	Number    int
	Author    release.Person
	App       string // slug of the App that created it, empty for none
	Open      bool
	CreatedAt time.Time
	Workflow  release.Person // the account that the workflow's own token acts as, github-actions[bot]
}

// The labels whose events mean something.
const (
	LabelAccepted     = "accepted"     // an approval
	LabelEmergency    = "emergency"    // breaks the glass
	LabelAcknowledged = "acknowledged" // a second person has looked at an emergency
)

// Event is one entry of the timeline.
type Event struct {
	ID     int64
	Kind   string // as REST's timeline names it: labeled, unlabeled, renamed, closed, reopened, transferred, commented, comment_deleted ...
	Label  string
	Actor  release.Person
	App    string // performed_via_github_app: slug, empty for none
	Intent string // REST's intent: an accepted suggestion; empty for none
	At     time.Time

	// CommentBy is, for comment_deleted, whose comment it was: GraphQL's
	// deletedCommentAuthor. REST does not say it.
	CommentBy release.Person
	Receipt   *Receipt // for a comment that is a valid receipt of the workflow
	Command   *Command // for a comment that is one and was never edited
}

// The kinds of receipts that the rules and states ask about.
const (
	ReceiptVerdict = "verdict"
	ReceiptResult  = "result"
	ReceiptClosed  = "closed"
)

// Receipt is what the rules need of a receipt.
type Receipt struct {
	Kind       string
	Decision   Decision      // of ReceiptVerdict
	State      release.State // of ReceiptClosed: how the request ended
	Rehearsal  bool          // of ReceiptClosed: nothing was published
	Digest     release.Digest
	LastEvent  int64             // of ReceiptVerdict: the last label event that the gate had seen; 0: it names none
	Looked     time.Time         // of ReceiptVerdict: when it looked
	WantsPress bool              // of ReceiptVerdict, see Verdict.WantsPress
	Emergency  *release.Approval // of ReceiptVerdict: the one that it rests on
	Missing    bool              // it names a receipt that is not there
}

// Edit is one edit of the issue's body.
type Edit struct {
	By release.Person
	At time.Time
}

// Label is a label of the central repository.
type Label struct {
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Role is what one person may do in one repository now, as the collaborator
// answer's user.permissions says.
type Role struct {
	Triage bool `json:"triage"` // may label
	Push   bool `json:"push"`
}

// Roles is what only the gate's key may read: roles of people by their id, in
// the central and in the source repository. Whoever is not listed is unknown;
// Facts.People tells whom to list.
type Roles struct {
	Central map[int64]Role `json:"central"`
	Source  map[int64]Role `json:"source"`
}

// Sibling is another request for the version. Its Targets tell of every
// digest that its record or a receipt on it names: what was published stays
// published after an edit.
type Sibling struct {
	Number     int
	Open       bool
	Digest     release.Digest // zero when its record does not parse
	Rehearsal  bool           // its record says so; what it published all the same is in Targets
	Commit     string
	Requester  release.Person // who filed it
	Run        string         // that its record names
	Asked      string         // login that its record gives for who asked
	Asker      release.Person // whose that login is now; unknown where nobody's, or nobody looked
	Form       bool           // the workflow has written its text, into an issue of a person's
	CreatedAt  time.Time
	Targets    map[string]TargetFact
	Commands   []Event // comments on it that are commands, in order
	Publishing bool    // an unfinished run belongs to it
}

// Run is an unfinished run of the publish workflow.
type Run struct {
	ID      int64
	Request int    // the request it belongs to
	Project string // OWNER/REPO[/PATH] of that request; empty if that cannot be told any more, while a job of it publishes
	// StartedAt is when its newest attempt did, and tells which run goes first.
	StartedAt time.Time
	// CreatedAt tells which came first, the run or a newer request that
	// would supersede its own.
	CreatedAt time.Time
}

// TargetFact is what became of one target of one digest.
type TargetFact struct {
	State TargetState
	Run   int64     // the run that published it, or in which it got lost
	URL   string    // of that run's job
	Check int64     // id of that job's check run; 0 for none
	At    time.Time // for TargetUnknown: when the run in which it got lost had ended; zero if it has not
	Why   string    // for TargetUnknown, and for one that was settled

	Settled *Settlement // who settled it; nil: GitHub's runs say so themselves
	Doubt   string      // for TargetUnknown: a settlement hangs on this, which is withheld
}

// TargetState is whether a target is out.
type TargetState string

const (
	TargetLeft      TargetState = "left"
	TargetPublished TargetState = "published"
	TargetUnknown   TargetState = "unknown"
)

// SourceRun is the attempt of the source repository's workflow that the record
// names.
type SourceRun struct {
	Attests   bool   // it attests this very record
	Why       string // it does not
	Scheduled bool   // nobody asked: a schedule started it
	// Requester started the attempt; nobody for a scheduled one.
	Requester release.Person
	// Starters are all who started the attempt, or the run before it.
	Starters []release.Person
	Issue    int        // whose form the run was started for; 0: none
	ByKey    Fact[bool] // the gate's own key started it first; told of one that was started for a form
	Began    time.Time  // when its first attempt was started, with what all of them are given
}

// Environment is an Actions environment and the branches it may be deployed
// from.
type Environment struct {
	AnyBranch bool     // no deployment rule
	Protected bool     // "protected branches only": not the default branch alone
	Branches  []string // patterns of a custom rule; one for tags as refs/tags/PATTERN
}

// Source is the source repository as it is now.
type Source struct {
	FullName      string // OWNER/REPO as GitHub writes it; differs from the record's after a rename or transfer
	DefaultBranch string
	CentralBranch string // default branch of the central repository

	BranchHead      string // commit of the release branch, empty when it is gone
	BranchProtected bool
	TagLikeBranch   bool // a tag bears the release branch's name
	Tags            []Tag
	TagsCut         bool // there are more tags, older ones
}

// Tag is a tag of the source repository with the commit it leads to.
type Tag struct {
	Name   string
	Commit string
}

// Compare is base..commit.
type Compare struct {
	Ahead   int      // commits that the base has not
	Commits []Commit // all of them
	// Files are those that differ from the merge base, by their old and new
	// names; read only for a project with auto-approve.
	Files Fact[[]string]
	// GitHubFolderSame reports that the tree of .github at the commit equals
	// that at the merge base: CI was not arranged by the release branch.
	GitHubFolderSame bool
}

// Commit is a release-only commit with everyone who had a hand in it.
type Commit struct {
	ID        string
	Authors   []release.Person // co-authors too; an unknown Person where GitHub cannot name one
	Committer release.Person
}

// Checks is what CI says of the release commit: all runs, not only the newest.
type Checks struct {
	Runs     []CheckRun
	Statuses []Status
}

// CheckRun is one check run.
type CheckRun struct {
	ID         int64
	App        string // slug
	Workflow   string // path of the workflow file, empty for other Apps
	Event      string // that started the workflow
	Name       string
	Status     string // completed, or anything else while it is not
	Conclusion string
}

// Status is the newest commit status of a context.
type Status struct {
	Context string
	State   string // success, pending, failure, error
}

// Blocker is an open issue of the source repository that holds its releases.
type Blocker struct {
	Number int
	URL    string
	Label  string // for which it holds them
}

// Landed is what is already done of the work after publishing.
type Landed struct {
	Tagged  bool // the tag stands at the commit
	Merged  bool // the base holds the commit
	Deleted bool // the release branch is gone
}
