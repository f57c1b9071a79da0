package config

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
	for _, s := range p.unsupportedRoad() {
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

func (p *Project) unsupportedRoad() []setting {
	return []setting{
		{p.Schedule != "", p.at("schedule"), "releases on a schedule are", "leave it out"},
	}
}
