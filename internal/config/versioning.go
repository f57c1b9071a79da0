package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/release"
)

// The schemes of versions by name.
const (
	semverName  = "semver"
	calverName  = "calver"
	pep440Name  = "pep440"
	patternName = "pattern"
)

// Versioning says which versions a project may have.
type Versioning struct {
	Scheme  string          // semver, calver, pep440 or pattern
	Format  string          // of calver, such as YY.M.MICRO
	Offset  time.Duration   // of calver: how far the date is ahead of the day
	Pattern release.Pattern // of pattern
}

// scheme returns the scheme's rules. One that this version does not carry out
// refuses every version.
func (v Versioning) scheme() release.Scheme {
	switch v.Scheme {
	case semverName:
		return release.Semver{}
	case patternName:
		return v.Pattern
	}
	return refusing(v.Scheme)
}

// refusing is a scheme without versions, by its name.
type refusing string

func (r refusing) Name() string { return string(r) }

func (r refusing) Check(v release.Version) error {
	return fmt.Errorf("version %q cannot be judged: versioning by %s is not carried out by this version", v, string(r))
}

func (refusing) Newest(release.Version, []release.Version) release.Version { return "" }

func (refusing) Exceeds(release.Version, release.Version) bool { return false }

const calverDefault = "YY.M.MICRO"

func (d *decoder) versioning(v *Versioning) reader {
	return func(n *node) {
		if n.kind != mapping {
			d.choice(&v.Scheme, "{scheme: calver, format: "+calverDefault+"} or {pattern: REGEXP}", semverName, calverName, pep440Name)(n)
			if v.Scheme == calverName {
				v.Format = calverDefault
			}
			return
		}
		has := func(key string) bool {
			return slices.ContainsFunc(n.entries, func(e entry) bool { return e.key == key })
		}
		if has(patternName) {
			v.Scheme = patternName
			d.object(field{key: patternName, read: d.pattern(&v.Pattern)})(n)
			return
		}
		v.Format = calverDefault
		d.object(
			field{key: "scheme", read: d.choice(&v.Scheme, "", semverName, calverName, pep440Name)}.must("write semver, calver or pep440"),
			field{key: "format", read: d.text(&v.Format, checkCalver)},
			field{key: "offset", read: d.duration(&v.Offset, span{most: 366 * 24 * time.Hour})},
		)(n)
		if has("scheme") && v.Scheme != calverName && (has("format") || has("offset")) {
			d.report(n.at, "%s: format and offset belong to calver; leave them out with %s", n.name(), v.Scheme)
		}
	}
}

func (d *decoder) pattern(into *release.Pattern) reader {
	return func(n *node) {
		d.text(new(string), func(s string) error {
			// By itself first: an expression such as a)|(b would escape the anchors.
			if _, err := regexp.Compile(s); err != nil || s == "" {
				return fmt.Errorf("%q is no regular expression; it must follow RE2's syntax", s)
			}
			p, err := release.NewPattern(s)
			*into = p
			return err
		})(n)
	}
}

// checkCalver allows the parts of https://calver.org that order by date: a
// year first, then month and day, and a number that counts on last.
func checkCalver(s string) error {
	order := [][]string{{"YYYY", "YY"}, {"M", "0M"}, {"D", "0D"}, {"MICRO"}}
	last := -1
	for part := range strings.SplitSeq(s, ".") {
		at := slices.IndexFunc(order, func(words []string) bool { return slices.Contains(words, part) })
		if at <= last || last == -1 && at != 0 {
			return fmt.Errorf("%q is no format; it is YYYY or YY, then M or 0M, then D or 0D, then MICRO, joined by full stops, such as %s", s, calverDefault)
		}
		last = at
	}
	return nil
}
