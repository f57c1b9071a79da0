package policy

import (
	"strings"

	"github.com/release-request/gh-release-request/internal/release"
)

// RuleRequesterAllowed passes when GitHub attests who asked, and they may.
const RuleRequesterAllowed = "requester-allowed"

// The reasons of RuleRequesterAllowed.
const (
	ReasonRunNeeded          = "run-needed"
	ReasonRunByHand          = "run-by-hand"
	ReasonRunAttestsNot      = "run-attests-not"
	ReasonRunFiled           = "run-filed-already"
	ReasonRequesterNoPerson  = "requester-not-a-person"
	ReasonRequesterByApp     = "requester-by-app"
	ReasonRequesterMismatch  = "requester-mismatch"
	ReasonRequesterNotListed = "requester-not-listed"
	ReasonRequesterNoWrite   = "requester-without-write"
)

var requesterAllowed = rule{
	code:   RuleRequesterAllowed,
	passes: "GitHub attests that the person named in the record asked, and that person may",
	asked:  ofAProject,
	find:   findRequesterAllowed,
	reasons: []Reason{
		{Code: ReasonRunNeeded, Means: "The policy takes requests only from the project's own workflow (`requests.local: false`).", Remedy: "Start that workflow, with `gh release-request PROJECT VERSION --via workflow` or in the browser; it asks."},
		{Code: ReasonRunByHand, Means: "The record names a workflow run, but the central repository's workflow neither filed the issue nor put the record into it: it alone says what a run asked for.", Remedy: "Leave it to that workflow: it files what a run asked for by itself."},
		{Code: ReasonRunAttestsNot, Means: "GitHub does not attest that the run asked for this: it is of another workflow file, repository, branch or event, or left another record or none; or it was started for another form, by another than the central repository's workflow, or before the form was last changed.", Remedy: "Start the project's release workflow on the default branch, or ask with the form once more."},
		{Code: ReasonRunFiled, Means: "What the run asked for was filed before, under a lower number.", Remedy: "Use that one, or start the workflow anew."},
		{Code: ReasonRequesterNoPerson, Means: "A bot filed the issue or started the run, or an account that is gone.", Remedy: "A person asks."},
		{Code: ReasonRequesterByApp, Means: "An App filed the issue in a person's name.", Remedy: "The person asks with `gh release-request`."},
		{Code: ReasonRequesterMismatch, Means: "The record names somebody else than who filed the issue, or who started the run.", Remedy: "Whoever wants the release asks for it."},
		{Code: ReasonRequesterNotListed, Means: "Who asked is not among `requests.requesters`.", Remedy: "Somebody on that list asks."},
		{Code: ReasonRequesterNoWrite, Means: "Who asked has no write access to the source repository now.", Remedy: "Somebody with write access asks."},
	},
}

func findRequesterAllowed(q *question) (o opinion) {
	if q.request.Run != "" {
		return q.findAskedByRun()
	}
	if !q.rules.Requests.Local {
		o.refuse(ReasonRunNeeded, "the policy takes requests only from the project's workflow")
	}
	issue, ok := read(&o, "the issue", q.facts.Issue)
	if !ok {
		return o
	}
	author := issue.Author
	switch {
	case !author.Human():
		o.refuse(ReasonRequesterNoPerson, "%s filed it, which is no person", name(author))
		return o
	case issue.App != "":
		o.refuse(ReasonRequesterByApp, "the App %q filed it for %s", issue.App, name(author))
	case !release.SameLogin(author.Login, q.request.Requester):
		o.refuse(ReasonRequesterMismatch, "%s filed it, the record says %q", name(author), q.request.Requester)
	}
	q.judgeRequester(&o, author)
	return o
}

// judgeRequester says whether a person may ask.
func (q *question) judgeRequester(o *opinion, who release.Person) {
	may := q.mayRequest(who)
	switch allowed, known := may.Get(); {
	case !known:
		o.unknown(may.Why())
	case !allowed && len(q.rules.Requests.Requesters) > 0:
		o.refuse(ReasonRequesterNotListed, "%s is not among %s", name(who), strings.Join(q.rules.Requests.Requesters, ", "))
	case !allowed:
		o.refuse(ReasonRequesterNoWrite, "%s has no write access to %s", name(who), q.request.Project)
	}
	o.pass("%s asked, and may", name(who))
}

