package release

import (
	"fmt"
	"regexp"
)

// Pattern is the scheme of versions that match a regular expression as a whole
// and have no order. The zero Pattern has no versions.
type Pattern struct{ expression *regexp.Regexp }

// NewPattern compiles an expression. It is matched as a whole by what it
// matches, not by anchors written around it, which a)|(b or \Qa would escape.
func NewPattern(expression string) (Pattern, error) {
	re, err := regexp.Compile(expression)
	if err != nil {
		return Pattern{}, fmt.Errorf("pattern %q is no regular expression (RE2 syntax): %w", expression, err)
	}
	re.Longest()
	return Pattern{re}, nil
}

func (Pattern) Name() string { return "pattern" }

// Check holds the longest of the leftmost matches against the whole version: if
// the whole matches, that is it.
func (p Pattern) Check(v Version) error {
	if p.expression != nil {
		if at := p.expression.FindStringIndex(string(v)); at != nil && at[0] == 0 && at[1] == len(v) {
			return nil
		}
	}
	return fmt.Errorf("version %q does not match the project's pattern %s", v, p.Source())
}

func (Pattern) Newest(Version, []Version) Version { return "" }

func (Pattern) Exceeds(Version, Version) bool { return true }

// Source returns the expression as the policy file has it.
func (p Pattern) Source() string {
	if p.expression == nil {
		return ""
	}
	return p.expression.String()
}
