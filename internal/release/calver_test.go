package release

import (
	"strings"
	"testing"
	"time"
)

func TestNewCalVer_takesWhatOrdersByDate(t *testing.T) {
	for _, format := range []string{"YYYY", "YY.MICRO", "YY.M", "YY.0M.MICRO", "YYYY.0M.0D", "YYYY.M.D.MICRO"} {
		if got := calver(t, format, 0, time.UTC).Format(); got != format {
			t.Errorf("%s reads as %s", format, got)
		}
	}
	for _, format := range []string{"", "MICRO", "M.YY", "YY.D", "YY.D.MICRO", "YY.MICRO.M", "YY.YYYY", "YY.M.M", "yy.m", "YY-M", "YY.M.", "YY.WW", "YY..M"} {
		if c, err := NewCalVer(format, 0, time.UTC); err == nil || !strings.Contains(err.Error(), CalVerDefault) || c.Check("26") == nil {
			t.Errorf("%q gives %v", format, err)
		}
	}
}

func TestCalVer_checksTheDate(t *testing.T) {
	for format, versions := range map[string]struct{ yes, no []Version }{
		"YY.M.MICRO": {
			[]Version{"26.3.0", "6.12.10", "126.1.999999999", "999.3.0"},
			[]Version{"26.03.0", "26.13.0", "26.0.0", "26.3", "26.3.00", "26.3.0.1", "2026.3.0-rc.1", "026.3.0", "26.3.0-rc.1", "26.3.99999999999", "v26.3.0", "26.+3.0", "2026.3.0", "1000.3.0"},
		},
		"YYYY.0M.0D": {
			[]Version{"2026.03.09", "2028.02.29", "1999.12.31"},
			[]Version{"2026.3.09", "2026.02.29", "2026.02.30", "2026.11.31", "26.03.09", "2026.03.00", "12026.03.09", "0999.03.09", "2026.003.09"},
		},
		"YYYY.M.D.MICRO": {[]Version{"2026.3.9.0"}, []Version{"2026.3.9", "2026.3.32.0"}},
	} {
		c := calver(t, format, 0, time.UTC)
		for _, v := range versions.yes {
			if err := c.Check(v); err != nil {
				t.Error(err)
			}
		}
		for _, v := range versions.no {
			err := c.Check(v)
			if err == nil {
				t.Errorf("%s takes %s", format, v)
			} else if example := c.write(time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC), 0); !strings.Contains(err.Error(), string("such as "+example)) || c.Check(example) != nil {
				t.Errorf("%v: no good example", err)
			}
		}
	}
}

func TestCalVer_newestIsOfAll(t *testing.T) {
	c := calver(t, "YY.M.MICRO", 0, time.UTC)
	existing := []Version{"26.9.3", "26.10.0", "26.9.12", "25.12.1", "v99.1.0", "26.11", "1.2.3-rc.1", "26.13.0"}
	for v, exceeds := range map[Version]bool{"26.10.1": true, "27.1.0": true, "26.10.0": false, "26.9.13": false, "25.12.2": false} {
		if newest := c.Newest(v, existing); newest != "26.10.0" || c.Exceeds(v, newest) != exceeds {
			t.Errorf("newest before %s is %q, and it exceeds that: %v", v, newest, !exceeds)
		}
	}
	if c.Newest("26.13.0", existing) != "" || c.Newest("26.1.0", []Version{"1.x", "nightly"}) != "" {
		t.Error("there is a newest for what is no version, or among what is none")
	}
}

func TestCalVer_onCountsWhatHasTheDate(t *testing.T) {
	vienna, err := time.LoadLocation("Europe/Vienna")
	if err != nil {
		t.Fatal(err)
	}
	at := func(text string) time.Time {
		parsed, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	for _, c := range []struct {
		claim    string
		format   string
		offset   int
		zone     *time.Location
		now      string
		existing []Version
		want     Version
		fails    string
	}{
		{claim: "begins at 0", format: "YY.M.MICRO", now: "2026-03-09T12:00:00Z", existing: []Version{"26.2.4", "x"}, want: "26.3.0"},
		{claim: "counts on from the greatest", format: "YY.M.MICRO", now: "2026-03-09T12:00:00Z", existing: []Version{"26.3.9", "26.3.10", "26.3.2"}, want: "26.3.11"},
		{claim: "leaves gaps alone", format: "YY.M.MICRO", now: "2026-03-09T12:00:00Z", existing: []Version{"26.3.7"}, want: "26.3.8"},
		{claim: "passes over tags of another form", format: "YY.M.MICRO", now: "2026-03-09T12:00:00Z", existing: []Version{"2026.3.7", "26.03.7", "26.3"}, want: "26.3.0"},
		{claim: "goes back by the offset, over the year", format: "YY.M.MICRO", offset: 14, now: "2027-01-14T12:00:00Z", want: "26.12.0"},
		{claim: "and is of the month on its 15th", format: "YY.M.MICRO", offset: 14, now: "2027-01-15T12:00:00Z", want: "27.1.0"},
		{claim: "goes by the day of the zone", format: "YYYY.0M.0D", zone: vienna, now: "2026-03-08T23:30:00Z", want: "2026.03.09"},
		{claim: "and of UTC without one", format: "YYYY.0M.0D", now: "2026-03-08T23:30:00Z", want: "2026.03.08"},
		{claim: "goes back by days, not by hours", format: "YYYY.0M.0D", zone: vienna, offset: 1, now: "2026-03-29T22:30:00Z", want: "2026.03.29"}, // 00:30 after the day of 23 hours
		{claim: "counts a year", format: "YYYY.MICRO", now: "2026-03-08T23:30:00Z", existing: []Version{"2026.0"}, want: "2026.1"},
		{claim: "cannot count without MICRO", format: "YYYY.0M.0D", now: "2026-03-08T01:00:00Z", existing: []Version{"2026.03.08"}, fails: "2026.03.08 is there already, and the format YYYY.0M.0D has no MICRO"},
		{claim: "ends where the numbers do", format: "YY.MICRO", now: "2026-03-08T01:00:00Z", existing: []Version{"26.2147483647"}, fails: "26.2147483648"},
		{claim: "knows no year before 2000 by YY", format: "YY.M", now: "1999-03-08T01:00:00Z", fails: "1999-03-08 has no version"},
	} {
		s := calver(t, c.format, c.offset, c.zone)
		got, err := s.On(at(c.now), c.existing)
		switch {
		case c.fails != "":
			if err == nil || !strings.Contains(err.Error(), c.fails) {
				t.Errorf("%s: %q, %v", c.claim, got, err)
			}
		case err != nil || got != c.want:
			t.Errorf("%s: %q, not %q: %v", c.claim, got, c.want, err)
		case s.Check(got) != nil:
			t.Errorf("%s: %v", c.claim, s.Check(got))
		}
	}
}
