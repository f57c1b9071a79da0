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
		"an anchor is what it was last":             {"x: &s [run: npm publish]\njobs: {a: {steps: *s}}\nz: &s q", `the anchor "s" is there twice`},
	} {
		if _, err := parseDocument(c.text); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := parseDocument(strings.Repeat("# ${{ [ {\r\n", 9_000) + "on: push\r\n"); err != nil {
		t.Errorf("what is only said to be deep: %v", err)
	}
}

// YAML has more than one way to write a word.
func TestScan_readsWhatIsWrittenUnusually(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a key with a mark":    {"jobs:\n  a:\n    steps:\n      - ? run\n        : npm publish\n", publishStep.code},
		"a key by an alias":    {"x: &r run\njobs: {a: {steps: [{*r : npm publish}]}}", publishStep.code},
		"a key with escapes":   {"jobs: {a: {steps: [{\"r\\x75n\": npm publish}]}}", publishStep.code},
		"a value with a tag":   {"jobs: {a: {steps: [{run: !!str npm publish}]}}", publishStep.code},
		"an event that folds":  {"on: >-\n  pull_request_target\n", targetTrigger.code},
		"an event as a block":  {"on:\n  - |\n    pull_request_target\n", targetTrigger.code},
		"an event by an alias": {"x: &p pull_request_target\non: {*p : {}}", targetTrigger.code},
	} {
		if got := scan(c.text); len(got.leaks) != 1 || got.leaks[0].kind.code != c.want {
			t.Errorf("%s: found %+v, %v", name, got.leaks, got.unread)
		}
	}
	if got := secretsRead("${{ secrets [ 'ONE' ] }} ${{ secrets . TWO }}"); len(got) != 2 {
		t.Errorf("read are %v", got)
	}
}
