package request

import (
	"time"

	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// Run is the attempt of the source repository's own workflow that prepares, in
// place of a person's machine. It knows of the policy what the central
// repository's workflow carries, and nothing of the requests there are: that is
// looked at where the request is filed.
type Run struct {
	ID        release.Run
	Requester string    // who started the attempt; empty: a schedule did
	Issue     int       // of the central repository: the form that it was started for; 0: none
	Ref       string    // full name of what the run is of
	Workflow  string    // path of the workflow file
	Event     string    // that started the run
	At        time.Time // GitHub's clock
}

// events are those whose runs can ask for a release: the others anybody could
// cause, or they would say nothing of who asks.
var events = map[string]bool{"workflow_dispatch": true, "schedule": true}

// judgeRun refuses early what the gate would not take for attested.
func (l *look) judgeRun(run Run) {
	project := l.plan.Project
	if !events[run.Event] {
		l.fail("start it by hand, or on a schedule", "a run started by %s cannot ask for a release", run.Event)
	}
	if want := "refs/heads/" + l.source.DefaultBranch; run.Ref != want {
		l.fail("start it on the default branch, "+l.source.DefaultBranch, "a run of %s cannot ask for a release", run.Ref)
	}
	if run.Workflow != project.Workflow {
		l.fail("", "%s is asked for by the workflow %s, and this one is %s", project.Name, project.Workflow, run.Workflow)
	}
}

// asker is the login of who asks, for the record. A run that was started for a
// form does not know: that is for the central repository to say.
func (r *Requester) asker() string {
	switch {
	case r.Run != nil && r.Run.Issue != 0:
		return ""
	case r.Run != nil:
		return r.Run.Requester
	case r.Asker != nil:
		return r.Asker.Login
	}
	return r.Central.Viewer.Login
}

func (r *Requester) now() time.Time {
	if r.Run != nil {
		return r.Run.At
	}
	return r.Central.At
}

// central is what messages call the central repository.
func (r *Requester) central() string {
	if r.Run != nil {
		return "the central repository"
	}
	return r.Central.Name
}

// cut makes a changelog short enough for where it goes next.
func (r *Requester) cut(changelog string) string {
	if r.Run != nil {
		return record.CutForNotice(changelog)
	}
	return record.CutChangelog(changelog)
}
