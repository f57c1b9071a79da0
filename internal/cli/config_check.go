package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/output"
	"github.com/release-request/gh-release-request/internal/scaffold"
)

type configCheckOptions struct {
	Env    *Env
	File   string // empty: the policy of the checkout that the person stands in
	Export output.Export
}

func newConfigCheckCmd(env *Env, run func(context.Context, *configCheckOptions) error) *cobra.Command {
	opts := &configCheckOptions{Env: env}
	cmd := &cobra.Command{
		Use:   "check [FILE]",
		Short: "Check a policy file",
		Long: `Check a policy file: every key, value and reference, all problems at once. Without
FILE it is ` + config.Path + ` of the checkout you stand in.

There, the workflows must be those that the policy asks for, too, and CODEOWNERS
and the issue form must follow from it; what people changed in those two is theirs.
Problems are written to standard output, one a line, as FILE:LINE:COLUMN: MESSAGE.`,
		Example: examples(
			"# before pushing a change",
			"$ gh release-request config check",
			"# for another program",
			"$ gh release-request config check policy.yml --json file,line,message",
		),
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				opts.File = args[0]
			}
			return run(cmd.Context(), opts)
		},
	}
	addExport(cmd, &opts.Export, problemFields.Names())
	return cmd
}

var problemFields = output.Fields[config.Problem]{
	{Name: "file", Of: func(p config.Problem) any { return p.File }},
	{Name: "line", Of: func(p config.Problem) any { return p.Line }},
	{Name: "column", Of: func(p config.Problem) any { return p.Column }},
	{Name: "message", Of: func(p config.Problem) any { return p.Message }},
}

func runConfigCheck(ctx context.Context, opts *configCheckOptions) error {
	path := opts.File
	if path == "" {
		path = opts.Env.policyPath(ctx)
	}
	src, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && opts.File == "" {
		return fault.New(fault.Failed, "there is no policy file %s here", config.Path).
			WithHint("stand in a checkout of the central repository, or name the file: gh release-request config check FILE")
	}
	if err != nil {
		return fault.Wrap(err, "cannot read the policy")
	}
	problems, err := checkPolicy(path, src, opts.Env.owner(ctx))
	if err != nil {
		return err
	}
	if opts.Export.Wanted() {
		err = output.ExportAll(opts.Env.Streams, opts.Export, problemFields, problems)
	} else {
		renderProblems(opts.Env.Streams, path, problems)
	}
	if err == nil && len(problems) > 0 {
		err = fault.New(fault.Failed, "%s: %s", path, count(len(problems), "problem"))
	}
	return err
}

// checkPolicy returns what is wrong with a policy: what Parse refuses, else what
// cannot be published as it is, and files that are not the policy's.
func checkPolicy(path string, src []byte, owner string) ([]config.Problem, error) {
	p, err := config.Parse(path, src, owner)
	if problems, ok := errors.AsType[config.Problems](err); ok {
		return problems, nil
	}
	if err != nil {
		return nil, err
	}
	problems := p.Unreachable()
	if err := scaffold.CheckSize(p); err != nil {
		problems = append(problems, config.Problem{File: path, Line: 1, Column: 1, Message: err.Error()})
	}
	top, ok := strings.CutSuffix(filepath.ToSlash(path), config.Path)
	if !ok {
		return problems, nil
	}
	written, err := checkWritten(top, p)
	return append(problems, written...), err
}

// checkWritten returns the files below top that init central writes from the
// policy, and that it asks to be different.
func checkWritten(top string, p *config.Policy) (problems []config.Problem, err error) {
	for _, path := range scaffold.WorkflowPaths() {
		workflow := top + path
		rendered, err := readIfThere(workflow)
		switch {
		case err != nil:
			return nil, err
		case !scaffold.IsRendered(p, path, bytes.ReplaceAll(rendered, []byte("\r\n"), []byte("\n"))):
			advice := "write it anew with: gh release-request init central"
			if scaffold.ChangedByHand(rendered) {
				advice = "people changed it, and init keeps what they changed; to drop that, delete the file and run: gh release-request init central"
			}
			problems = append(problems, config.Problem{File: workflow, Line: 1, Column: 1, Message: "it is not the workflow that the policy asks for; " + advice})
		}
	}
	for _, path := range scaffold.FollowerPaths(p) {
		content, err := readIfThere(top + path)
		switch {
		case err != nil:
			return nil, err
		case !scaffold.Follows(p, path, content):
			problems = append(problems, config.Problem{File: top + path, Line: 1, Column: 1, Message: "it is not what the policy asks for; bring it up to date with: gh release-request init central"})
		}
	}
	return problems, nil
}

// readIfThere returns a file's content, nil when there is none.
func readIfThere(path string) ([]byte, error) {
	content, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fault.Wrap(err, "cannot read what init central wrote")
	}
	return content, nil // os.ReadFile returns no nil for an empty file
}

// policyPath is the policy of the checkout that the person stands in, as seen
// from where they stand.
func (env *Env) policyPath(ctx context.Context) string {
	up, err := env.Git(ctx, "rev-parse", "--show-cdup")
	if err != nil {
		return config.Path // no checkout, or no git: then it is here or nowhere
	}
	return up + config.Path
}

// owner is whose the repositories without an owner in a policy are. Without a
// repository to tell, their owner matters to nobody.
func (env *Env) owner(ctx context.Context) string {
	central, err := env.Central(ctx)
	if err != nil {
		return "OWNER"
	}
	return central.Owner
}

func renderProblems(s *output.Streams, path string, problems []config.Problem) {
	for _, p := range problems {
		s.Printf("%s\n", p.Error())
	}
	if len(problems) == 0 && s.ErrTerminal {
		s.Notef("%s is in order\n", path)
	}
}

// count returns "1 thing" or "2 things".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
