package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// ReceiptSchema is the number of a receipt's wording that this program writes.
const ReceiptSchema = 1

const receiptMarker = "release-request-receipt"

// Receipt is a statement that the central repository's workflow leaves on a
// request, as a comment that is never edited. It holds everything that its text
// for people says. Of Verdict, Result and Closed it has the one that its kind
// names.
type Receipt struct {
	Schema   int            `json:"schema"`
	Kind     string         `json:"kind"`              // policy.ReceiptVerdict, ReceiptResult or ReceiptClosed
	Number   int            `json:"number"`            // of the issue that it stands on
	Request  release.Digest `json:"request"`           // zero for an issue without a record
	Release  string         `json:"release"`           // of that record, see ReleaseOf; the request is found by it, whatever becomes of its title
	Previous release.Digest `json:"previous,omitzero"` // of the receipt before this one, zero for the first
	Policy   string         `json:"policy"`            // commit at which the policy was read
	Run      string         `json:"run"`               // ID/ATTEMPT of the workflow run that left it
	URL      string         `json:"url"`               // of that attempt
	At       time.Time      `json:"at"`

	Verdict    *policy.Verdict `json:"verdict,omitempty"`
	Unlabelled []string        `json:"unlabelled,omitempty"` // labels that the verdict took off
	Next       []string        `json:"next,omitempty"`       // Advice about the verdict, in Markdown of our own
	Result     *Result         `json:"result,omitempty"`
	Closed     *Closed         `json:"closed,omitempty"`
}

// Result is what became of the targets, and of the work after them.
type Result struct {
	State      release.State  `json:"state"` // Published, MergeByHand, Failed or Unknown
	Rehearsal  bool           `json:"rehearsal"`
	Targets    []TargetResult `json:"targets"` // all of the record's, in its order
	Tag        string         `json:"tag"`     // that stands at the commit; empty for none
	Merge      Merge          `json:"merge"`
	Exceptions []string       `json:"exceptions"` // what an auditor has to look at; may hold text of others
}

// TargetResult is what became of one target.
type TargetResult struct {
	Name  string             `json:"name"`
	State policy.TargetState `json:"state"`
	Run   int64              `json:"run"` // that published it, or failed to; 0 for none
	URL   string             `json:"url"` // of that run's job; empty for none
	Why   string             `json:"why"` // it is not published; may hold text of others
}

// Merge is what became of the base and the release branch.
type Merge struct {
	Base    string `json:"base"`
	Merged  bool   `json:"merged"`  // the base holds the commit
	Pull    string `json:"pull"`    // URL of the pull request to merge by hand; empty for none
	Deleted bool   `json:"deleted"` // the release branch is gone
}

// Closed says why a request is over.
type Closed struct {
	State     release.State  `json:"state"`
	Rehearsal bool           `json:"rehearsal"`
	By        release.Person `json:"by"`     // who ended it; unknown for the workflow
	Reason    string         `json:"reason"` // in the words of that person; empty for none
}

// Rehearsal reports whether the receipt tells of a rehearsal, of which nothing
// gets out.
func (r Receipt) Rehearsal() bool {
	switch {
	case r.Verdict != nil:
		return r.Verdict.Rehearsal
	case r.Result != nil:
		return r.Result.Rehearsal
	}
	return r.Closed != nil && r.Closed.Rehearsal
}

// RenderReceipt returns the comment. Schema is filled in; times become UTC.
func RenderReceipt(r Receipt) (string, error) {
	r.Schema = ReceiptSchema
	r.At = r.At.UTC()
	if r.Verdict != nil {
		v := *r.Verdict
		v.At = v.At.UTC()
		r.Verdict = &v
	}
	if err := r.check(); err != nil {
		return "", fmt.Errorf("receipt: %w", err)
	}
	raw, err := json.Marshal(r)
	if err != nil {
		return "", fmt.Errorf("receipt: %w", err)
	}
	text := r.text() + "\n\n" + comment(receiptMarker, inert(raw))
	if err := checkLength("comment", text, maxBody); err != nil {
		return "", fmt.Errorf("receipt: %w", err)
	}
	return text, nil
}

// inert writes JSON in visible ASCII without @ and backtick: text of others in
// it can mention nobody, and nothing of it gets lost on its way through GitHub.
func inert(raw []byte) []byte {
	out := make([]byte, 0, len(raw))
	for _, r := range string(raw) {
		switch {
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		case r >= 0x7f, r == '@', r == '`':
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			out = append(out, byte(r))
		}
	}
	return out
}

