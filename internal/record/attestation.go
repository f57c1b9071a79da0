package record

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/release-request/gh-release-request/internal/release"
)

// The titles of the notices by which a run of a source repository attests a
// request: its record, the changelog that the record names by its SHA-256, and
// the number of the issue whose form was the reason. There is no second notice
// where there is no changelog, and no third where there was no form.
const (
	AttestationTitle = "release-request"
	ChangelogTitle   = "release-request-changelog"
	IssueTitle       = "release-request-issue"
)

// Attestation returns the message of the notice that attests a request: the
// record's JSON, as it will stand in the issue. changelog is the result of
// CutForNotice. The error lists everything that stands against it.
func Attestation(request release.Request, changelog string, web Host) (message string, err error) {
	var problems []error
	for _, p := range check(request, changelog, web) {
		problems = append(problems, errors.New(p.Sentence))
	}
	if request.Run == "" {
		problems = append(problems, errors.New("the record names no run, and only a run can attest one"))
	}
	if CutForNotice(changelog) != changelog {
		problems = append(problems, fmt.Errorf("the changelog is longer than an annotation holds: %d bytes", maxNotice))
	}
	message = string(encode(request))
	if len(message) > maxNotice {
		problems = append(problems, fmt.Errorf("the record has %d bytes, and an annotation holds %d", len(message), maxNotice))
	}
	if len(problems) > 0 {
		return "", errors.Join(problems...)
	}
	return message, nil
}

// ParseAttestation reads the message of a notice titled AttestationTitle.
// Either there are problems, or the message is what Attestation makes of the
// result.
func ParseAttestation(message string) (release.Request, []Problem) {
	request, problems := decode([]byte(message))
	if len(problems) > 0 {
		return release.Request{}, problems
	}
	if request.Run == "" {
		return release.Request{}, []Problem{{ProblemValue, "run: it is empty, and only a run can attest a request"}}
	}
	return request, nil
}

// AttestIssue returns the message of the notice titled IssueTitle.
func AttestIssue(number int) string { return strconv.Itoa(number) }

// ParseIssue reads it back; false for anything that AttestIssue does not write.
func ParseIssue(message string) (number int, ok bool) {
	number, err := strconv.Atoi(message)
	return number, err == nil && number > 0 && AttestIssue(number) == message
}

// Filled is a record that a run left for a form, as it stands in the form's
// issue: asked for by its author. A run is told of no person, so it names none.
func Filled(attested release.Request, author string) (release.Request, release.Digest) {
	attested.Requester = author
	return attested, release.DigestOf(encode(attested))
}
