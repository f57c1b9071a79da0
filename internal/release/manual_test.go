package release

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	tagsRow    = regexp.MustCompile("With the tags (.*):")
	stepRow    = regexp.MustCompile("(?m)^\\| `gh release-request sdk ([a-z]+)(?: --base ([^`]+))?` \\| (?:`([^`]+)`|none.*) \\|$")
	quotedWord = regexp.MustCompile("`([^`]+)`")
)

// TestManual_countsAsTheProgramDoes holds the table of docs/versions.md to what
// its commands give.
func TestManual_countsAsTheProgramDoes(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "versions.md"))
	if err != nil {
		t.Fatal(err)
	}
	manual := strings.ReplaceAll(string(text), "\r\n", "\n")
	var tags []Version
	for _, word := range quotedWord.FindAllStringSubmatch(tagsRow.FindString(manual), -1) {
		tags = append(tags, Version(word[1]))
	}
	rows := stepRow.FindAllStringSubmatch(manual, -1)
	if len(tags) < 4 || len(rows) < 7 {
		t.Fatalf("there are %d tags and %d rows", len(tags), len(rows))
	}
	for _, row := range rows {
		step, ok := ParseStep(row[1])
		next, _, err := Semver{}.Next(step, SeriesOf(row[2]), tags)
		if !ok || string(next) != row[3] || (err != nil) != (row[3] == "") {
			t.Errorf("%s gives %q: %v", row[0], next, err)
		}
	}
}
