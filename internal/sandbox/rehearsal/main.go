package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/sandbox/npm"
)

// Streams are those of the process.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// Main is the program release-sandbox; it returns its exit code.
func Main(ctx context.Context, args []string, s Streams) int {
	cmd := newCommand(s)
	cmd.SetArgs(args)
	if err := cmd.ExecuteContext(ctx); err != nil {
		fmt.Fprintf(s.Err, "release-sandbox: %v\n", err)
		return 1
	}
	return 0
}

type options struct {
	scenario string
	list     bool
	shell    bool
	serve    bool
	bare     bool
	host     string
	program  string
}

func newCommand(s Streams) *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "release-sandbox",
		Short: "A GitHub on this machine, to rehearse releases on",
		Long: `Starts a GitHub on this machine, with the organisation acme on it, plays a scenario
with the real program, and exits non-zero if any step is not as it should be.
Nothing leaves this machine, and nothing of yours is read or changed.`,
		Example: `  release-sandbox
  release-sandbox --shell
  release-sandbox --list`,
		Args: cobra.NoArgs, SilenceErrors: true, SilenceUsage: true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		RunE:              func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), s) },
	}
	flags := cmd.Flags()
	flags.StringVar(&o.scenario, "scenario", "release", "the `scenario` to play")
	flags.BoolVar(&o.list, "list", false, "list the scenarios")
	flags.BoolVar(&o.shell, "shell", false, "open a shell in the sandbox, where the central repository is set up")
	flags.BoolVar(&o.serve, "serve", false, "serve the same until interrupted; prints the program that leads in")
	flags.BoolVar(&o.bare, "bare", false, "with --shell or --serve: nothing is set up for releases yet")
	flags.StringVar(&o.host, "host", "", "with --bare: be an Enterprise Server of that `name`, such as ghe.acme.dev")
	flags.StringVar(&o.program, "program", "", "the gh-release-request to use; built from this checkout if not given")
	cmd.MarkFlagsMutuallyExclusive("list", "shell", "serve", "scenario")
	cmd.MarkFlagsMutuallyExclusive("bare", "scenario")
	cmd.SetOut(s.Out)
	cmd.SetErr(s.Err)
	return cmd
}

func (o options) run(ctx context.Context, s Streams) error {
	if o.list {
		for _, scenario := range Scenarios() {
			needs := ""
			if scenario.Node {
				needs = " (needs Node)"
			}
			fmt.Fprintf(s.Out, "%-16s %s%s\n", scenario.Name, scenario.Summary, needs)
		}
		return nil
	}
	name := o.scenario
	switch {
	case o.bare && !o.shell && !o.serve:
		return errors.New("--bare goes with --shell or --serve")
	case o.host != "" && !o.bare:
		return errors.New("--host goes with --bare")
	case o.shell || o.serve:
		name = setUp
	}
	scenario, ok := Find(name)
	if !ok {
		return fmt.Errorf("there is no scenario %q; --list names them", name)
	}
	temp, err := os.MkdirTemp("", "release-sandbox")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	var modules *npm.Programs
	if scenario.Node {
		if modules, err = npm.Find(ctx, ""); err != nil {
			return fmt.Errorf("the scenario %s: %w", scenario.Name, err)
		}
	}
	if o.program == "" {
		fmt.Fprintln(s.Err, "Building; the first time that takes a minute or two.")
	}
	programs, err := o.programs(ctx, temp)
	if err != nil {
		return err
	}
	programs.NPM = modules
	var quiet strings.Builder
	out := s.Out
	if o.shell || o.serve {
		out = &quiet // what was played before is of interest only if it failed
	}
	open := Open
	if o.bare || scenario.Bare {
		open = func(ctx context.Context, p Programs, out io.Writer) (*Stage, error) {
			return OpenBare(ctx, p, out, o.host)
		}
	}
	stage, err := open(ctx, programs, out)
	if err != nil {
		return err
	}
	if !o.bare {
		err = stage.Play(ctx, scenario)
	}
	switch {
	case err != nil:
		fmt.Fprint(s.Out, quiet.String())
	case o.shell:
		err = stage.shell(ctx, s, o.bare)
	case o.serve:
		err = stage.serve(ctx, s)
	default:
		stage.Summary(scenario)
	}
	return errors.Join(err, stage.Close())
}

// programs builds the product from this checkout, unless one is given.
func (o options) programs(ctx context.Context, temp string) (Programs, error) {
	self, err := os.Executable()
	if err != nil {
		return Programs{}, err
	}
	if o.program != "" {
		product, err := filepath.Abs(o.program)
		return Programs{Product: product, Self: self}, err
	}
	product := filepath.Join(temp, "gh-release-request")
	build := exec.CommandContext(ctx, "go", "build", "-o", product, "github.com/release-request/gh-release-request/cmd/gh-release-request")
	if out, err := build.CombinedOutput(); err != nil {
		return Programs{}, fmt.Errorf("building gh-release-request failed: %w\n%s\nrun this in a checkout of gh-release-request, or name a program with --program", err, out)
	}
	return Programs{Product: product, Self: self}, nil
}
