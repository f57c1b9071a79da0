package release

import (
	"fmt"
	"slices"
)

// Step is one of the numbers of a version, to count on.
type Step int

// The steps, from the greatest.
const (
	Major Step = iota
	Minor
	Patch
)

// Steps are all steps, from the smallest, as one would offer them.
func Steps() []Step { return []Step{Patch, Minor, Major} }

var stepNames = []string{"major", "minor", "patch"}

// ParseStep reads the word for a step.
func ParseStep(word string) (Step, bool) {
	i := slices.Index(stepNames, word)
	return Step(i), i >= 0
}

func (s Step) String() string { return stepNames[s] }

// Counter is a scheme whose versions can be counted on.
type Counter interface {
	Scheme
	// Next returns the version that is one step after the newest release of a
	// series, and that release. A prerelease counts only where nothing was
	// released, and then the version that it announces is the next. Where there
	// is nothing at all, last is empty and the count begins at 0.0.0; a series of
	// its own must have begun.
	Next(step Step, in Series, existing []Version) (next, last Version, err error)
}

// counted is what counting needs of a version.
type counted struct {
	numbers [3]uint64
	final   bool // no prerelease
	write   func(numbers [3]uint64) Version
}

// count carries out Next for a scheme with an order.
func (s ordered[T]) count(step Step, in Series, existing []Version, split func(T) counted) (next, last Version, err error) {
	if int(step) < len(in.numbers) {
		return "", "", fmt.Errorf("the next %s version is none of the series %s", step, in)
	}
	last, found := s.newestOf(existing, func(v T) bool { return split(v).final && in.holds(split(v).numbers) })
	if !found {
		last, found = s.newestOf(existing, func(v T) bool { return in.holds(split(v).numbers) })
	}
	from := counted{final: true, write: writeNumbers}
	switch {
	case found:
		v, _ := s.read(last)
		from = split(v)
	case len(in.numbers) > 0:
		return "", "", fmt.Errorf("there is no version of the series %s yet to count from", in)
	}
	if next = from.write(from.after(step)); found && !s.exceeds(next, last) {
		return "", "", fmt.Errorf("no %s version comes after %s", step, last)
	}
	return next, last, nil
}

// after returns the numbers one step on. What a prerelease announces is not
// out yet, so that its numbers are the next if they end in the step.
func (c counted) after(step Step) [3]uint64 {
	numbers := c.numbers
	rest := numbers[step+1:]
	if c.final || slices.ContainsFunc(rest, func(n uint64) bool { return n > 0 }) {
		numbers[step]++
	}
	clear(rest)
	return numbers
}

func writeNumbers(n [3]uint64) Version {
	return Version(fmt.Sprintf("%d.%d.%d", n[0], n[1], n[2]))
}
