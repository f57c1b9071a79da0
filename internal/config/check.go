package config

import (
	"slices"
	"strings"
)

// checker looks at what no value shows alone: that names are defined, that
// nothing is claimed twice, that what belongs together fits.
type checker struct {
	*reporter
	p *Policy
}

func (c *checker) check() {
	c.targets()
	c.tokens()
	c.freezes()
	for _, p := range c.p.Projects {
		c.projectTargets(p)
		c.approvers(p)
		c.autoApproval(p)
	}
	c.twins()
	c.repositories()
}

// at returns where the first of the paths stands that does.
func (p *Policy) at(paths ...string) position {
	for _, path := range paths {
		if at, ok := p.marks[path]; ok {
			return at
		}
	}
	return position{1, 1}
}

// targets refuses two targets that share what must be one target's own.
func (c *checker) targets() {
	environment, craft, seals := map[string]string{}, map[string]string{}, map[string]string{}
	for _, t := range c.p.Targets {
		path := join("targets", t.Name)
		// GitHub does not tell upper from lower case in names of environments.
		key := strings.ToLower(t.Environment)
		if other, taken := environment[key]; taken && key != "" {
			c.report(c.p.at(join(path, "environment")), "environment %q is that of target %s already; each target has its own, so that none reads another's secrets", t.Environment, other)
		}
		environment[key] = t.Name
		if other, taken := seals[t.SealKey]; taken && t.SealKey != "" {
			c.report(c.p.at(join(path, "seal")), "this key is that of target %s already; each target has its own, so that none opens another's token", other)
		}
		seals[t.SealKey] = t.Name
		for _, id := range t.Craft {
			if other, taken := craft[id]; taken {
				c.report(c.p.at(join(path, "craft"), path), "craft's target %q is claimed by target %s already; one target claims it, and craft: lists what a target claims", id, other)
				continue
			}
			craft[id] = t.Name
		}
		for _, v := range t.Variables {
			if slices.Contains(t.Secrets, v.Name) {
				c.report(c.p.at(join(join(path, "env"), v.Name)), "%s is a secret of this target already; a name is a secret or a variable", v.Name)
			}
		}
	}
}

func (c *checker) tokens() {
	var secrets []string
	for _, t := range c.p.Targets {
		secrets = append(secrets, t.Secrets...)
	}
	for _, t := range c.p.Tokens {
		if checkVariable(t.Name) == nil && !slices.Contains(secrets, t.Name) {
			c.undefined(c.p.at(join("tokens", t.Name)), "no target has the secret", t.Name, secrets)
		}
	}
}

func (c *checker) freezes() {
	var names []string
	for _, p := range c.p.Projects {
		names = append(names, p.Name)
	}
	for i, f := range c.p.defaults.Freezes {
		except := join(item("freezes", i), "except")
		for j, name := range f.Except {
			if !slices.Contains(names, name) {
				c.undefined(c.p.at(item(except, j), "freezes"), except+": there is no project", name, names)
			}
		}
	}
}

// undefined reports a name that nothing in the policy has.
func (c *checker) undefined(at position, what, name string, defined []string) {
	defined = slices.Compact(slices.Sorted(slices.Values(defined)))
	if len(defined) == 0 {
		c.report(at, "%s %q; none is defined", what, name)
		return
	}
	c.report(at, "%s %q; %sdefined: %s", what, name, suggestion(name, defined), strings.Join(defined, ", "))
}
