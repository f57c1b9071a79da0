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
		field{key: "require", read: d.require(ci)},
		field{key: "wait", read: d.duration(&ci.Wait, span{most: longestCIWait})},
	)
}

func (d *decoder) require(ci *policy.CI) reader {
	return func(n *node) {
		if n.kind == sequence {
			ci.Require, ci.Listed = policy.CIListed, nil
			d.filled(d.checks(ci), "it would require nothing; write none for that")(n)
			return
		}
		var word string
		if d.choice(&word, "a list of checks", policy.CIAll, policy.CINone)(n); word != "" {
			ci.Require, ci.Listed = word, nil
		}
	}
}

func (d *decoder) checks(ci *policy.CI) reader {
	return d.list("checks", func(item *node) {
		var check policy.CICheck
		before := len(d.problems)
		if item.kind == mapping {
			d.object(
				field{key: "name", read: d.text(&check.Name, nil)}.must("write the name of the check"),
				field{key: "app", read: d.text(&check.App, checkSlug)},
				field{key: "workflow", read: d.text(&check.Workflow, nil)},
			)(item)
		} else {
			d.text(&check.Name, nil)(item)
		}
		if len(d.problems) > before {
			return
		}
		if slices.Contains(ci.Listed, check) {
			d.wrong(item, "the same check stands in the list already; write it once")
		}
		ci.Listed = append(ci.Listed, check)
	})
}
