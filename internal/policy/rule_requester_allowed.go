package policy

import (
	"strings"

	"github.com/release-request/gh-release-request/internal/release"
)

// RuleRequesterAllowed passes when GitHub attests who asked, and they may.
const RuleRequesterAllowed = "requester-allowed"

// The reasons of RuleRequesterAllowed.
const (
	ReasonRunNotSupported    = "run-not-supported"
	ReasonRunNeeded          = "run-needed"
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
		{Code: ReasonRunNotSupported, Means: "The request was filed for a workflow run, which this version does not read.", Remedy: "Ask from the command line."},
		{Code: ReasonRunNeeded, Means: "The policy takes requests only from the project's own workflow (`requests.local: false`).", Remedy: "Start that workflow; it asks."},
		{Code: ReasonRequesterNoPerson, Means: "A bot filed the issue, or an account that is gone.", Remedy: "A person asks."},
		{Code: ReasonRequesterByApp, Means: "An App filed the issue in a person's name.", Remedy: "The person asks with `gh release-request`."},
		{Code: ReasonRequesterMismatch, Means: "The record names somebody else than who filed the issue.", Remedy: "Whoever wants the release asks for it."},
		{Code: ReasonRequesterNotListed, Means: "Who asked is not among `requests.requesters`.", Remedy: "Somebody on that list asks."},
		{Code: ReasonRequesterNoWrite, Means: "Who asked has no write access to the source repository now.", Remedy: "Somebody with write access asks."},
	},
}

func findRequesterAllowed(q *question) (o opinion) {
	if q.request.Run != "" {
		o.refuse(ReasonRunNotSupported, "requests of a workflow run are not supported yet")
		return o
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
	may := q.mayRequest(author)
	switch allowed, known := may.Get(); {
	case !known:
		o.unknown(may.Why())
	case !allowed && len(q.rules.Requests.Requesters) > 0:
		o.refuse(ReasonRequesterNotListed, "%s is not among %s", name(author), strings.Join(q.rules.Requests.Requesters, ", "))
	case !allowed:
		o.refuse(ReasonRequesterNoWrite, "%s has no write access to %s", name(author), q.request.Project)
	}
	o.pass("%s asked, and may", name(author))
	return o
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
