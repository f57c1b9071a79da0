package config

import (
	"fmt"
	"regexp"
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
	CalVer  release.CalVer  // of calver
	Pattern release.Pattern // of pattern

	offset time.Duration // of calver
}

// scheme returns the scheme's rules.
func (v Versioning) scheme() release.Scheme {
	switch v.Scheme {
	case calverName:
		return v.CalVer
	case pep440Name:
		return release.PEP440{}
	case patternName:
		return v.Pattern
	}
	return release.Semver{}
}

func (d *decoder) versioning(v *Versioning) reader {
	format, offset := release.CalVerDefault, time.Duration(0)
	word := d.choice(&v.Scheme, "{scheme: calver, format: "+format+"} or {pattern: REGEXP}", semverName, calverName, pep440Name)
	pattern := d.object(field{
		key: patternName, read: d.pattern(&v.Pattern),
		about: "Regular expression in RE2's syntax that the whole version matches. Such versions have no order.",
	}.must("write a regular expression"))
	dates := d.object(
		field{key: "scheme", about: "The scheme by name.", read: d.choice(&v.Scheme, "", semverName, calverName, pep440Name)}.must("write semver, calver or pep440"),
		field{key: "format", read: d.text(&format, checkCalver), about: "Of calver: the parts of a version, and its counter."},
		field{key: "offset", read: d.days(&offset), about: "Of calver: how long before the release its date lies, in whole days."},
	)
	return split(mapping,
		reader{form{either: []form{dates.form, pattern.form}}, func(n *node) {
			if n.has(patternName) {
				v.Scheme = patternName
				pattern.read(n)
				return
			}
			dates.read(n)
			if n.has("scheme") && v.Scheme != calverName && (n.has("format") || n.has("offset")) {
				d.report(n.at, "%s: format and offset belong to calver; leave them out with %s", n.name(), v.Scheme)
			}
			d.dates(v, format, offset)
		}},
		reader{word.form, func(n *node) {
			word.read(n)
			d.dates(v, format, offset)
		}},
	).otherwise(v.Scheme)
}

// dates puts a scheme of dates together. A format that is none was reported.
func (d *decoder) dates(v *Versioning, format string, offset time.Duration) {
	if v.Scheme != calverName {
		return
	}
	if c, err := release.NewCalVer(format, int(offset/day), d.zone); err == nil {
		v.CalVer, v.offset = c, offset
	}
}

// days reads a duration of whole days: versions have dates, and no hours.
func (d *decoder) days(into *time.Duration) reader {
	span := span{most: 366 * day}
	return reader{span.form(*into), func(n *node) {
		d.duration(into, span).read(n)
		if *into%day != 0 {
			d.wrong(n, "it must be whole days, such as 14d")
		}
	}}
}

func checkCalver(s string) error {
	_, err := release.NewCalVer(s, 0, time.UTC)
	return err
}

func (d *decoder) pattern(into *release.Pattern) reader {
	return d.text(new(string), func(s string) error {
		// By itself first: an expression such as a)|(b would escape the anchors.
		if _, err := regexp.Compile(s); err != nil || s == "" {
			return fmt.Errorf("%q is no regular expression; it must follow RE2's syntax", s)
		}
		p, err := release.NewPattern(s)
		*into = p
		return err
	})
}
