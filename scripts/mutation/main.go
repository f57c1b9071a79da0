// Command mutation shows that every guard is held by a test. It breaks one guard at a time, runs the tests that are named for
// it, and fails if they pass all the same: each rule of the gate is made to pass always, and each refusal of a rule, of
// automatic approval, of a publish job or of what a source run attests is left out.
//
// What there is to break is read from the source, so that a new rule cannot be forgotten. The tree is never touched: the broken
// files reach the compiler through go's -overlay.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
)

// subject is a package whose guards are broken.
type subject struct {
	dir  string
	find []func(*source) ([]mutant, error)
}

func subjects() []subject {
	guards := func(function string, tests ...string) func(*source) ([]mutant, error) {
		return func(s *source) ([]mutant, error) { return s.guards(function, tests...) }
	}
	objections := func(function string, tests ...string) func(*source) ([]mutant, error) {
		return func(s *source) ([]mutant, error) { return s.objections(function, tests...) }
	}
	return []subject{
		{filepath.Join("internal", "policy"), []func(*source) ([]mutant, error){
			func(s *source) ([]mutant, error) { return s.rules("book") },
			func(s *source) ([]mutant, error) { return s.denials("question.automatic", "^TestAutomatic") },
		}},
		{filepath.Join("internal", "publish"), []func(*source) ([]mutant, error){
			guards("openGrant", "^TestGrant", "^TestHandedCheck"),
			guards("Grant.check", "^TestHandedCheck"),
			guards("Grant.usable", "^TestGrant"),
			guards("Handed.Check", "^TestHandedCheck"),
			guards("Checkout.refuse", "^TestDemanded", "^TestCheckout"),
			objections("differs", "^TestForm_takes"),
		}},
		{filepath.Join("internal", "facts"), []func(*source) ([]mutant, error){
			objections("againstAttempt", "^TestSourceRun"),
			objections("againstRecord", "^TestSourceRun", "^TestForm"),
			objections("takeNotices", "^TestSourceRun", "^TestForm"),
		}},
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, subjects(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "mutation:", err)
		os.Exit(1)
	}
}

// run breaks everything in turn, writes a line for each mutant, and returns an
// error if one survived.
func run(ctx context.Context, subjects []subject, out io.Writer) error {
	survived, broken := 0, 0
	for _, s := range subjects {
		src, err := parse(s.dir)
		if err != nil {
			return err
		}
		var mutants []mutant
		for _, find := range s.find {
			found, err := find(src)
			if err != nil {
				return fmt.Errorf("%s: %w", s.dir, err)
			}
			mutants = append(mutants, found...)
		}
		fates, err := try(ctx, src, mutants)
		if err != nil {
			return fmt.Errorf("%s: %w", s.dir, err)
		}
		for i, m := range mutants {
			fmt.Fprintf(out, "%-58s %s\n", m.name, fates[i])
			if fates[i].survived {
				survived++
			}
		}
		broken += len(mutants)
	}
	if survived > 0 {
		return fmt.Errorf("%d of %d mutants survived: no test fails without these guards", survived, broken)
	}
	fmt.Fprintf(out, "%d mutants, none survived\n", broken)
	return nil
}
