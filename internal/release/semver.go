package release

import (
	"fmt"

	"github.com/Masterminds/semver/v3"
)

// Semver is the scheme of Semantic Versioning 2.0.0, https://semver.org.
type Semver struct{}

func (Semver) Name() string { return "semver" }

func (Semver) Check(v Version) error {
	if _, ok := readSemver(v); !ok {
		return fmt.Errorf("version %q does not follow semver: it is MAJOR.MINOR.PATCH with an optional -PRERELEASE and +BUILD, such as 1.2.3 or 1.2.3-rc.1", v)
	}
	return nil
}

// Newest looks first among the versions with the same major and minor number,
// then among those with the same major, then among all: a maintenance release
// of an old series is new although a newer series exists.
func (Semver) Newest(v Version, existing []Version) Version {
	return semverOrder.newest(v, existing,
		func(v, o *semver.Version) bool { return o.Major() == v.Major() && o.Minor() == v.Minor() },
		func(v, o *semver.Version) bool { return o.Major() == v.Major() },
		all)
}

// Exceeds follows semver's precedence, in which build metadata has no part:
// 1.0.0+2 is not newer than 1.0.0+1.
func (Semver) Exceeds(v, other Version) bool { return semverOrder.exceeds(v, other) }

var semverOrder = ordered[*semver.Version]{readSemver, (*semver.Version).Compare}

func readSemver(v Version) (*semver.Version, bool) {
	read, err := semver.StrictNewVersion(string(v))
	return read, err == nil
}

// Next counts on a version without its prerelease and build.
func (Semver) Next(step Step, in Series, existing []Version) (next, last Version, err error) {
	return semverOrder.count(step, in, existing, func(v *semver.Version) counted {
		return counted{[3]uint64{v.Major(), v.Minor(), v.Patch()}, v.Prerelease() == "", writeNumbers}
	})
}
