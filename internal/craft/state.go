package craft

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/release-request/gh-release-request/internal/fault"
)

// State is where craft notes what it published: it goes by the note when it is
// run again. craft 2 keeps it in a folder for the state of programs, older ones
// in the folder of .craft.yml.
type State struct {
	dir  string // the folder for states, as XDG_STATE_HOME
	file string // the older place
}

// NewState makes an empty state in a new folder dir, outside of the checkout. A
// note that came with the checkout is refused: an older craft would believe it,
// take targets for published, and publish others than those it is told.
func NewState(dir string, p Project, version string) (State, error) {
	s := State{dir: dir, file: filepath.Join(p.Dir, ".craft-publish-"+version+".json")}
	if _, err := os.Lstat(s.file); err == nil {
		return s, fault.New(fault.Refused, "%s came with the commit, and craft would believe that its targets are published", filepath.Base(s.file)).
			WithHint("take it out of the repository, and ask again")
	}
	if err := os.RemoveAll(dir); err != nil {
		return s, err
	}
	return s, os.MkdirAll(dir, 0o700)
}

// Variable is the environment variable that leads craft to the state.
func (s State) Variable() string { return "XDG_STATE_HOME=" + s.dir }

// Missing returns those of the ids that craft did not note as published.
func (s State) Missing(ids []string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(s.dir, "craft", "publish-state-*.json"))
	if err != nil {
		return nil, err
	}
	published := map[string]bool{}
	for _, file := range append(files, s.file) {
		text, err := os.ReadFile(file)
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			return nil, err
		}
		var note struct{ Published map[string]bool }
		if err := json.Unmarshal(text, &note); err != nil {
			return nil, fmt.Errorf("what craft noted in %s cannot be read: %w", file, err)
		}
		for id, done := range note.Published {
			published[id] = published[id] || done
		}
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return published[id] }), nil
}
