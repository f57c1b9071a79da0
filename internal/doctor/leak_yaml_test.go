package doctor

import (
	"strings"
	"testing"
)

// A file that somebody wrote for it must not take a look's time and memory away
// from all other files.
func TestParseDocument_seesThroughWhatHidesHowMuchThereIs(t *testing.T) {
	for name, c := range map[string]struct{ text, says string }{
		"a bracket in double quotes closes nothing": {strings.Repeat("\"}\" : [", 30_000), "nested more than 100 deep"},
		"a bracket in single quotes closes nothing": {strings.Repeat("[ '}', ", 30_000), "nested more than 100 deep"},
		"a bracket in a remark closes nothing":      {strings.Repeat("[ #}\n", 9_000), "nested more than 100 deep"},
		"a carriage return ends a line":             {strings.Repeat("k: v\r", 20_000), "more than 10000 lines"},
	} {
		if _, err := parseDocument(c.text); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := parseDocument(strings.Repeat("# ${{ [ {\r\n", 9_000) + "on: push\r\n"); err != nil {
		t.Errorf("what is only said to be deep: %v", err)
	}
}
