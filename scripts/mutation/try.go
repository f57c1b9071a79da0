package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"
)

// chosen is the variable that says which mutant is tried. All of a package are
// compiled into one program, since compiling is what takes the time.
const chosen = "RELEASE_REQUEST_MUTANT"

// fate is what became of a mutant.
type fate struct {
	survived bool
	why      string
}

func (f fate) String() string {
	if f.survived {
		return "SURVIVED: " + f.why
	}
	return "caught by " + f.why
}

// try runs every mutant's tests, and first those tests without any mutant.
func try(ctx context.Context, s *source, mutants []mutant) ([]fate, error) {
	dir, err := os.MkdirTemp("", "mutation")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	program, err := compile(ctx, s, mutants, dir)
	if err != nil {
		return nil, err
	}
	sound := map[string]bool{}
	for _, m := range mutants {
		for _, tests := range m.tests {
			if sound[tests] {
				continue
			}
			if f, err := runTests(ctx, s.dir, program, tests, ""); err != nil || !f.survived {
				return nil, errors.Join(fmt.Errorf("without any mutant, the tests %s fail: %s", tests, f.why), err)
			}
			sound[tests] = true
		}
	}
	fates := make([]fate, len(mutants))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.NumCPU())
	for i, m := range mutants {
		g.Go(func() (err error) {
			for _, tests := range m.tests {
				if fates[i], err = runTests(ctx, s.dir, program, tests, strconv.Itoa(i)); err != nil || !fates[i].survived {
					break
				}
			}
			return err
		})
	}
	return fates, g.Wait()
}

// compile builds the test program with all mutants in it, each switched off.
func compile(ctx context.Context, s *source, mutants []mutant, dir string) (string, error) {
	edits := map[string][]edit{}
	for i, m := range mutants {
		for _, e := range m.edits {
			e.text = strings.ReplaceAll(e.text, condition, fmt.Sprintf("mutantIs(%q)", strconv.Itoa(i)))
			edits[e.at.Filename] = append(edits[e.at.Filename], e)
		}
	}
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	put := func(path string, text []byte) error {
		whole, err := filepath.Abs(path)
		if err != nil {
			return err
		}
		overlay.Replace[whole] = filepath.Join(dir, strconv.Itoa(len(overlay.Replace))+".go")
		return os.WriteFile(overlay.Replace[whole], text, 0o600)
	}
	for path, list := range edits {
		if err := put(path, apply(s.text[path], list)); err != nil {
			return "", err
		}
	}
	choice := fmt.Sprintf("package %s\n\nimport \"os\"\n\nfunc mutantIs(number string) bool { return os.Getenv(%q) == number }\n", s.name, chosen)
	if err := put(filepath.Join(s.dir, "mutant.go"), []byte(choice)); err != nil {
		return "", err
	}
	plan, err := json.Marshal(overlay)
	if err != nil {
		return "", err
	}
	planFile, program := filepath.Join(dir, "overlay.json"), filepath.Join(dir, "mutants.test")
	if err := os.WriteFile(planFile, plan, 0o600); err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, "go", "test", "-c", "-vet=off", "-overlay", planFile, "-o", program, ".")
	cmd.Dir = s.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("the mutants do not compile: %w\n%s", err, out)
	}
	return program, nil
}

// apply makes the edits from the end, so that places stay what they were.
func apply(text []byte, edits []edit) []byte {
	slices.SortStableFunc(edits, func(a, b edit) int { return cmp.Compare(b.at.Offset, a.at.Offset) })
	for _, e := range edits {
		text = slices.Concat(text[:e.at.Offset], []byte(e.text), text[e.at.Offset:])
	}
	return text
}

var (
	failed  = regexp.MustCompile(`(?m)^ *--- FAIL: (\S+)`)
	noTests = []byte("no tests to run")
)

// runTests runs tests with one mutant switched on. The test that failed is the
// innermost of the first.
func runTests(ctx context.Context, dir, program, tests, number string) (fate, error) {
	cmd := exec.CommandContext(ctx, program, "-test.run", tests, "-test.failfast", "-test.timeout=5m")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), chosen+"="+number)
	out, err := cmd.CombinedOutput()
	switch _, exited := errors.AsType[*exec.ExitError](err); {
	case err != nil && !exited:
		return fate{}, err
	case bytes.Contains(out, noTests):
		return fate{survived: true, why: "there is no test " + tests}, nil
	case err == nil:
		return fate{survived: true, why: "the tests " + tests + " pass"}, nil
	}
	found := failed.FindAllSubmatch(out, -1)
	if len(found) == 0 {
		return fate{}, fmt.Errorf("the tests %s ended without a test that failed: %w\n%s", tests, err, out)
	}
	innermost := string(found[0][1])
	for _, f := range found {
		if name := string(f[1]); strings.HasPrefix(name, innermost+"/") {
			innermost = name
		}
	}
	return fate{why: innermost}, nil
}
