package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// place is the directories of one job, below the directory that the host gave:
// as on a fresh machine, nothing of another job is there.
type place struct {
	root, home, tmp, temp, tools, workspace string
	event                                   string // the file with the event's payload
}

func newPlace(dir, job string, payload any) (place, error) {
	root, err := os.MkdirTemp(dir, job+"-")
	if err != nil {
		return place{}, fmt.Errorf("making the directory of job %q: %w", job, err)
	}
	p := place{
		root: root, home: filepath.Join(root, "home"), tmp: filepath.Join(root, "tmp"),
		temp: filepath.Join(root, "temp"), tools: filepath.Join(root, "tools"), workspace: filepath.Join(root, "work"),
		event: filepath.Join(root, "temp", "event.json"),
	}
	for _, dir := range []string{p.home, p.tmp, p.temp, p.tools, p.workspace} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			return p, err
		}
	}
	encoded, err := json.Marshal(payload)
	if err != nil {
		return p, err
	}
	return p, os.WriteFile(p.event, encoded, 0o600)
}

// remove takes the job's directories away. What a step made unwritable, as Go's
// module cache is, is made writable first.
func (p place) remove() {
	if p.root == "" || os.RemoveAll(p.root) == nil {
		return
	}
	_ = filepath.WalkDir(p.root, func(path string, entry os.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			return os.Chmod(path, 0o700)
		}
		return nil
	})
	_ = os.RemoveAll(p.root)
}

// context is the runner context.
// https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#runner-context
func (p place) context() map[string]any {
	return map[string]any{
		"name": "sandbox", "os": systems[runtime.GOOS], "arch": architectures[runtime.GOARCH],
		"temp": p.temp, "tool_cache": p.tools, "workspace": p.root, "environment": "github-hosted", "debug": "",
	}
}

var (
	systems       = map[string]string{"linux": "Linux", "darwin": "macOS"}
	architectures = map[string]string{"amd64": "X64", "arm64": "ARM64"}
)
