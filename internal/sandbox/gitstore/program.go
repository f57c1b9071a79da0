package gitstore

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// The oldest git that the store works with: `git merge-tree --write-tree` came with 2.38.
const oldestMajor, oldestMinor = 2, 38

type program struct{ git, httpBackend string }

// findProgram looks for a usable git on PATH.
func findProgram(ctx context.Context) (program, error) {
	git, err := exec.LookPath("git")
	if err != nil {
		return program{}, fmt.Errorf("the sandbox needs git %d.%d or newer on PATH: %w", oldestMajor, oldestMinor, err)
	}
	if git, err = filepath.Abs(git); err != nil {
		return program{}, err
	}
	version, err := ask(ctx, git, "version")
	if err != nil {
		return program{}, err
	}
	if err := checkVersion(version); err != nil {
		return program{}, err
	}
	execPath, err := ask(ctx, git, "--exec-path")
	if err != nil {
		return program{}, err
	}
	backend, err := findBackend(execPath)
	if err != nil {
		return program{}, err
	}
	return program{git: git, httpBackend: backend}, nil
}

// ask runs git with one argument and none of the operator's settings.
func ask(ctx context.Context, git, what string) (string, error) {
	cmd := exec.CommandContext(ctx, git, what)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.DevNull}
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("running %s %s: %w", git, what, err)
	}
	return strings.TrimSpace(string(out)), nil
}

func checkVersion(answer string) error {
	fields := strings.Fields(answer)
	if len(fields) < 3 {
		return fmt.Errorf("git version: unexpected answer %q", strings.TrimSpace(answer))
	}
	parts := strings.SplitN(fields[2], ".", 3)
	if len(parts) < 2 {
		return fmt.Errorf("git version: unexpected answer %q", strings.TrimSpace(answer))
	}
	major, err1 := strconv.Atoi(parts[0])
	minor, err2 := strconv.Atoi(parts[1])
	if err1 != nil || err2 != nil {
		return fmt.Errorf("git version: unexpected answer %q", strings.TrimSpace(answer))
	}
	if major < oldestMajor || major == oldestMajor && minor < oldestMinor {
		return fmt.Errorf("git %s is too old for the sandbox: install %d.%d or newer", fields[2], oldestMajor, oldestMinor)
	}
	return nil
}

// findBackend returns the path of git-http-backend. Some distributions pack it apart from git itself.
func findBackend(execPath string) (string, error) {
	for _, name := range []string{"git-http-backend", "git-http-backend.exe"} {
		path := filepath.Join(execPath, name)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path, nil
		}
	}
	return "", fmt.Errorf("git has no http-backend in %s: install git's HTTP server "+
		"(Debian and Ubuntu: git; Alpine: git-daemon; Fedora: git-core; macOS: brew install git)", execPath)
}
