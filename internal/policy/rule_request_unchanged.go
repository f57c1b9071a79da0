package policy

import "github.com/release-request/gh-release-request/internal/release"

// RuleRequestUnchanged passes while nobody touched the request.
const RuleRequestUnchanged = "request-unchanged"

// The reasons of RuleRequestUnchanged.
const (
	ReasonEdited         = "edited"
	ReasonRenamed        = "renamed"
	ReasonReopened       = "reopened"
	ReasonReceiptMissing = "receipt-missing"
)

var requestUnchanged = rule{
	code:   RuleRequestUnchanged,
	passes: "nobody but the workflow edited or renamed the issue, or only its author and only while it was a form, which the workflow fills once; it was not reopened after it had ended, and no receipt is missing",
	asked:  ofAnyIssue,
	finish: true,
	find:   findRequestUnchanged,
	reasons: []Reason{
		{Code: ReasonEdited, Means: "Somebody edited the issue's text. What was approved may not be what it says now.", Remedy: "Ask again; a request is never edited."},
		{Code: ReasonRenamed, Means: "Somebody changed the issue's title.", Remedy: "Ask again; a request is never edited."},
		{Code: ReasonReopened, Means: "The issue was reopened after it was published, rejected or retracted.", Remedy: "Ask again."},
		{Code: ReasonReceiptMissing, Means: "A receipt of the workflow, or another of its comments, was deleted.", Remedy: "Ask again; the audit lists this one."},
	},
}

func findRequestUnchanged(q *question) (o opinion) {
	issue, _ := read(&o, "the issue", q.facts.Issue)
	edits, _ := read(&o, "the edits of the issue", q.facts.Edits)
	ledger, _ := read(&o, "the issue's timeline", q.facts.Ledger)
	written := 0
	for _, e := range edits {
		switch {
		case issue.Workflow.Same(e.By):
			written++
		case !q.answering(issue, e.By, e.At):
			o.refuse(ReasonEdited, "%s edited the text; ask again", name(e.By))
		}
	}
	if _, filled := q.facts.filledAt(q.request); q.facts.Record.Form && written > 0 || filled && written > 1 {
		// It fills a form, once. Any job of the central repository has its account,
		// and could have put other answers into somebody's form before that.
		o.refuse(ReasonEdited, "%s edited the form; ask again", name(issue.Workflow))
	}
	var ended *Receipt
	for _, e := range ledger {
		switch {
		case e.Kind == kindRenamed && !issue.Workflow.Same(e.Actor) && !q.answering(issue, e.Actor, e.At):
			o.refuse(ReasonRenamed, "%s changed the title; ask again", name(e.Actor))
		case e.Kind == kindReopened && ended != nil:
			o.refuse(ReasonReopened, "%s reopened it after it had ended as %s; ask again", name(e.Actor), ended.State)
		case e.Kind == kindCommentDeleted && (issue.Workflow.Same(e.CommentBy) || !e.CommentBy.Known()):
			o.refuse(ReasonReceiptMissing, "%s deleted a comment of the workflow; ask again", name(e.Actor))
		case e.Receipt != nil && e.Receipt.Missing:
			o.refuse(ReasonReceiptMissing, "a receipt of the workflow is missing; ask again")
		case e.Receipt != nil && e.Receipt.ofAnother(q.facts.Record):
			o.refuse(ReasonEdited, "it held another record, of digest %s, when the workflow last decided about it; ask again", e.Receipt.Digest.Short())
		}
		if e.Receipt != nil && e.Receipt.final() {
			ended = e.Receipt
		}
	}
	o.pass("nobody changed it")
	return o
}

// ofAnother reports whether a receipt is about another record than the one that
// stands there now: some of that one may be out. Any job of the central
// repository can edit as the workflow does.
func (r Receipt) ofAnother(now Record) bool {
	return !r.Digest.IsZero() && !now.Digest.IsZero() && r.Digest != now.Digest
}

// final reports whether a receipt says that the request ended for good. One
// that does not say how is taken to.
func (r Receipt) final() bool {
	if r.Kind != ReceiptClosed {
		return false
	}
	switch r.State {
	case release.Expired, release.Superseded:
		return false
	}
	return true
}
