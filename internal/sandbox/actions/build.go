package actions

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// BuildError says that the workflow runner could not be built.
type BuildError struct {
	Dir    string // of its sources
	Output string // what the go command said
	Cause  error
}

func (e *BuildError) Error() string {
	message := fmt.Sprintf("building the workflow runner failed: %v", e.Cause)
	if e.Output != "" {
		message += ": " + e.Output
	}
	return message
}

func (e *BuildError) Unwrap() error { return e.Cause }

// Hint says what to do about it.
func (e *BuildError) Hint() string {
	where := e.Dir
	if where == "" {
		where = "internal/sandbox/runner of a checkout"
	}
	return fmt.Sprintf("it needs the go command and, the first time, a Go module proxy; see for yourself: cd %s && go build", where)
}

// buildRunner returns the path of the workflow runner. It is built once for
// each state of its sources and each version of Go, into the user's cache.
func buildRunner(ctx context.Context, cache string) (string, error) {
	if runtime.GOOS == "windows" {
		return "", &BuildError{Cause: errors.New("workflows run on Linux and macOS only")}
	}
	sources, err := findSources()
	if err != nil {
		return "", &BuildError{Cause: err}
	}
	fingerprint, err := fingerprint(sources)
	if err != nil {
		return "", &BuildError{Dir: sources, Cause: err}
	}
	program := filepath.Join(cache, "runner-"+fingerprint)
	// Two processes that find nothing must not both build for half a minute.
	unlock, err := lockedfile.MutexAt(program + ".lock").Lock()
	if err != nil {
		return "", &BuildError{Dir: sources, Cause: err}
	}
	defer unlock()
	if info, err := os.Stat(program); err == nil && info.Mode().IsRegular() {
		return program, nil
	}
	return program, compile(ctx, sources, program)
}

// compile builds beside the final place and moves the result there, so that a
// build that was interrupted leaves nothing that looks whole.
func compile(ctx context.Context, sources, program string) error {
	unfinished := program + ".new"
	defer os.Remove(unfinished)
	cmd := exec.CommandContext(ctx, "go", "build", "-mod=readonly", "-buildvcs=false", "-o", unfinished, ".")
	cmd.Dir = sources
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOOS="+runtime.GOOS, "GOARCH="+runtime.GOARCH)
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Run(); err != nil {
		return &BuildError{Dir: sources, Output: lastLines(output.String(), 5), Cause: err}
	}
	return os.Rename(unfinished, program)
}

// lastLines is the end of what a program said, on one line.
func lastLines(output string, n int) string {
	all := strings.Split(strings.TrimSpace(output), "\n")
	return strings.Join(all[max(0, len(all)-n):], "; ")
}

const modulePath = "github.com/release-request/gh-release-request"

// findSources looks for the runner's module in the checkout that one stands in,
// or else in the one that this program was built from.
func findSources() (string, error) {
	var roots []string
	if dir, err := os.Getwd(); err == nil {
		for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			roots = append(roots, dir)
		}
	}
	if _, file, _, ok := runtime.Caller(0); ok && filepath.IsAbs(file) {
		roots = append(roots, filepath.Join(filepath.Dir(file), "..", "..", ".."))
	}
	for _, root := range roots {
		content, err := os.ReadFile(filepath.Join(root, "go.mod"))
		if err != nil || !strings.HasPrefix(string(content), "module "+modulePath+"\n") {
			continue
		}
		sources := filepath.Join(root, "internal", "sandbox", "runner")
		if _, err := os.Stat(filepath.Join(sources, "go.mod")); err == nil {
			return sources, nil
		}
	}
	return "", errors.New("its sources are not here: run from within a checkout of " + modulePath)
}

// fingerprint is a hash of the sources, the version of Go and the platform.
func fingerprint(sources string) (string, error) {
	hash := sha256.New()
	fmt.Fprintln(hash, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	err := filepath.WalkDir(sources, func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		isSource := strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") || name == "go.mod" || name == "go.sum"
		if err != nil || !isSource {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		fmt.Fprintf(hash, "%s %d\n%s", name, len(content), content)
		return nil
	})
	return hex.EncodeToString(hash.Sum(nil))[:16], err
}

// cacheDir is where the runner is kept. Without a home it is a temporary
// directory, which nobody else can have prepared.
func cacheDir() (dir string, temporary bool, err error) {
	base, err := os.UserCacheDir()
	if err != nil {
		base = os.Getenv("XDG_CACHE_HOME")
	}
	if !filepath.IsAbs(base) {
		dir, err = os.MkdirTemp("", "gh-release-request-")
		return dir, true, err
	}
	dir = filepath.Join(base, "gh-release-request")
	return dir, false, os.MkdirAll(dir, 0o700)
}
