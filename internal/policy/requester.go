package policy

import "github.com/release-request/gh-release-request/internal/release"

// requester is who asked for the request: the author of an issue that a person
// filed; for one that the workflow filed, who started the run that asked, as
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
// the request for a run that its record names: only then is the run asked.
func (f Facts) FiledByWorkflow(request release.Request) bool {
	issue, _ := f.Issue.Get()
	return request.Run != "" && issue.Workflow.Same(issue.Author)
}

// asker is who asked for another request, as far as its record tells: its run is
// not read, but the workflow files nothing that a run does not attest.
func (s Sibling) asker(workflow release.Person) release.Person {
	if s.Run == "" || s.Asked == "" || !workflow.Same(s.Requester) {
		return s.Requester
	}
	return release.Person{Login: s.Asked}
}

// copied reports whether another request names a run, and nobody but a person
// says so: nothing is ever published from it.
func (s Sibling) copied(workflow release.Person) bool {
	return s.Run != "" && !workflow.Same(s.Requester)
}

// samePerson reports whether both asked as one. Whom only a record names is told
// by the login.
func samePerson(a, b release.Person) bool {
	if a.Known() && b.Known() {
		return a.Same(b)
	}
	return a.Login != "" && release.SameLogin(a.Login, b.Login)
}
