package record

import (
	"errors"
	"fmt"

	"github.com/release-request/gh-release-request/internal/release"
)

// The titles of the two notices by which a run of a source repository attests a
// request: its record, and the changelog that the record names by its SHA-256.
// There is no second notice where there is no changelog.
const (
	AttestationTitle = "release-request"
	ChangelogTitle   = "release-request-changelog"
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
