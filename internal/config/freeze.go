package config

import (
	"time"
	_ "time/tzdata" // where the system has no time zones, days must begin at the same moment

	"github.com/release-request/gh-release-request/internal/policy"
)

// timezone reads in which zone days begin and end: those of freezes, and those
// that versions are dated by.
func (d *decoder) timezone() reader {
	return func(n *node) {
		const allowed = "a time zone such as UTC or Europe/Vienna"
		if !d.is(n, text, allowed) {
			return
		}
		zone, err := time.LoadLocation(n.text)
		// Go reads Local as the machine's own zone: a policy must mean the same everywhere.
		if err != nil || n.text == "" || n.text == "Local" {
			d.wrong(n, "it must be %s", allowed)
			return
		}
		d.zone = zone
	}
}

func (d *decoder) freezes(into *[]policy.Freeze) reader {
	return func(n *node) {
		var list []policy.Freeze
		d.list("freezes", func(item *node) {
			var f policy.Freeze
			var last time.Time
			d.object(
				field{key: "from", read: d.day(&f.From)}.must("write the first day, such as 2026-12-19"),
				field{key: "until", read: d.day(&last)}.must("write the last day, such as 2027-01-04"),
				field{key: "reason", read: d.text(&f.Reason, nil)}.must("write it for those who have to wait"),
				field{key: "except", read: d.texts(&f.Except, "projects", true, nil)},
			)(item)
			if !last.IsZero() && last.Before(f.From) {
				d.report(item.at, "%s ends before it begins; until must not be earlier than from", item.name())
			}
			f.Until = last.AddDate(0, 0, 1)
			list = append(list, f)
		})(n)
		*into = list
	}
}

// day reads a date as the moment at which it begins.
func (d *decoder) day(into *time.Time) reader {
	return func(n *node) {
		const allowed = "a day of the form YYYY-MM-DD"
		if !d.is(n, text, allowed) {
			return
		}
		day, err := time.ParseInLocation(time.DateOnly, n.text, d.zone)
		if err != nil {
			d.wrong(n, "it must be %s", allowed)
			return
		}
		*into = day
	}
}
