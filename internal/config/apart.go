package config

import (
	"strings"

	"github.com/release-request/gh-release-request/internal/lazyregexp"
)

// apart refuses one pattern of two projects in one repository that could give
// both the same name, whatever their versions: the tag of the one would be
// taken for a release of the other.
func (c *checker) apart(p, q *Project, key string) {
	pattern := func(p *Project) string { return p.rules.Branch }
	name := func(p *Project) string { return p.Rules().BranchOf("{version}") }
	if key == "tag" {
		pattern = func(p *Project) string { return p.rules.Tag }
		name = func(p *Project) string { return p.Rules().TagOf("{version}") }
	}
	for _, one := range []*Project{q, p} {
		if !strings.Contains(pattern(one), "{path}") {
			c.report(one.at(key), "%s and %s live in %s; %s must hold {path}, not only %q", q.path(), p.path(), p.Source.Repository(), key, pattern(one))
			return
		}
	}
	if shared, ok := meet(name(p), p.Versioning.Scheme, name(q), q.Versioning.Scheme); ok {
		c.report(p.at(key), "%s and %s could have the same %s %q; write %s in each so that they differ", q.path(), p.path(), key, shared, key)
	}
}

// meet reports whether two patterns with one {version} each could give one
// name, and such a name. In doubt they could. GitHub tells names of branches
// and tags apart by case, but not every file system they are fetched to does.
func meet(p, pScheme, q, qScheme string) (shared string, ok bool) {
	pBefore, pAfter, _ := strings.Cut(strings.ToLower(p), "{version}")
	qBefore, qAfter, _ := strings.Cut(strings.ToLower(q), "{version}")
	if len(pBefore) > len(qBefore) {
		pBefore, qBefore, pScheme, qScheme = qBefore, pBefore, qScheme, pScheme
	}
	begin, ok := strings.CutPrefix(qBefore, pBefore)
	if !ok || begin != "" && !beginsVersion(begin, pScheme) {
		return "", false
	}
	if len(pAfter) > len(qAfter) {
		pAfter, qAfter = qAfter, pAfter
	}
	end, ok := strings.CutSuffix(qAfter, pAfter)
	return qBefore + "1.2.3" + qAfter, ok && inVersion.MatchString(end)
}

// inVersion matches what a version may hold after its first character.
var inVersion = lazyregexp.New(`^[a-z0-9._+!-]*$`)

// beginsVersion reports whether a version of the scheme could begin so.
func beginsVersion(s, scheme string) bool {
	first := "0123456789"
	switch scheme {
	case pep440Name:
		first += "v"
	case patternName:
		first += "abcdefghijklmnopqrstuvwxyz"
	}
	return strings.ContainsRune(first, rune(s[0])) && inVersion.MatchString(s)
}
