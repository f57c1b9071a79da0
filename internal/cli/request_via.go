package cli

import (
	"context"
	"fmt"

	policyfile "github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/request"
)

// sharesWorkflow reports whether another project is asked for by the same
// workflow, which then wants to know which of them.
func sharesWorkflow(policy *policyfile.Policy, project *policyfile.Project) bool {
	for _, other := range policy.Projects {
		if other.Name != project.Name && other.Workflow == project.Workflow && release.SameRepository(other.Source.Repository(), project.Source.Repository()) {
			return true
		}
	}
	return false
}

// requestVia has the source repository's own workflow prepare and ask.
func (env *Env) requestVia(ctx context.Context, d *desk, central *github.Central, plan *request.Plan, opts *requestOptions) error {
	if plan.Open != nil {
		env.Streams.Notef("You asked for this already; nothing was changed.\n")
		env.Streams.Printf("%s\n", plan.Open.URL)
		return nil
	}
	if opts.DryRun {
		env.Streams.Printf("%s", viaText(d.name, plan))
		return nil
	}
	env.Streams.Notef("%s", viaText(d.name, plan))
	if err := env.confirm(ctx, opts.Yes, "Go on?"); err != nil {
		return err
	}
	via := &request.Via{Hub: d.client, Central: central, Wait: wait, Step: func(name string) { env.Streams.Step("%s", name) }}
	asked, err := via.Ask(ctx, plan)
	env.Streams.EndSteps()
	switch {
	case asked == nil:
		return err
	case err != nil:
		return fault.Wrap(err, "%s has asked, but its request could not be looked for", asked.URL)
	case asked.Filed == nil:
		return fault.New(fault.Pending, "%s has asked for %s %s; %s files the request with its next sweep, within half an hour",
			asked.URL, plan.Rules.Name, plan.Version, d.name).WithHint("gh release-request status %s", plan.Project.Name)
	}
	env.Streams.Printf("%s\n", asked.Filed.URL)
	return nil
}

// viaText is the plan as it will be carried out, a line a step.
func viaText(central string, p *request.Plan) string {
	what := fmt.Sprintf("request: publish to %s, tag %s, merge into %s", targetsText(p), p.Tag, p.Base)
	if p.Rehearsal {
		what = fmt.Sprintf("rehearsal: everything for %s, but nothing is published, tagged or merged", targetsText(p))
	}
	return fmt.Sprintf(`%s %s (%s):
  1. start %s of %s on %s: it prepares %s and asks in your name
  2. %s files the %s
`, p.Rules.Name, p.Version, p.Project.Source, p.Project.Workflow, p.Project.Source.Repository(), p.Trunk, p.Branch,
		central, what)
}
