package config

import (
	"time"
)

// Token is what the policy says of one secret's value: one name is one token,
// in every environment that has it.
type Token struct {
	Name        string
	Verify      Verify        // how it is found out whether it works
	RotateEvery time.Duration // 0: never
	Source      []string      // the command that prints a new value; nil: none
}

func (d *decoder) tokens(into *[]Token) reader {
	return d.each(func(e entry) {
		t := Token{Name: e.key}
		if err := checkVariable(e.key); err != nil {
			d.report(e.at, "%v", err)
		}
		d.object(
			field{key: "verify", read: d.verify(&t.Verify)},
			field{key: "rotate-every", read: d.duration(&t.RotateEvery, span{least: 24 * time.Hour, most: long.most, never: true})},
			field{key: "source", read: d.run(&t.Source)},
		)(e.value)
		*into = append(*into, t)
	})
}
