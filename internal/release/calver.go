package release

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// CalVer is a scheme of versions that are dates, https://calver.org. The zero
// CalVer has no versions.
type CalVer struct {
	words  []string
	offset int
	zone   *time.Location
}

// CalVerDefault is the format of a project that names none.
const CalVerDefault = "YY.M.MICRO"

// calverOrder is what a format may hold, in the order of its parts.
var calverOrder = [][]string{{"YYYY", "YY"}, {"M", "0M"}, {"D", "0D"}, {"MICRO"}}

// NewCalVer returns the scheme of a format. Its parts are words of calver.org,
// from the year downwards, so that what is later is greater; MICRO counts what
// has the same date, from 0. A version is dated as many days back as offset
// says, by the calendar of the zone.
func NewCalVer(format string, offset int, zone *time.Location) (CalVer, error) {
	words := strings.Split(format, ".")
	last := -1
	for _, word := range words {
		at := slices.IndexFunc(calverOrder, func(allowed []string) bool { return slices.Contains(allowed, word) })
		if at <= last || last == -1 && at != 0 || at == 2 && last != 1 {
			return CalVer{}, fmt.Errorf("%q is no format; it is YYYY or YY, then M or 0M, then D or 0D, then MICRO, joined by full stops, such as %s", format, CalVerDefault)
		}
		last = at
	}
	return CalVer{words, offset, zone}, nil
}

func (CalVer) Name() string { return "calver" }

// Format returns the format as the policy file has it.
func (c CalVer) Format() string { return strings.Join(c.words, ".") }

func (c CalVer) Check(v Version) error {
	if _, ok := c.read(v); !ok {
		example := c.write(time.Date(2026, time.March, 9, 0, 0, 0, 0, time.UTC), 0)
		return fmt.Errorf("version %q is no date of the form %s, such as %s", v, c.Format(), example)
	}
	return nil
}

// Newest returns the newest of all: dates have no series.
func (c CalVer) Newest(v Version, existing []Version) Version {
	return c.order().newest(v, existing, all)
}

func (c CalVer) Exceeds(v, other Version) bool { return c.order().exceeds(v, other) }

// On returns the next version at a moment: that of the date, counted on from
// those of the same date.
func (c CalVer) On(now time.Time, existing []Version) (Version, error) {
	day := now.In(cmp.Or(c.zone, time.UTC)).AddDate(0, 0, -c.offset)
	first := c.write(day, 0)
	today, ok := c.read(first)
	if !ok {
		return "", fmt.Errorf("the date %s has no version of the form %s", day.Format(time.DateOnly), c.Format())
	}
	newest, found := c.order().newestOf(existing, func(other []uint64) bool { return slices.Equal(c.date(other), c.date(today)) })
	if !found {
		return first, nil
	}
	if !c.counts() {
		return "", fmt.Errorf("%s is there already, and the format %s has no MICRO to count on", newest, c.Format())
	}
	numbers, _ := c.read(newest)
	next := c.write(day, numbers[len(numbers)-1]+1)
	return next, c.Check(next)
}

func (c CalVer) counts() bool { return slices.Contains(c.words, "MICRO") }

// date returns the numbers of a version without its MICRO.
func (c CalVer) date(numbers []uint64) []uint64 {
	if c.counts() {
		return numbers[:len(numbers)-1]
	}
	return numbers
}

func (c CalVer) write(day time.Time, micro uint64) Version {
	parts := make([]string, len(c.words))
	for i, word := range c.words {
		switch word {
		case "YYYY":
			parts[i] = strconv.Itoa(day.Year())
		case "YY":
			parts[i] = strconv.Itoa(day.Year() - shortYears)
		case "M":
			parts[i] = strconv.Itoa(int(day.Month()))
		case "0M":
			parts[i] = fmt.Sprintf("%02d", day.Month())
		case "D":
			parts[i] = strconv.Itoa(day.Day())
		case "0D":
			parts[i] = fmt.Sprintf("%02d", day.Day())
		case "MICRO":
			parts[i] = strconv.FormatUint(micro, 10)
		}
	}
	return Version(strings.Join(parts, "."))
}

// shortYears is the year from which YY counts, without leading zeros.
const shortYears = 2000

// lastYear keeps a year that is written out from being taken for a short one.
func (c CalVer) lastYear() int {
	if slices.Contains(c.words, "YY") {
		return shortYears + 999
	}
	return 9999
}

func (c CalVer) order() ordered[[]uint64] {
	return ordered[[]uint64]{c.read, slices.Compare[[]uint64]}
}

// read returns the numbers of a version that is exactly what write makes of
// them, at a date that exists.
func (c CalVer) read(v Version) (numbers []uint64, ok bool) {
	parts := strings.Split(string(v), ".")
	if len(c.words) == 0 || len(parts) != len(c.words) {
		return nil, false
	}
	year, month, day, micro := shortYears, 1, 1, uint64(0)
	for i, word := range c.words {
		n, err := strconv.ParseUint(parts[i], 10, 31)
		if err != nil {
			return nil, false
		}
		numbers = append(numbers, n)
		switch word {
		case "YYYY":
			year = int(n)
		case "YY":
			year = shortYears + int(n)
		case "M", "0M":
			month = int(n)
		case "D", "0D":
			day = int(n)
		case "MICRO":
			micro = n
		}
	}
	// A date that does not exist becomes another one, which is written otherwise.
	at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return numbers, 1000 <= year && year <= c.lastYear() && c.write(at, micro) == v
}
