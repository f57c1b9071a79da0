package cli

import (
	"context"
	"fmt"

	"github.com/cli/go-gh/v2/pkg/auth"
	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/doctor"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/output"
	"github.com/release-request/gh-release-request/internal/publish"
	"github.com/release-request/gh-release-request/internal/scaffold"
	"github.com/release-request/gh-release-request/internal/token"
)

type doctorOptions struct {
	Env    *Env
	Fix    bool
	Yes    bool
	Export output.Export
}

func newDoctorCmd(env *Env, run func(context.Context, *doctorOptions) error) *cobra.Command {
	opts := &doctorOptions{Env: env}
	cmd := &cobra.Command{
		Use:     "doctor",
		GroupID: groupSetup,
		Short:   "Whether the set-up is what the policy believes it is",
		Long: `Compare the central repository and the source repositories with the policy: workflows,
labels, environments and the names of their secrets, who has access, the rules of the
default branch, and what was left in source repositories.

An error is a promise of the policy that does not hold, and ends with exit code 3. A
note is something that could not be told, with the right that it takes to look: owners
of the organisation see most.

--fix makes what can be made safely: labels, environments for deployments from the
default branch only, and keys that tokens are sealed to. It shows what it would do, asks,
and looks again. The policy is yours: what belongs there, it prints.

No value of a secret is ever read.`,
		Example: examples(
			"$ gh release-request doctor",
			"$ gh release-request doctor --fix",
			"# all that stands against publishing, for another program",
			`$ gh release-request doctor --json code,where,fix,severity --jq '.[] | select(.severity == "error")'`,
		),
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if opts.Yes && !opts.Fix {
				return fault.New(fault.Failed, "--yes answers what only --fix asks").WithHint("gh release-request doctor --fix --yes")
			}
			return run(cmd.Context(), opts)
		},
	}
	cmd.Flags().BoolVar(&opts.Fix, "fix", false, "make what can be made safely")
	cmd.Flags().BoolVarP(&opts.Yes, "yes", "y", false, "do not ask")
	addExport(cmd, &opts.Export, findingFields.Names())
	return cmd
}

var findingFields = output.Fields[doctor.Finding]{
	{Name: "severity", Of: func(f doctor.Finding) any { return f.Severity }},
	{Name: "code", Of: func(f doctor.Finding) any { return f.Code }},
	{Name: "check", Of: func(f doctor.Finding) any { return f.Check }},
	{Name: "where", Of: func(f doctor.Finding) any { return f.Where }},
	{Name: "says", Of: func(f doctor.Finding) any { return f.Says }},
	{Name: "fix", Of: func(f doctor.Finding) any { return f.Fix }},
	{Name: "mendable", Of: func(f doctor.Finding) any { return f.Mendable() }},
}

func runDoctor(ctx context.Context, opts *doctorOptions) error {
	env := opts.Env
	d, err := env.centralDesk(ctx)
	if err != nil {
		return err
	}
	findings, err := d.examine(ctx, env.Streams)
	if err != nil {
		return err
	}
	if opts.Fix {
		mended, err := opts.mend(ctx, findings)
		if err != nil {
			return err
		}
		if mended > 0 {
			if findings, err = d.examine(ctx, env.Streams); err != nil {
				return err
			}
		}
	}
	if opts.Export.Wanted() {
		err = output.ExportAll(env.Streams, opts.Export, findingFields, findings)
	} else {
		renderExamination(env.Streams, d.name, findings)
	}
	if err != nil {
		return err
	}
	return d.verdict(findings)
}

// examine looks at everything, by the policy as it is now.
func (d *desk) examine(ctx context.Context, s *output.Streams) ([]doctor.Finding, error) {
	s.Step("Looking at %s", d.name)
	defer s.EndSteps()
	central, policy, err := d.reader.Policy(ctx, 0)
	if err != nil {
		return nil, err
	}
	drifted := func(ctx context.Context) ([]string, error) {
		return publish.Drifted(ctx, d.client, d.name, central.Head, scaffold.Rendered(policy))
	}
	return (&doctor.Doctor{
		Hub: d.client, Central: central, Policy: policy, Enterprise: auth.IsEnterprise(d.central.Host), Drifted: drifted, Due: token.Due,
	}).Look(ctx)
}

// verdict is how the command ends.
func (d *desk) verdict(findings []doctor.Finding) error {
	errors, mendable := 0, false
	for _, f := range findings {
		if f.Severity == doctor.Error {
			errors++
			mendable = mendable || f.Mendable()
		}
	}
	if errors == 0 {
		return nil
	}
	err := fault.New(fault.Refused, "%s is not what its policy believes: %s", d.name, count(errors, "error"))
	if mendable {
		return err.WithHint("gh release-request doctor --fix")
	}
	return err
}

// mend carries out what can be mended, one after the other, and returns how
// much was. What failed keeps nothing else from being mended.
func (o *doctorOptions) mend(ctx context.Context, findings []doctor.Finding) (mended int, err error) {
	s := o.Env.Streams
	var todo []doctor.Finding
	for _, f := range findings {
		if f.Mendable() {
			todo = append(todo, f)
		}
	}
	if len(todo) == 0 {
		s.Notef("There is nothing that --fix can mend.\n")
		return 0, nil
	}
	s.Notef("To do:\n")
	for _, f := range todo {
		s.Notef("  %s\n", f.Plan())
	}
	if err := o.Env.confirm(ctx, o.Yes, fmt.Sprintf("Do %s?", count(len(todo), "thing"))); err != nil {
		return 0, err
	}
	var failed []error
	for _, f := range todo {
		say, err := f.Mend(ctx)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		mended++
		s.Notef("Done: %s\n", f.Plan())
		if say != "" {
			s.Notef("%s\n", say)
		}
	}
	return mended, fault.All("not everything could be mended", failed)
}
