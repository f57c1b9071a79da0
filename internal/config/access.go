package config

import "fmt"

// What a token lets a publish job do in the source repository.
const (
	SourceRead  = "read"
	SourceWrite = "write"
)

// SourceToken returns what the job of one of the project's targets has to be
// handed a token for: SourceWrite, SourceRead, or nothing (empty). private says
// that the source repository is. craft takes its files from the artifacts of
// runs, which GitHub gives nobody without a token.
func (p *Project) SourceToken(t Target, private bool) string {
	switch {
	case t.SourceWrite:
		return SourceWrite
	case private, p.Publish.By == ByCraft:
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
		switch need := p.SourceToken(t, private); {
		case need == "":
			continue
		case need == SourceWrite:
			at, why = p.policy.at(join(path, "source-token")), path+".source-token is write, so its job"
		case !private:
			at, why = p.at("publish"), fmt.Sprintf("craft publishes %s and takes its files from artifacts, so the job of %s", p.path(), path)
		}
		if p.policy.SourceAccess.App == 0 {
			r.report(at, "%s needs a token of its own, and only an App can make one; write source-access: {app-id: N}", why)
		}
		if t.SealKey == "" {
			r.report(at, "%s needs a token, and there is no key to seal it with; write %s.seal: KEY, whose private half is the secret RELEASE_SEAL_KEY of environment %s (gh release-request doctor --fix makes one)", why, path, t.Environment)
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
