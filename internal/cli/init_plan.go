package cli

import (
	"strings"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/scaffold"
)

// renderPlan shows what will be written, and returns how many files that is.
func renderPlan(show func(format string, args ...any), plan *scaffold.Plan) (todo int) {
	for _, c := range plan.Changes {
		if plan.Writes(c) {
			todo++
		}
		switch {
		case c.Action == scaffold.Create:
			show("create %s (%s)\n", c.Path, count(strings.Count(c.Diff, "\n+"), "line"))
		case c.Action == scaffold.Remove:
			show("remove %s: nothing that people changed is left\n", c.Path)
		case c.Action == scaffold.Update:
			show("update %s\n%s", c.Path, c.Diff)
		case c.Action == scaffold.Merge:
			show("merge %s: what people changed is kept\n%s", c.Path, c.Diff)
		case c.Action == scaffold.Conflict && c.Unknown:
			show("conflict in %s: this clone does not have it as it was written, so that every difference is one\n%s", places(c), c.Diff)
		case c.Action == scaffold.Conflict:
			show("conflict in %s: people changed what is to be changed\n%s", places(c), c.Diff)
		case c.Action == scaffold.Keep && c.ByHand:
			show("keep %s: people changed it, and nothing is new\n", c.Path)
		case c.Action == scaffold.Refuse:
			show("leave %s: this program did not write it\n", c.Path)
			if isWorkflow(c) {
				show("%s", c.Diff)
			}
		}
	}
	return todo
}

func isWorkflow(c scaffold.Change) bool { return strings.HasPrefix(c.Path, ".github/workflows/") }

// places are the file and the lines of its conflicts, as editors follow them.
func places(c scaffold.Change) string { return c.Path + ":" + strings.Join(c.Conflicts, ",") }

// blocked tells of all files for which nothing is written: where a workflow is
// that this program did not write, and where what people changed conflicts.
func (o *initOptions) blocked(plan *scaffold.Plan) error {
	var foreign, conflicts []string
	for _, c := range plan.Changes {
		switch {
		case c.Action == scaffold.Refuse && isWorkflow(c):
			foreign = append(foreign, c.Path)
		case c.Action == scaffold.Conflict && !plan.Writes(c):
			conflicts = append(conflicts, places(c))
		}
	}
	var problems []string
	if len(foreign) > 0 {
		problems = append(problems, "this program did not write "+strings.Join(foreign, ", "))
	}
	if len(conflicts) > 0 {
		problems = append(problems, "what people changed conflicts in "+strings.Join(conflicts, ", "))
	}
	if len(problems) == 0 {
		return nil
	}
	err := fault.New(fault.Failed, "nothing is written: %s", strings.Join(problems, "; "))
	if len(foreign) > 0 {
		return err.WithHint("move or delete it, and run: gh release-request init %s", o.Kind)
	}
	return err.WithHint("gh release-request init %s --markers, or delete the file and run init again", o.Kind)
}

// warn tells of workflows of the central repository that hold what people changed.
// They work, and are not what the policy alone asks for.
func (o *initOptions) warn(plan *scaffold.Plan) (warned bool) {
	var changed []string
	for _, c := range plan.Changes {
		if o.Kind == initCentral && c.ByHand && isWorkflow(c) {
			changed = append(changed, c.Path)
		}
	}
	if len(changed) > 0 {
		o.Env.Streams.Notef("warning: changed by hand, and not what the policy asks for: %s. config check, intake and sweep go on saying so; to drop what was changed, delete the file and run this again.\n",
			strings.Join(changed, ", "))
	}
	return len(changed) > 0
}

// renderNext says what is left for the person to do with what was written.
func (o *initOptions) renderNext(plan *scaffold.Plan) {
	s := o.Env.Streams
	for _, c := range plan.Changes {
		switch {
		case c.Action == scaffold.Create && c.Path == config.Path:
			s.Notef("Next: write your targets and projects into %s, and run this again.\n", c.Path)
		case c.Action == scaffold.Conflict:
			s.Notef("Next: decide what stands between the conflict markers in %s.\n", c.Path)
		}
	}
}
