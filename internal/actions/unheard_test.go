package actions

import (
	"errors"
	"strings"
	"testing"
)

func TestUnheard_endsWithAWordOfItsOwn(t *testing.T) {
	var log strings.Builder
	r := &Runtime{stdout: &log}
	failed := errors.New("failed")
	var words []string
	for range 2 {
		log.Reset()
		if err := r.Unheard(func() error { log.WriteString("no end of line"); return failed }); err != failed {
			t.Errorf("Unheard gives %v, want what it ran gave", err)
		}
		word, rest, _ := strings.Cut(strings.TrimPrefix(log.String(), "::stop-commands::"), "\n")
		if want := "no end of line\n::" + word + "::\n"; rest != want || len(word) < 20 {
			t.Errorf("after the word %q the log is %q, want %q", word, rest, want)
		}
		words = append(words, word)
	}
	if words[0] == words[1] {
		t.Errorf("the word is %q each time", words[0])
	}
}
