package config

import (
	"slices"
	"strings"
)

// NearestSecret returns what a name that is no secret of any target may have
// been meant to be, the likeliest first, three at most.
func (p *Policy) NearestSecret(name string) []string {
	var candidates []string
	for _, target := range p.Targets {
		candidates = append(candidates, target.Secrets...)
	}
	slices.Sort(candidates)
	return nearest(name, slices.Compact(candidates))
}

// Token returns what the policy says of a secret's value; false when it says
// nothing. GitHub does not tell the cases of letters in such names apart.
// https://docs.github.com/en/actions/reference/security/secrets#naming-your-secrets
func (p *Policy) Token(name string) (Token, bool) {
	i := slices.IndexFunc(p.Tokens, func(t Token) bool { return strings.EqualFold(t.Name, name) })
	if i < 0 {
		return Token{}, false
	}
	return p.Tokens[i], true
}
