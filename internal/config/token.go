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
	return d.each(variableForm.String(), d.token(new(Token)).form, func(e entry) {
		t := Token{Name: e.key}
		if err := checkVariable(e.key); err != nil {
			d.report(e.at, "%v", err)
		}
		d.token(&t).read(e.value)
		*into = append(*into, t)
	})
}

func (d *decoder) token(t *Token) reader {
	return d.object(
		field{key: "verify", about: "How it is found out whether the token works: by asking a registry, or by a command.", read: d.verify(&t.Verify)},
		field{key: "rotate-every", about: "Age at which it has to be replaced.", read: d.duration(&t.RotateEvery, span{least: 24 * time.Hour, most: long.most, never: true})},
		field{key: "source", about: "Command that prints a new value, such as a password manager's.", read: d.run(&t.Source)},
	)
}
