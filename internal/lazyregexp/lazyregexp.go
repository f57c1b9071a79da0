// Package lazyregexp has regular expressions that are compiled when they are
// first used. Those of a whole program take longer to compile than --version
// and --help take to answer, and a command uses few of them. It stands below
// the ground floor: everything may import it, and it imports nothing of ours.
// An expression that cannot be compiled must never wait for its first user: in
// tests each is compiled at once.
package lazyregexp

import (
	"os"
	"regexp"
	"strings"
	"sync"
)

// Regexp is a regular expression. It may be used by several goroutines, and is
// not to be copied.
type Regexp struct {
	source  string
	compile func() *regexp.Regexp
}

// inTests reports whether the program is one that go test made.
var inTests = strings.HasSuffix(strings.TrimSuffix(os.Args[0], ".exe"), ".test")

// New returns the expression. It panics if there is a mistake in it: at once in
// tests, else when it is first used.
func New(source string) *Regexp {
	r := &Regexp{source: source, compile: sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(source) })}
	if inTests {
		r.compile()
	}
	return r
}

// String returns the source of the expression.
func (r *Regexp) String() string { return r.source }

// MatchString is that of regexp.Regexp.
func (r *Regexp) MatchString(s string) bool { return r.compile().MatchString(s) }

// FindStringSubmatch is that of regexp.Regexp.
func (r *Regexp) FindStringSubmatch(s string) []string { return r.compile().FindStringSubmatch(s) }

// FindAllString is that of regexp.Regexp.
func (r *Regexp) FindAllString(s string, n int) []string { return r.compile().FindAllString(s, n) }
