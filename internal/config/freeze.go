package config

import (
	"time"
	_ "time/tzdata" // where the system has no time zones, days must begin at the same moment

	"github.com/release-request/gh-release-request/internal/lazyregexp"
	"github.com/release-request/gh-release-request/internal/policy"
)

// timezone reads in which zone days begin and end: those of freezes, and those
// that versions are dated by.
func (d *decoder) timezone() reader {
	return reader{form{kind: "string", length: 1, left: d.zone.String()}, func(n *node) {
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
	}}
}

func (d *decoder) freezes(into *[]policy.Freeze) reader {
	var f policy.Freeze
	var last time.Time
	one := d.object(
		field{key: "from", about: "First day.", read: d.day(&f.From)}.must("write the first day, such as 2026-12-19"),
		field{key: "until", about: "Last day, included.", read: d.day(&last)}.must("write the last day, such as 2027-01-04"),
		field{key: "reason", about: "Why, for those who have to wait.", read: d.text(&f.Reason, nil)}.must("write it for those who have to wait"),
		field{key: "except", about: "Short names of the projects that it does not hold.", read: d.texts(&f.Except, "projects", true, nil)},
	)
	all := reader{d.list("freezes", one).form, func(n *node) {
		var list []policy.Freeze
		d.list("freezes", reader{one.form, func(item *node) {
			f, last = policy.Freeze{}, time.Time{}
			one.read(item)
			if !last.IsZero() && last.Before(f.From) {
				d.report(item.at, "%s ends before it begins; until must not be earlier than from", item.name())
			}
			f.Until = last.AddDate(0, 0, 1)
			list = append(list, f)
		}}).read(n)
		*into = list
	}}
	return all.otherwise([]string{})
}

// day reads a date as the moment at which it begins.
func (d *decoder) day(into *time.Time) reader {
	return reader{form{kind: "string", called: "a day such as 2026-12-19", pattern: dayForm.String()}, func(n *node) {
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
	}}
}

var dayForm = lazyregexp.New(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
