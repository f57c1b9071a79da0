package fault

import (
	"fmt"
	"slices"
	"strings"
)

// Problems is several errors found in one look, to be told all at once.
type Problems struct {
	what string
	list []error
}

// All returns nil for no problem, the problem wrapped for one, and Problems for
// more. what says what cannot be done because of them. A nil among them is no
// problem.
func All(what string, problems []error) error {
	list := slices.DeleteFunc(slices.Clone(problems), func(err error) bool { return err == nil })
	switch len(list) {
	case 0:
		return nil
	case 1:
		return Wrap(list[0], "%s", what)
	}
	return &Problems{what: what, list: list}
}

// List returns the errors, in the order in which they were found.
func (p *Problems) List() []error { return p.list }

// Error has a line for each problem.
func (p *Problems) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d problems", p.what, len(p.list))
	for _, err := range p.list {
		b.WriteString("\n  - " + strings.ReplaceAll(err.Error(), "\n", "\n    "))
	}
	return b.String()
}

func (p *Problems) Unwrap() []error { return p.list }
