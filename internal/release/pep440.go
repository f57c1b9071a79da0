package release

import (
	"fmt"
	"strconv"
	"strings"

	pep440 "github.com/aquasecurity/go-pep440-version"
)

// PEP440 is the scheme of Python packages,
// https://packaging.python.org/en/latest/specifications/version-specifiers/.
type PEP440 struct{}

func (PEP440) Name() string { return "pep440" }

// Check asks for the normal form: indexes and installers write a version so,
// and what is approved must be what they will show.
func (PEP440) Check(v Version) error {
	read, ok := readPEP440(v)
	switch {
	case !ok:
		return fmt.Errorf("version %q does not follow PEP 440: it is numbers joined by full stops with an optional aN, bN or rcN, .postN and .devN, such as 1.2.3 or 1.2.3rc1", v)
	case read.normal != string(v):
		return fmt.Errorf("version %q is not in the normal form of PEP 440; write %s", v, read.normal)
	}
	return nil
}

// Newest looks first among the versions with the same epoch, major and minor
// number, then among those with the same epoch and major, then among all.
func (PEP440) Newest(v Version, existing []Version) Version {
	return pep440Order.newest(v, existing,
		func(v, o python) bool { return o.epoch == v.epoch && o.major() == v.major() && o.minor() == v.minor() },
		func(v, o python) bool { return o.epoch == v.epoch && o.major() == v.major() },
		all)
}

// Exceeds follows PEP 440, in which a local version (+2) has a part, and 1.0 is
// 1.0.0.
func (PEP440) Exceeds(v, other Version) bool { return pep440Order.exceeds(v, other) }

var pep440Order = ordered[python]{readPEP440, func(a, b python) int { return a.version.Compare(b.version) }}

// Next counts on a version in its epoch and without its prerelease, post
// release and local version. It has as many numbers as the one before, if they
// are enough.
func (PEP440) Next(step Step, in Series, existing []Version) (next, last Version, err error) {
	return pep440Order.count(step, in, existing, func(v python) counted {
		var c counted
		copy(c.numbers[:], v.release)
		c.final = !v.version.IsPreRelease()
		c.write = func(numbers [3]uint64) Version {
			text := fmt.Sprint(numbers[0])
			for i, n := range numbers[1:] {
				if n > 0 || i+1 < len(v.release) || numbers[2] > 0 {
					text += fmt.Sprintf(".%d", n)
				}
			}
			if v.epoch > 0 {
				text = fmt.Sprintf("%d!%s", v.epoch, text)
			}
			return Version(text)
		}
		return c
	})
}

// python is a version of PEP 440 with its parts.
type python struct {
	version pep440.Version
	normal  string
	epoch   uint64
	release []uint64 // one number or more
}

func (p python) major() uint64 { return p.release[0] }

func (p python) minor() uint64 {
	if len(p.release) < 2 {
		return 0
	}
	return p.release[1]
}

func readPEP440(v Version) (python, bool) {
	public, local, hasLocal := strings.Cut(string(v), "+")
	text := public
	if hasLocal {
		normal, ok := normalLocal(local)
		if !ok {
			return python{}, false
		}
		text += "+" + normal
	}
	version, err := pep440.Parse(text)
	if err != nil {
		return python{}, false
	}
	p := python{version: version, normal: version.String()}
	base := version.BaseVersion()
	if epoch, rest, ok := strings.Cut(base, "!"); ok {
		p.epoch, err = strconv.ParseUint(epoch, 10, 64)
		base = rest
	}
	for number := range strings.SplitSeq(base, ".") {
		n, failed := strconv.ParseUint(number, 10, 64)
		if failed != nil {
			err = failed
		}
		p.release = append(p.release, n)
	}
	return p, err == nil
}

// normalLocal brings what follows a + into normal form. The library compares
// it as it stands, and takes a number that does not fit for a word.
func normalLocal(local string) (string, bool) {
	parts := strings.Split(strings.NewReplacer("-", ".", "_", ".").Replace(local), ".")
	for i, part := range parts {
		if strings.Trim(part, "0123456789") != "" {
			continue
		}
		n, err := strconv.ParseUint(part, 10, 64)
		if err != nil {
			return "", false
		}
		parts[i] = strconv.FormatUint(n, 10)
	}
	return strings.Join(parts, "."), true
}
