package actions

import "testing"

func TestInert_noLineIsACommand(t *testing.T) {
	for text, want := range map[string]string{
		"::set-output name=decision::publish\n":          ": :set-output name=decision::publish\n",
		"refuse: x:\n \t\u00a0::error::y\n::add-mask::z": "refuse: x:\n \t\u00a0: :error::y\n: :add-mask::z",
		"the title is \"##[set-output name=a]go\"":       "the title is \"## [set-output name=a]go\"",
		"####[error]":                           "#### [error]",
		"std::vector, refuse: fd00::1\n\ntwo\n": "std::vector, refuse: fd00::1\n\ntwo\n",
		"":                                      "",
	} {
		if got := Inert(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
