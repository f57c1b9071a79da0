package record

import (
	"fmt"
	"strings"

	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// text is the part for people, in the wording of schema 1. It says nothing
// that the receipt does not hold.
func (r Receipt) text() string {
	var paragraphs []string
	switch {
	case r.Verdict != nil:
		paragraphs = verdictText(*r.Verdict, r.Next)
		if off := unlabelled(r.Unlabelled); off != "" {
			paragraphs = append(paragraphs, off)
		}
	case r.Result != nil:
		paragraphs = r.Result.text(r.Number)
	case r.Closed != nil:
		paragraphs = r.Closed.text()
	}
	run, _ := release.ParseRun(r.Run) // checked before
	footer := fmt.Sprintf("[Run %d, attempt %d](%s)", run.ID, run.Attempt, r.URL)
	if !r.Request.IsZero() {
		footer += fmt.Sprintf(" · record `%s`", r.Request.Short())
	}
	if r.Release != "" {
		footer += " · " + code(r.Release)
	}
	if r.Policy != "" {
		footer += " · policy at " + code(short(r.Policy))
	}
	return strings.Join(append(paragraphs, footer), "\n\n")
}

// verdictText says what the gate decided, what is against the request, and
// what to do.
func verdictText(v policy.Verdict, next []string) []string {
	paragraphs := []string{verdictHead(v)}
	if against := findings(v.Against()); against != "" {
		paragraphs = append(paragraphs, against)
	}
	if excused := findings(v.Excused()); excused != "" {
		paragraphs = append(paragraphs, "What the emergency passes over:\n\n"+excused,
			"Until a second person sets the label `acknowledged`, the audit lists this as an exception.")
	}
	for _, s := range v.Settlements {
		paragraphs = append(paragraphs, settled(s))
	}
	if len(next) > 0 {
		paragraphs = append(paragraphs, "What to do:\n\n- "+strings.Join(next, "\n- "))
	}
	return paragraphs
}

func verdictHead(v policy.Verdict) string {
	var by []string
	for _, a := range v.Approvals {
		by = append(by, code(a.By.Login))
	}
	approved := "Nobody's approval was needed."
	if len(by) > 0 {
		approved = "Approved by " + strings.Join(by, ", ") + "."
	}
	if v.Emergency != nil {
		approved = "Emergency by " + code(v.Emergency.By.Login) + "."
	}
	var left []string
	for _, name := range v.Left {
		left = append(left, code(name))
	}
	switch {
	case v.Rehearsal && v.Decision == policy.Publish:
		return "**Rehearsing " + strings.Join(left, ", ") + ". Nothing is published.** " + approved
	case v.Rehearsal && v.Decision == policy.Finish:
		return "**Every target is rehearsed, nothing was published.** The closing of this issue is left."
	}
	switch v.Decision {
	case policy.Publish:
		return "**Publishing " + strings.Join(left, ", ") + ".** " + approved
	case policy.Finish:
		return "**Every target is published.** The tag, the merge and the closing of this issue are left."
	case policy.Wait:
		return "**Waiting.** Nothing is published yet."
	}
	return "**Refused.** Nothing is published as it stands, and the approvals so far are spent."
}

func settled(s policy.Settlement) string {
	as := "published"
	if s.State == policy.TargetLeft {
		as = "not published"
	}
	return fmt.Sprintf("Nobody could tell whether %s was out; %s has looked: it is %s.", code(s.Target), code(s.By.Login), as)
}

// unlabelled says which labels can be set again, now that they are off.
func unlabelled(labels []string) string {
	var names []string
	for _, l := range labels {
		names = append(names, code(l))
	}
	switch len(names) {
	case 0:
		return ""
	case 1:
		return "The label " + names[0] + " was taken off, so that it can be set again."
	}
	return "The labels " + strings.Join(names, " and ") + " were taken off, so that they can be set again."
}

// findings lists rules that did not pass, each with the code of its reason.
func findings(against []policy.Finding) string {
	var lines []string
	for _, f := range against {
		line := "- " + code(f.Rule)
		if f.Reason != f.Rule {
			line += " (" + code(f.Reason) + ")"
		}
		if f.Outcome == policy.WaitFor {
			line += " waits"
		}
		line += ": " + Quote(f.Sentence)
		for _, link := range f.Links {
			line += " <" + link + ">"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

var resultHeads = map[release.State]string{
	release.Published:   "**Published.**",
	release.MergeByHand: "**Published. The merge has to be done by hand.**",
	release.Failed:      "**Not everything is published.**",
	release.Unknown:     "**It is not known whether everything is published.**",
}

func (r Result) text(number int) []string {
	head, again := resultHeads[r.State], "To publish only what is left"
	if r.Rehearsal {
		head, again = "**Rehearsal: nothing was published.**", "To rehearse what is left"
	}
	var targets, left, unknown []string
	for _, t := range r.Targets {
		targets = append(targets, "- "+t.text(r.Rehearsal))
		switch t.State {
		case policy.TargetLeft:
			left = append(left, code(t.Name))
		case policy.TargetUnknown:
			unknown = append(unknown, t.Name)
		}
	}
	paragraphs := []string{head, strings.Join(targets, "\n")}
	if after := r.after(); after != "" {
		paragraphs = append(paragraphs, after)
	}
	for _, exception := range r.Exceptions {
		paragraphs = append(paragraphs, "**Exception:** "+Quote(exception))
	}
	for _, name := range unknown {
		paragraphs = append(paragraphs, fmt.Sprintf("An approver looks whether %s is out, and settles it: `gh release-request retry %d --published %s`, or `--missing %s`.", code(name), number, name, name))
	}
	switch {
	case len(left) == 0:
	case len(unknown) > 0:
		paragraphs = append(paragraphs, fmt.Sprintf("The rest (%s) follows once that is settled.", strings.Join(left, ", ")))
	default:
		paragraphs = append(paragraphs, fmt.Sprintf("%s (%s): `gh release-request retry %d`.", again, strings.Join(left, ", "), number))
	}
	return paragraphs
}

func (t TargetResult) text(rehearsal bool) string {
	done := "published"
	if rehearsal {
		done = "rehearsed"
	}
	line := code(t.Name) + ": "
	switch t.State {
	case policy.TargetPublished:
		line += done
	case policy.TargetLeft:
		line += "not " + done
	default:
		line += "not known"
	}
	if t.URL != "" {
		line += fmt.Sprintf(" ([job](%s))", t.URL)
	}
	if t.Why != "" {
		line += ", " + Quote(t.Why)
	}
	return line
}

// after says what was done once the targets were out.
func (r Result) after() string {
	var said []string
	if r.Tag != "" {
		said = append(said, "The tag "+code(r.Tag)+" stands at the commit.")
	}
	switch {
	case r.Merge.Merged:
		said = append(said, "The commit is merged into "+code(r.Merge.Base)+".")
	case r.Merge.Pull != "":
		said = append(said, fmt.Sprintf("%s is protected: [merge this pull request](%s).", code(r.Merge.Base), r.Merge.Pull))
	}
	if r.Merge.Deleted {
		said = append(said, "The release branch is deleted.")
	}
	return strings.Join(said, " ")
}

var closedHeads = map[release.State]string{
	release.Published:   "Done: published",
	release.MergeByHand: "Done: published, to be merged by hand",
	release.Retracted:   "Taken back",
	release.Rejected:    "Rejected",
	release.Superseded:  "Superseded by a newer request",
	release.Changed:     "Changed after it was filed, ask again",
	release.Expired:     "Expired: it was not approved in time",
}

func (c Closed) text() []string {
	head := closedHeads[c.State]
	if c.Rehearsal && (c.State == release.Published || c.State == release.MergeByHand) {
		head = "Done: rehearsed, nothing was published"
	}
	if c.By.Known() {
		head += " (" + code(c.By.Login) + ")"
	}
	said := "**" + head + ".**"
	if c.Reason != "" {
		said += " " + Quote(c.Reason)
	}
	return []string{said}
}

func short(commit string) string { return commit[:min(12, len(commit))] }
