package config

import (
	"slices"
	"time"

	"github.com/release-request/gh-release-request/internal/policy"
)

// The gate waits inside a job whose token lives an hour.
const longestCIWait = 30 * time.Minute

// ci reads the keys that stand there; the others keep what held before, so
// that a project can change one of the two.
func (d *decoder) ci(ci *policy.CI) reader {
	return d.object(
		field{key: "require", about: "all, none, or a list of checks.", read: d.require(ci)},
		field{key: "wait", about: "How long the gate waits for checks that are not done.", read: d.duration(&ci.Wait, span{most: longestCIWait})},
	)
}

func (d *decoder) require(ci *policy.CI) reader {
	var word string
	all := d.choice(&word, "a list of checks", policy.CIAll, policy.CINone)
	some := d.filled(d.checks(ci), "it would require nothing; write none for that")
	return split(sequence,
		reader{some.form, func(n *node) {
			ci.Require, ci.Listed = policy.CIListed, nil
			some.read(n)
		}},
		reader{all.form, func(n *node) {
			if all.read(n); word != "" {
				ci.Require, ci.Listed = word, nil
			}
		}},
	).otherwise(ci.Require)
}

func (d *decoder) checks(ci *policy.CI) reader {
	var check policy.CICheck
	whole := d.object(
		field{key: "name", about: "Name of the check.", read: d.text(&check.Name, nil)}.must("write the name of the check"),
		field{key: "app", about: "Slug of the App that reports it. Left out: any App.", read: d.text(&check.App, checkSlug).like(slugForm)},
		field{key: "workflow", about: "Path of the workflow that it is a job of. Left out: any.", read: d.text(&check.Workflow, nil)},
	)
	one := split(mapping, whole, d.text(&check.Name, nil))
	return d.list("checks", reader{one.form, func(item *node) {
		check = policy.CICheck{}
		before := len(d.problems)
		one.read(item)
		if len(d.problems) > before {
			return
		}
		if slices.Contains(ci.Listed, check) {
			d.wrong(item, "the same check stands in the list already; write it once")
		}
		ci.Listed = append(ci.Listed, check)
	}})
}
