package gitstore

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Variables through which a push's rules reach the hooks, set by Push.Environment.
const (
	refusedVariable  = "SANDBOX_REFUSED_REFS"
	keepVariable     = "SANDBOX_FAST_FORWARD_REFS"
	workflowVariable = "SANDBOX_NO_WORKFLOWS"
	receiptVariable  = "SANDBOX_PUSH_RECEIPT"
)

// updateHook refuses single refs, in the words GitHub uses for a protected branch, so that git shows the pusher which ref was refused
// and lets the others through. A ref name holds neither spaces nor shell pattern characters, so plain comparison is safe.
const updateHook = `#!/bin/sh
for ref in $` + refusedVariable + `; do
	if [ "$ref" = "$1" ]; then
		echo "error: GH006: Protected branch update failed for $1." >&2
		exit 1
	fi
done
for ref in $` + keepVariable + `; do
	if [ "$ref" = "$1" ] && [ "$2" != ` + Zero + ` ] && ! git merge-base --is-ancestor "$2" "$3" 2>/dev/null; then
		echo "error: GH006: Protected branch update failed for $1." >&2
		echo "error: Cannot force-push to or delete this branch" >&2
		exit 1
	fi
done
if [ -n "$` + workflowVariable + `" ] && [ "$3" != ` + Zero + ` ]; then
	changed=$(git log --format= --name-only "$3" --not --all -- .github/workflows | head -n 1)
	if [ -n "$changed" ]; then
		echo "refusing to create or update workflow $changed without the permission to" >&2
		exit 1
	fi
fi
`

// receiptHook writes down which refs did move: "OLD NEW REF" a line.
const receiptHook = `#!/bin/sh
cat >"$` + receiptVariable + `"
`

func (s *Store) hooksDir() string { return filepath.Join(s.dir, "hooks") }

func (s *Store) writeHooks() error {
	if err := os.MkdirAll(s.hooksDir(), 0o700); err != nil {
		return err
	}
	for name, script := range map[string]string{"update": updateHook, "post-receive": receiptHook} {
		if err := os.WriteFile(filepath.Join(s.hooksDir(), name), []byte(script), 0o700); err != nil {
			return err
		}
	}
	return nil
}

// PushRules are what a push may not do; refs by full name.
type PushRules struct {
	Refused     []string // refs not to be touched at all
	FastForward []string // refs to be moved forwards only
	NoWorkflows bool     // new commits may not change .github/workflows
}

// A Push is the ground for one git receive-pack: its environment, and afterwards which refs it moved.
type Push struct {
	receipt string
	rules   PushRules
}

// NewPush prepares a push. Close removes its receipt.
func (s *Store) NewPush(rules PushRules) (*Push, error) {
	for _, name := range append(append([]string{}, rules.Refused...), rules.FastForward...) {
		if !ValidRef(name) {
			return nil, fmt.Errorf("%w: ref %q", ErrName, name)
		}
	}
	f, err := os.CreateTemp(s.dir, "push-")
	if err != nil {
		return nil, err
	}
	return &Push{receipt: f.Name(), rules: rules}, f.Close()
}

// Environment is what git receive-pack needs beside Store.Environment.
func (p *Push) Environment() []string {
	workflows := ""
	if p.rules.NoWorkflows {
		workflows = "true"
	}
	return []string{
		workflowVariable + "=" + workflows,
		refusedVariable + "=" + strings.Join(p.rules.Refused, " "),
		keepVariable + "=" + strings.Join(p.rules.FastForward, " "),
		receiptVariable + "=" + p.receipt,
	}
}

// Moved returns the refs that the push moved.
func (p *Push) Moved() ([]RefUpdate, error) {
	content, err := os.ReadFile(p.receipt)
	if err != nil {
		return nil, err
	}
	var moved []RefUpdate
	for line := range strings.Lines(string(content)) {
		f := strings.SplitN(strings.TrimSuffix(line, "\n"), " ", 3)
		if len(f) != 3 {
			return nil, fmt.Errorf("push receipt: unexpected line %q", line)
		}
		moved = append(moved, RefUpdate{Before: f[0], After: f[1], Name: f[2]})
	}
	return moved, nil
}

// Close removes the receipt.
func (p *Push) Close() error { return os.Remove(p.receipt) }
