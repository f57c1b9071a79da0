package release

import (
	"fmt"
	"regexp"

	"github.com/Masterminds/semver/v3"
)

// Scheme tells which versions a project may have, and which of two is newer.
type Scheme interface {
	// Name is how the policy file calls the scheme.
	Name() string
	// Check says why a version does not fit the scheme, with an example of one
	// that does.
	Check(Version) error
	// Newest returns the newest of the versions that v must exceed, empty when
	// there is none or the scheme has no order. Versions that do not fit the
	// scheme are passed over: a repository has older and foreign tags.
	Newest(v Version, existing []Version) Version
	// Exceeds reports whether v is newer than other; true when the scheme has
	// no order.
	Exceeds(v, other Version) bool
}

// Semver is the scheme of Semantic Versioning 2.0.0, https://semver.org.
type Semver struct{}

func (Semver) Name() string { return "semver" }

func (Semver) Check(v Version) error {
	if _, err := semver.StrictNewVersion(string(v)); err != nil {
		return fmt.Errorf("version %q does not follow semver: it is MAJOR.MINOR.PATCH with an optional -PRERELEASE and +BUILD, such as 1.2.3 or 1.2.3-rc.1", v)
	}
	return nil
}

// Newest looks first among the versions with the same major and minor number,
// then among those with the same major, then among all: a maintenance release
// of an old series is new although a newer series exists.
func (Semver) Newest(v Version, existing []Version) Version {
	wanted, err := semver.StrictNewVersion(string(v))
	if err != nil {
		return ""
	}
	series := []func(*semver.Version) bool{
		func(o *semver.Version) bool { return o.Major() == wanted.Major() && o.Minor() == wanted.Minor() },
		func(o *semver.Version) bool { return o.Major() == wanted.Major() },
		func(*semver.Version) bool { return true },
	}
	for _, in := range series {
		var newest *semver.Version
		var name Version
		for _, e := range existing {
			o, err := semver.StrictNewVersion(string(e))
			if err == nil && in(o) && (newest == nil || o.GreaterThan(newest)) {
				newest, name = o, e
			}
		}
		if newest != nil {
			return name
		}
	}
	return ""
}

// Exceeds follows semver's precedence, in which build metadata has no part:
// 1.0.0+2 is not newer than 1.0.0+1.
func (Semver) Exceeds(v, other Version) bool {
	a, err := semver.StrictNewVersion(string(v))
	if err != nil {
		return false
	}
	b, err := semver.StrictNewVersion(string(other))
	return err == nil && a.GreaterThan(b)
}

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