// findAskedByRun judges a request whose record names a run of the source
// repository.
func (q *question) findAskedByRun() (o opinion) {
	issue, ok := read(&o, "the issue", q.facts.Issue)
	if !ok {
		return o
	}
	edits, told := read(&o, "the edits of the issue", q.facts.Edits)
	filled := q.facts.Filled(q.request)
	switch {
	case q.facts.FiledByWorkflow(q.request):
		q.judgeReplay(&o, issue)
	case !told:
		return o
	case !filled:
		o.refuse(ReasonRunByHand, "%s filed it, and only the workflow of the central repository files what a run asked for", name(issue.Author))
		return o
	}
	run, ok := read(&o, "what run "+q.request.Run+" attests", q.facts.SourceRun)
	switch {
	case !ok:
	case !run.Attests:
		o.refuse(ReasonRunAttestsNot, "run %s does not attest it: %s", q.request.Run, run.Why)
	case filled:
		q.judgeForm(&o, issue, edits, run)
	case run.Issue != 0:
		o.refuse(ReasonRunAttestsNot, "run %s was started for the form #%d, and may ask in no other issue", q.request.Run, run.Issue)
	case run.Scheduled && q.request.Requester == "":
		o.pass("run %s asked, which a schedule started", q.request.Run)
		for _, again := range run.Starters { // its time was theirs to choose
			q.judgeRequester(&o, again)
		}
	case run.Scheduled:
		o.refuse(ReasonRequesterMismatch, "a schedule started run %s, the record says %q", q.request.Run, q.request.Requester)
	case !run.Requester.Human():
		o.refuse(ReasonRequesterNoPerson, "%s started run %s, which is no person", name(run.Requester), q.request.Run)
	case !release.SameLogin(run.Requester.Login, q.request.Requester):
		o.refuse(ReasonRequesterMismatch, "%s started run %s, the record says %q", name(run.Requester), q.request.Run, q.request.Requester)
	default:
		q.judgeRequester(&o, run.Requester)
	}
	return o
}

// judgeForm judges a request that the workflow put into a person's form. The run
// says for which form it was started, and who asks is who opened that; it must
// have begun after their last word on it, by the key that only the workflow holds
// which reads the form: so it is what they wanted, whoever wrote the text since.
func (q *question) judgeForm(o *opinion, issue Issue, edits []Edit, run SourceRun) {
	byKey, told := read(o, "whose account started run "+q.request.Run, run.ByKey)
	author := issue.Author
	last := issue.CreatedAt
	for _, e := range edits {
		if author.Same(e.By) && e.At.After(last) {
			last = e.At
		}
	}
	switch {
	case run.Issue != issue.Number:
		o.refuse(ReasonRunAttestsNot, "run %s was not started for this form", q.request.Run)
	case run.Scheduled:
		o.refuse(ReasonRunAttestsNot, "a schedule started run %s, and not this form", q.request.Run)
	case told && !byKey:
		o.refuse(ReasonRunAttestsNot, "run %s was not started by the central repository's workflow, which alone starts one for a form", q.request.Run)
	case !last.Before(run.Began):
		o.refuse(ReasonRunAttestsNot, "run %s began before %s last changed the form", q.request.Run, name(author))
	case issue.App != "":
		o.refuse(ReasonRequesterByApp, "the App %q filed it for %s", issue.App, name(author))
	case !release.SameLogin(author.Login, q.request.Requester):
		o.refuse(ReasonRequesterMismatch, "%s filed it, the record says %q", name(author), q.request.Requester)
	default:
		q.judgeRequester(o, author)
	}
}

// judgeReplay refuses what was filed for the same attempt before, whatever
// became of that. What anybody else filed is none of the run's.
func (q *question) judgeReplay(o *opinion, issue Issue) {
	siblings, _ := read(o, "the other requests for this version", q.facts.SameTitle)
	for _, other := range siblings {
		if other.Number < issue.Number && other.Digest == q.facts.Record.Digest && issue.Workflow.Same(other.Requester) {
			o.refuse(ReasonRunFiled, "what run %s asked for was filed as #%d", q.request.Run, other.Number)
		}
	}
}

// mayRequest reports whether a person may ask for releases of the project.
func (q *question) mayRequest(p release.Person) Fact[bool] {
	if !p.Human() {
		return Known(false)
	}
	if list := q.rules.Requests.Requesters; len(list) > 0 {
		return q.facts.listed(p, list)
	}
	fact := q.facts.role(p, inSource)
	role, known := fact.Get()
	if !known {
		return Withheld[bool](gap("the role of "+name(p)+" in the source repository", fact.Why()))
	}
	return Known(role.Push)
}
