package config

import "slices"

// Unsupported returns the settings that this version reads but does not carry
// out, each with what to write instead, in the file's order. A policy that has
// one is refused by everything that would have to rely on it: a rule that is
// not applied must not look as if it were.
func (p *Policy) Unsupported() Problems {
	var all Problems
	for _, project := range p.Projects {
		all = append(all, project.Unsupported()...)
	}
	return all.sorted()
}

// Unsupported returns the settings among those that hold for the project.
func (p *Project) Unsupported() Problems {
	r := &reporter{file: p.policy.file}
	for _, s := range slices.Concat(p.unsupportedRules(), p.unsupportedRoad()) {
		if s.asked {
			r.report(s.at, "%s not carried out by this version; %s", s.what, s.instead)
		}
	}
	return r.problems.sorted()
}

// setting is one that is not carried out.
type setting struct {
	asked   bool // the policy asks for it
	at      position
	what    string
	instead string
}

func (p *Project) unsupportedRules() []setting {
	r := p.rules
	return []setting{
		{!r.Requests.Local, p.all("requests", "local"), "releases prepared only by a workflow (local: false) are", "write local: true"},
		{r.AutoApprove, p.at("auto-approve"), "auto-approve is", "leave it out"},
	}
}

func (p *Project) unsupportedRoad() []setting {
	return []setting{
		{p.Schedule != "", p.at("schedule"), "releases on a schedule are", "leave it out"},
	}
}

// all returns where a setting of all projects stands: the nearest key above it
// that is written.
func (p *Project) all(keys ...string) position {
	var paths []string
	path := ""
	for _, key := range keys {
		path = join(path, key)
		paths = append(paths, path)
	}
	slices.Reverse(paths)
	return p.policy.at(append(paths, "version")...)
}
