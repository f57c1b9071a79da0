// Package cli is the face of the program: one cobra tree, one file per
// command. It translates: words on the command line into calls of one work
// package, and what that returns into text. It decides nothing about a
// release, and imports every floor below.
//
// The rules of the interface are these.
//
//   - Standard output carries the result and nothing else. Progress, questions,
//     notes, errors and hints go to standard error.
//   - On a terminal a listing is a table with a header, and times are relative.
//     In a pipe it is one line per row, fields separated by tabs, no header,
//     times in RFC 3339 and UTC, nothing shortened. Colour repeats words.
//   - Every listing and view has --json, --jq and --template. No rows are no
//     error: [] in JSON, and on a terminal one note.
//   - What creates something ends with its URL alone on the last line.
//   - An error is one line, "gh release-request: what failed: cause", lower
//     case, no full stop; then, where there is one, "hint: " and the one thing
//     to do next. Several problems are told at once.
//   - Nobody is asked unless standard input and standard error are terminals;
//     every question has a flag that answers it; no answer is no.
//   - Text of others is written through output.Streams only, which makes it
//     plain.
//   - Constructors of commands do no I/O and resolve no token.
//
// A command's file has four parts in this order: the options, the constructor
// newXCmd(env, run), the run function, and what renders the result. The
// constructor's run argument is the run function in the product, and what
// tests of flags put in its place. config_check.go is the model.
package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/release-request/gh-release-request/internal/fault"
)

// Main runs the program and returns its exit code.
func Main(ctx context.Context, env *Env, args []string) int {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once

	err := run(ctx, env, args)
	env.Streams.EndSteps()
	if err == nil {
		err = env.Streams.Failed()
	}
	if err != nil && ctx.Err() != nil {
		err = fault.New(fault.Cancelled, "cancelled")
	}
	if err != nil {
		tell(env.Streams, err)
	}
	return exitCode(err)
}

func run(ctx context.Context, env *Env, args []string) error {
	root := newRootCmd(env)
	args, err := dispatch(root, env, args)
	if err != nil {
		return err
	}
	root.SetArgs(args)
	return root.ExecuteContext(ctx)
}
