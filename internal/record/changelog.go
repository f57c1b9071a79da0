package record

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/release-request/gh-release-request/internal/plain"
	"github.com/release-request/gh-release-request/internal/release"
)

// maxChangelog bounds a changelog with its fences, in bytes: the rest of the
// issue needs room too.
const maxChangelog = 48 << 10

// maxNotice is how long the message of an annotation can be: GitHub's runner
// drops what exceeds 4,096 UTF-16 code units, and no text has more of those
// than bytes.
// https://github.com/actions/runner/blob/main/src/Runner.Worker/ExecutionContext.cs
const maxNotice = 4096

// CutChangelog returns a changelog as an issue can show it: lines end in LF
// without white space before it, no blank lines at either end, whatever would
// not show as itself written out (a line that reads otherwise than it is would
// be approved blind), and no longer than fits; what had to be cut is said in
// the last line. Cutting again changes nothing.
func CutChangelog(text string) string { return cutTo(maxChangelog, "an issue", text) }

// CutForNotice is CutChangelog for a source run, which hands a changelog on in
// an annotation.
func CutForNotice(text string) string { return cutTo(maxNotice, "an annotation", text) }

func cutTo(limit int, place, text string) string {
	lines := strings.Split(plain.Text(text), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t")
	}
	text = strings.Trim(strings.Join(lines, "\n"), "\n")
	if size(text) <= limit {
		return text
	}
	return cut(limit, place, text)
}

// cut keeps as many whole lines as fit beside the line that tells of the rest,
// or as much of the first line as fits.
func cut(limit int, place, text string) string {
	const reserve = 100 // for the telling line
	lines := strings.Split(text, "\n")
	kept, bytes, ticks := 0, 0, 2
	for ; kept < len(lines); kept++ {
		bytes += len(lines[kept]) + 1
		ticks = max(ticks, longestRun(lines[kept]))
		if bytes+2*(ticks+1)+reserve > limit {
			break
		}
	}
	if kept == 0 {
		third := (limit - reserve) / 3 // fits even if it is backticks, twice more in the fences
		end := third - 1
		for !utf8.RuneStart(lines[0][end]) {
			end--
		}
		head := strings.TrimRight(lines[0][:end], " \t\u200d") // a joiner at the end joins nothing, see plain.Text
		return head + fmt.Sprintf("\n[cut here: %d bytes of this line and %d more lines do not fit into %s]", len(lines[0])-len(head), len(lines)-1, place)
	}
	head := strings.TrimRight(strings.Join(lines[:kept], "\n"), "\n")
	return head + fmt.Sprintf("\n[cut here: %d more lines do not fit into %s]", len(lines)-kept, place)
}

// HashChangelog returns the SHA-256, in hex, of a changelog as shown.
func HashChangelog(shown string) string {
	sum := sha256.Sum256([]byte(shown))
	return hex.EncodeToString(sum[:])
}

func checkChangelog(request release.Request, changelog string) error {
	switch {
	case CutChangelog(changelog) != changelog:
		return errors.New("the changelog is longer than an issue shows, or holds characters that do not show as themselves")
	case HashChangelog(changelog) != request.Changelog:
		return errors.New("the changelog is not the one that the record names by its SHA-256")
	}
	return nil
}

// noChangelog stands where there is nothing to fence.
const noChangelog = "None was given."

// block returns the changelog between fences that nothing inside can close.
func block(changelog string) string {
	if changelog == "" {
		return noChangelog
	}
	fence := fenceFor(changelog)
	return fence + "\n" + changelog + "\n" + fence
}

// changelogIn returns what stands between the fences under the last heading of
// a body that Render wrote. Of any other body it returns something that
// composes to another text.
func changelogIn(body string) string {
	_, last, _ := strings.Cut(body, "\n"+changelogHeading+"\n\n")
	_, inside, _ := strings.Cut(last, "\n")
	inside, _, found := cutLast(inside, "\n")
	if !found {
		return ""
	}
	return inside
}

func fenceFor(text string) string {
	return strings.Repeat("`", max(2, longestRun(text))+1)
}

func longestRun(text string) int {
	longest, run := 0, 0
	for i := range len(text) {
		if text[i] != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

func size(text string) int { return len(text) + 2*len(fenceFor(text)) }
