package policy

// Reason is one cause for which a rule does not pass. Its code is for scripts
// and never changes its meaning.
type Reason struct {
	Code   string
	Rule   string // code of the rule; empty for ReasonUnknown, which every rule may give
	Means  string // what is so
	Remedy string // how to get past it
}

// Reasons returns every reason that any rule gives, in the order of the rules:
// the manual of refusals is made from it.
func Reasons() []Reason {
	all := []Reason{{
		Code:   ReasonUnknown,
		Means:  "GitHub withholds a fact that the rule needs from whoever reads; the sentence names it.",
		Remedy: "In a preview nothing has to be done: the gate will check. If the gate says it, its key may not read the fact: the owners hold what the key may against what docs/keys.md asks for.",
	}}
	for _, r := range book() {
		for _, reason := range r.reasons {
			reason.Rule = r.code
			all = append(all, reason)
		}
	}
	return all
}

// RuleText is a rule as the manual shows it.
type RuleText struct {
	Code   string
	Passes string // when it passes
}

// RuleTexts returns all rules in the order in which verdicts list them.
func RuleTexts() []RuleText {
	var texts []RuleText
	for _, r := range book() {
		texts = append(texts, RuleText{Code: r.code, Passes: r.passes})
	}
	return texts
}
