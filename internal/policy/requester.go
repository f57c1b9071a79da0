package policy

import (
	"time"

	"github.com/release-request/gh-release-request/internal/release"
)

// requester is who asked for the request: the author of an issue that a person
// filed, or opened as a form; for one that the workflow filed, who started the run that asked, as
// GitHub attests it. Where this reader is not told of the run, it is the login
// that the workflow wrote down. The workflow itself stands for a schedule, and
// for a run that attests nothing: nobody acts as it.
func (q *question) requester() release.Person {
	issue, _ := q.facts.Issue.Get()
	if !q.facts.FiledByWorkflow(q.request) {
		return issue.Author
	}
	run, known := q.facts.SourceRun.Get()
	switch {
	case run.Requester.Known():
		return run.Requester
	case known || q.request.Requester == "":
		return issue.Author
	}
	return release.Person{Login: q.request.Requester}
}

// RequesterOf returns who asked for a request, as far as the facts tell.
func RequesterOf(request release.Request, facts Facts) release.Person {
	return (&question{request: request, facts: facts}).requester()
}

// FiledByWorkflow reports whether the workflow of the central repository filed
// the request for a run that its record names.
func (f Facts) FiledByWorkflow(request release.Request) bool {
	issue, _ := f.Issue.Get()
	return request.Run != "" && issue.Workflow.Same(issue.Author)
}

// Filled reports whether the workflow put the request into an issue that a
// person had opened as a form: it wrote the text, and the record names the run
// that it started for it. Where the edits are not known, it is not.
func (f Facts) Filled(request release.Request) bool {
	_, filled := f.filledAt(request)
	return filled
}

// filledAt is when the workflow wrote the text for the first time.
func (f Facts) filledAt(request release.Request) (first time.Time, filled bool) {
	issue, _ := f.Issue.Get()
	edits, _ := f.Edits.Get()
	if request.Run == "" || !issue.Author.Human() {
		return time.Time{}, false
	}
	for _, e := range edits {
		if issue.Workflow.Same(e.By) && (!filled || e.At.Before(first)) {
			first, filled = e.At, true
		}
	}
	return first, filled
}

// ThroughRun reports whether the request came by a run that its record names:
// only then is the run asked.
func (f Facts) ThroughRun(request release.Request) bool {
	return f.FiledByWorkflow(request) || f.Filled(request)
}

// answering reports whether a change of the issue is its author's, to a form
// that was no request at the time. GitHub tells times by the second: what came
// within the one in which it became a request may have come later.
func (q *question) answering(issue Issue, by release.Person, at time.Time) bool {
	if !issue.Author.Same(by) {
		return false
	}
	filled, ok := q.facts.filledAt(q.request)
	return q.facts.Record.Form || ok && at.Before(filled)
}

// asker is who asked for another request, as far as its record tells: its run is
// not read, but the workflow files nothing that a run does not attest.
func (s Sibling) asker(workflow release.Person) release.Person {
	if s.Run == "" || s.Asked == "" || !workflow.Same(s.Requester) {
		return s.Requester
	}
	if s.Asker.Known() {
		return s.Asker
	}
	return release.Person{Login: s.Asked}
}

// copied reports whether another request names a run, and nobody but a person
// says so: nothing is ever published from it.
func (s Sibling) copied(workflow release.Person) bool {
	return s.Run != "" && !s.Form && !workflow.Same(s.Requester)
}

// samePerson reports whether both asked as one. Whom only a record names is told
// by the login.
func samePerson(a, b release.Person) bool {
	if a.Known() && b.Known() {
		return a.Same(b)
	}
	return a.Login != "" && release.SameLogin(a.Login, b.Login)
}
