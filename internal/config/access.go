package config

import "fmt"

// What a token lets a publish job do in the source repository.
const (
	SourceRead  = "read"
	SourceWrite = "write"
)

// SourceToken returns what the target's job has to be handed a token for:
// SourceWrite, SourceRead, or nothing (empty). private says that the source
// repository is.
func (t Target) SourceToken(private bool) string {
	switch {
	case t.SourceWrite:
		return SourceWrite
	case private:
		return SourceRead
	}
	return ""
}

// Unreachable returns why no job could be handed the tokens that the project's
// targets need: there is no App to make them, or no key to seal one with.
func (p *Project) Unreachable(private bool) Problems {
	r := &reporter{file: p.policy.file}
	for _, t := range p.targets() {
		path := join("targets", t.Name)
		at, why := p.policy.at(path), fmt.Sprintf("%s is private, so the job of %s", p.Source.Repository(), path)
		switch t.SourceToken(private) {
		case "":
			continue
		case SourceWrite:
			at, why = p.policy.at(join(path, "source-token")), path+".source-token is write, so its job"
		}
		if p.policy.SourceAccess.App == 0 {
			r.report(at, "%s needs a token of its own, and only an App can make one; write source-access: {app-id: N}", why)
		}
		if t.SealKey == "" {
			r.report(at, "%s needs a token, and there is no key to seal it with; write %s.seal: KEY, whose private half is the secret RELEASE_SEAL_KEY of environment %s (the README says how to make one)", why, path, t.Environment)
		}
	}
	return r.problems.sorted()
}

// Unreachable returns what is so for any project whose source repository is
// public: whether one is private the policy does not say.
func (p *Policy) Unreachable() Problems {
	var all Problems
	for _, project := range p.Projects {
		all = append(all, project.Unreachable(false)...)
	}
	return all.sorted()
}
