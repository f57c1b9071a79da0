package record

import (
	"strings"
	"testing"
	"time"
)

func TestDueBody_saysTheSameOfTheSame(t *testing.T) {
	set := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	tokens := []DueToken{{"NPM_TOKEN", "npm", set, set.AddDate(0, 0, 80)}, {"NPM_TOKEN", "a|b", set, set}}
	body := DueBody(tokens)
	for _, want := range []string{"\n| `NPM_TOKEN` | `npm` | 2026-03-02 | 2026-05-21 |\n", "| a&#124;b |", "token rotate --due"} {
		if !strings.Contains(body, want) {
			t.Errorf("it does not hold %q:\n%s", want, body)
		}
	}
	if DueBody(tokens) != body || !IsDue(DueTitle, body) || !IsDue(DueTitle, strings.ReplaceAll(body, "\n", "\r\n")) {
		t.Error("it is not known again")
	}
	if IsDue("Tokens", body) || IsDue(DueTitle, "x\n"+body) || Claims(DueTitle, body) {
		t.Error("another issue is taken for it, or it for a request")
	}
}
