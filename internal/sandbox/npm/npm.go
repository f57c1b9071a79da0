// Package npm has programs of npm's world at hand that nobody here wrote: craft,
// npm itself, and the registry verdaccio, for releases that are played with the
// real ones. Annex floor: it imports nothing of ours outside internal/sandbox.
// It needs Node and npm on PATH, installs the others once, into the user's
// cache, and is the only part of the sandbox that reaches npm's registry.
package npm

import (
	"cmp"
	"context"
	"crypto/sha256"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/lockedfile"
)

//go:embed programs/package.json
var packages []byte

//go:embed programs/proxy.cjs
var proxy []byte

// Programs are those that Find found and installed.
type Programs struct {
	node, npm string
	modules   string // folder of what npm installed
	craft     string
}

// MissingError says which program cannot be had, and how it can.
type MissingError struct {
	What  string // as a sentence
	Cause error
}

func (e *MissingError) Error() string { return e.What }

func (e *MissingError) Unwrap() error { return e.Cause }

// Find looks for Node and npm, and has npm install the rest if the cache has
// not got it. craft is the path of another craft than the one of npm; empty:
// that one. What cannot be had is a MissingError.
func Find(ctx context.Context, craft string) (*Programs, error) {
	var p Programs
	var missing []string
	look := func(name string) (path string) {
		path, err := exec.LookPath(name)
		if err != nil {
			missing = append(missing, name)
		}
		return path
	}
	p.node, p.npm = look("node"), look("npm")
	if len(missing) > 0 {
		return nil, &MissingError{What: "Node.js 20 or newer is needed, with npm (" + strings.Join(missing, ", ") +
			" missing): install it from your system's packages or from https://nodejs.org"}
	}
	if err := p.install(ctx); err != nil {
		return nil, err
	}
	p.craft = cmp.Or(craft, filepath.Join(p.modules, "@sentry", "craft", "dist", "craft"))
	return &p, nil
}

// install keeps what package.json lists in the user's cache, once for each
// state of that file.
func (p *Programs) install(ctx context.Context) error {
	cache, err := os.UserCacheDir()
	if err != nil {
		return fmt.Errorf("there is no place to keep what npm installs: %w", err)
	}
	cache = filepath.Join(cache, "gh-release-request")
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return err
	}
	dir := filepath.Join(cache, fmt.Sprintf("npm-%.6x", sha256.Sum256(packages)))
	p.modules = filepath.Join(dir, "node_modules")
	unlock, err := lockedfile.MutexAt(dir + ".lock").Lock()
	if err != nil {
		return err
	}
	defer unlock()
	if _, err := os.Stat(dir); err == nil || !errors.Is(err, os.ErrNotExist) {
		return err
	}
	// What was interrupted must leave nothing that looks whole.
	fresh, err := os.MkdirTemp(cache, "npm-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(fresh)
	if err := os.WriteFile(filepath.Join(fresh, "package.json"), packages, 0o644); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, p.npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--fetch-retries=1")
	cmd.Dir = fresh
	if out, err := cmd.CombinedOutput(); err != nil {
		return &MissingError{Cause: err, What: fmt.Sprintf(
			"npm cannot install craft and verdaccio, for which it needs a registry the first time: %s", reason(string(out)))}
	}
	return os.Rename(fresh, dir)
}

// reason is the line that says most of why npm failed.
func reason(printed string) string {
	for line := range strings.Lines(printed) {
		line = strings.TrimSpace(line)
		if what, ok := strings.CutPrefix(line, "npm error "); ok && !isCode.MatchString(what) {
			return what
		}
	}
	return "it does not say why"
}

// isCode matches what is for programs.
var isCode = regexp.MustCompile(`^(code|errno|syscall|path) `)

// Link writes the programs craft and npm into a folder of PATH, such that craft
// goes through the proxy of its environment and npm reads no settings of the
// machine's.
func (p *Programs) Link(bin string) error {
	hook := filepath.Join(bin, "proxy.cjs")
	if err := os.WriteFile(hook, proxy, 0o600); err != nil {
		return err
	}
	for name, line := range map[string]string{
		"craft": fmt.Sprintf("exec '%s' --require '%s' '%s'", p.node, hook, p.craft),
		"npm":   fmt.Sprintf("npm_config_globalconfig=%s npm_config_update_notifier=false npm_config_progress=false exec '%s'", os.DevNull, p.npm),
	} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+line+" \"$@\"\n"), 0o700); err != nil {
			return err
		}
	}
	return nil
}
