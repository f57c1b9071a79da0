package scaffold

import (
	"bytes"
	"slices"

	"github.com/release-request/gh-release-request/internal/config"
)

// Where the workflows that look after requests stand in the central repository.
const (
	IntakePath = ".github/workflows/intake.yml"
	SweepPath  = ".github/workflows/sweep.yml"
)

// SweepCron is when sweep runs: every half hour, and not at its start, when
// GitHub's schedules are late.
// https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
const SweepCron = "11,41 * * * *"

// concerns is true for an event that intake looks at. Commands begin with #,
// and of labels only those that are buttons matter. In an expression, text
// decides nothing but whether a job runs.
const concerns = "github.event_name == 'issues' || " +
	"github.event_name == 'issue_comment' && !github.event.issue.pull_request && startsWith(github.event.comment.body, '#') || " +
	"github.event_name == 'label' && contains(fromJSON('[\"accepted\", \"emergency\"]'), github.event.label.name) || " +
	"github.event_name == 'label' && contains(fromJSON('[\"accepted\", \"emergency\"]'), github.event.changes.name.from)"

// keep is what intake.yml and sweep.yml are rendered from.
type keep struct {
	Concerns string
	Cron     string
	Key      string   // name of the secret that reaches the source repositories
	Install  *install // nil: the program is on the runner's PATH
}

// workflows renders all workflow files, the one that publishes first.
func workflows(p *config.Policy) []file {
	k := keep{Concerns: concerns, Cron: SweepCron, Key: gateKey(p), Install: installOf(p.Binary)}
	return []file{
		{WorkflowPath, Workflow(p)},
		{IntakePath, stamp(fill("intake.yml", k), "#", "")},
		{SweepPath, stamp(fill("sweep.yml", k), "#", "")},
		{RequestPath, requestWorkflow(p)},
	}
}

// WorkflowPaths lists where the workflows stand.
func WorkflowPaths() []string { return []string{WorkflowPath, IntakePath, SweepPath, RequestPath} }

// Rendered returns the workflow files that the policy asks for, by their paths.
func Rendered(p *config.Policy) map[string][]byte {
	contents := map[string][]byte{}
	for _, f := range workflows(p) {
		contents[f.path] = f.content
	}
	return contents
}

// IsRendered reports whether a workflow file is the one that the policy
// renders to, byte for byte.
func IsRendered(p *config.Policy, path string, content []byte) bool {
	return slices.ContainsFunc(workflows(p), func(f file) bool { return f.path == path && bytes.Equal(f.content, content) })
}
