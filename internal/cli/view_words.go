package cli

import (
	"time"

	"github.com/release-request/gh-release-request/internal/inbox"
	"github.com/release-request/gh-release-request/internal/output"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

func heading(s *output.Streams, words string) { s.Printf("\n%s\n", s.Style(output.Strong, words)) }

// aside is a remark behind a word, if there is one.
func aside(why string) string {
	if why == "" {
		return ""
	}
	return " (" + why + ")"
}

// acknowledgement says whether a second person has looked at an emergency.
func acknowledgement(e policy.Emergency) string {
	if e.Acknowledged == nil {
		return "an exception until a second person sets the label " + policy.LabelAcknowledged
	}
	return policy.LabelAcknowledged + " by " + e.Acknowledged.By.Login
}

func targetStyle(s policy.TargetState) output.Style {
	switch s {
	case policy.TargetPublished, targetRehearsed:
		return output.Good
	case policy.TargetUnknown:
		return output.Bad
	}
	return output.Muted
}

// receiptWord is what a receipt came to.
func receiptWord(r record.Receipt) string {
	switch {
	case r.Verdict != nil:
		return string(r.Verdict.Decision)
	case r.Rehearsal() && (r.Result != nil && r.Result.State == release.Published || r.Closed != nil && r.Closed.State == release.Published):
		return string(release.Rehearsed)
	case r.Result != nil:
		return string(r.Result.State)
	case r.Closed != nil:
		return string(r.Closed.State)
	}
	return ""
}

// receiptJSON is one receipt for programs, with the comment that holds it.
type receiptJSON struct {
	Comment string         `json:"comment"` // URL
	At      time.Time      `json:"at"`
	Receipt record.Receipt `json:"receipt"`
}

func receiptsJSON(i inbox.Item) []receiptJSON {
	list := []receiptJSON{}
	for _, c := range receiptsOf(i) {
		list = append(list, receiptJSON{c.URL, c.Receipt.Receipt.At, c.Receipt.Receipt})
	}
	return list
}

func changelogOf(i inbox.Item) string {
	if i.Reading == nil {
		return ""
	}
	return i.Reading.Parsed.Changelog
}
