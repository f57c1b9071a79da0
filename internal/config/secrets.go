package config

import "slices"

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