// Found is a receipt as it stands on an issue.
type Found struct {
	Receipt Receipt
	Digest  release.Digest // of its JSON's bytes: what the next receipt names
}

// ErrNoReceipt says that a comment does not even claim to be a receipt.
var ErrNoReceipt = errors.New("the comment is no receipt")

// ErrNewer says that a receipt is written in a schema that this program does not
// know yet: what it holds cannot be told.
var ErrNewer = errors.New("the receipt is written by a newer version of this program")

// ParseReceipt reads a comment. It counts only if the whole comment is what
// RenderReceipt makes of what it holds; any other error than ErrNoReceipt and
// ErrNewer means that it looks like a receipt and is none. Whose comment it is, and whether it
// was edited, is for the caller to ask GitHub.
func ParseReceipt(body string) (Found, error) {
	text := normalise(body)
	_, last, _ := cutLast(text, "\n")
	raw, ok := cutComment(last, receiptMarker)
	switch {
	case !ok && strings.Contains(text, "<!-- "+receiptMarker):
		return Found{}, errors.New("the comment holds the mark of a receipt elsewhere than in its last line")
	case !ok:
		return Found{}, ErrNoReceipt
	}
	var probe struct {
		Schema int `json:"schema"`
	}
	if json.Unmarshal(raw, &probe) == nil && probe.Schema > ReceiptSchema {
		return Found{}, fmt.Errorf("%w, in schema %d; this one knows schema %d", ErrNewer, probe.Schema, ReceiptSchema)
	}
	var r Receipt
	if err := json.Unmarshal(raw, &r); err != nil {
		return Found{}, fmt.Errorf("the receipt cannot be read: %w", err)
	}
	if r.Schema != ReceiptSchema {
		return Found{}, fmt.Errorf("the receipt is written in schema %d, and this program knows schema %d", r.Schema, ReceiptSchema)
	}
	want, err := RenderReceipt(r)
	if err != nil {
		return Found{}, err
	}
	if text != want {
		return Found{}, fmt.Errorf("line %d of the comment is not what the receipt makes it", firstDifference(text, want))
	}
	return Found{Receipt: r, Digest: release.DigestOf(raw)}, nil
}

// Missing returns the digests that receipts of one issue name as the one before
// them and that none of the receipts has.
func Missing(found []Found) []release.Digest {
	there := map[release.Digest]bool{{}: true}
	for _, f := range found {
		there[f.Digest] = true
	}
	var missing []release.Digest
	for _, f := range found {
		if previous := f.Receipt.Previous; !there[previous] {
			missing = append(missing, previous)
			there[previous] = true
		}
	}
	return missing
}

// addressForm is an address that can stand in a Markdown link as it is.
var addressForm = regexp.MustCompile(`^https://[A-Za-z0-9._~:/?#@!$&*+,;=%-]+$`)

func (r Receipt) check() error {
	parts := map[string]bool{policy.ReceiptVerdict: r.Verdict != nil, policy.ReceiptResult: r.Result != nil, policy.ReceiptClosed: r.Closed != nil}
	for kind, there := range parts {
		if there != (kind == r.Kind) {
			return fmt.Errorf("one of kind %q holds its own part, and no other", r.Kind)
		}
	}
	addresses := []string{r.URL}
	switch {
	case r.Verdict != nil:
		for _, f := range r.Verdict.Findings {
			addresses = append(addresses, f.Links...)
		}
	case r.Result != nil:
		for _, t := range r.Result.Targets {
			addresses = append(addresses, t.URL)
		}
		addresses = append(addresses, r.Result.Merge.Pull)
		if _, ok := resultHeads[r.Result.State]; !ok {
			return fmt.Errorf("%q is not how publishing can end", r.Result.State)
		}
	case r.Closed != nil:
		if _, ok := closedHeads[r.Closed.State]; !ok {
			return fmt.Errorf("%q is not how a request can be over", r.Closed.State)
		}
	}
	for i, address := range addresses {
		if (i == 0 || address != "") && !addressForm.MatchString(address) {
			return fmt.Errorf("%q is no address that can be linked to", address)
		}
	}
	_, err := release.ParseRun(r.Run)
	return err
}
