package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
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
	as       string
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
	flags.BoolVar(&o.shell, "shell", false, "open a shell in the sandbox, in which nothing has been played yet")
	flags.BoolVar(&o.serve, "serve", false, "only serve, until interrupted; prints the environment to use")
	flags.StringVar(&o.as, "as", owner, "the `person` that --shell and --serve are for")
	flags.StringVar(&o.program, "program", "", "the gh-release-request to use; built from this checkout if not given")
	cmd.MarkFlagsMutuallyExclusive("list", "shell", "serve")
	cmd.SetOut(s.Out)
	cmd.SetErr(s.Err)
	return cmd
}

func (o options) run(ctx context.Context, s Streams) error {
	if o.list {
		for _, scenario := range Scenarios() {
			fmt.Fprintf(s.Out, "%-12s %s\n", scenario.Name, scenario.Summary)
		}
		return nil
	}
	scenario, ok := Find(o.scenario)
	if !ok {
		return fmt.Errorf("there is no scenario %q; --list names them", o.scenario)
	}
	if _, ok := people[o.as]; !ok {
		return fmt.Errorf("there is no person %q; there are %s", o.as, strings.Join(slices.Sorted(maps.Keys(people)), ", "))
	}
	temp, err := os.MkdirTemp("", "release-sandbox")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	programs, err := o.programs(ctx, temp)
	if err != nil {
		return err
	}
	stage, err := Open(ctx, programs, s.Out)
	if err != nil {
		return err
	}
	switch {
	case o.shell:
		err = stage.shell(ctx, o.as, s)
	case o.serve:
		err = stage.serve(ctx, o.as, s)
	default:
		if err = stage.Play(ctx, scenario); err == nil {
			stage.Summary(scenario)
		}
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

// shell opens a shell as a person, in which the sandbox is GitHub.
func (s *Stage) shell(ctx context.Context, who string, streams Streams) error {
	sh := os.Getenv("SHELL")
	if sh == "" {
		sh = "/bin/sh"
	}
	fmt.Fprintf(streams.Err, "You are %s, who %s. github.com is this machine until you leave the shell.\n", who, people[who])
	fmt.Fprintf(streams.Err, "Others: %s. To begin: git clone https://github.com/%s && cd publish && gh-release-request init central\n", others(who), centralRepo)
	cmd := exec.CommandContext(ctx, sh)
	cmd.Env, cmd.Dir = s.Box.Env(who), s.Home(who)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = streams.In, streams.Out, streams.Err
	err := cmd.Run()
	if _, ok := errors.AsType[*exec.ExitError](err); ok {
		return nil // how the person left the shell is their own affair
	}
	return err
}

// serve prints an environment and waits.
func (s *Stage) serve(ctx context.Context, who string, streams Streams) error {
	for _, entry := range s.Box.Env(who) {
		name, value, _ := strings.Cut(entry, "=")
		fmt.Fprintf(streams.Out, "export %s='%s'\n", name, strings.ReplaceAll(value, "'", `'\''`))
	}
	fmt.Fprintln(streams.Err, "Serving until interrupted.")
	<-ctx.Done()
	return nil
}
