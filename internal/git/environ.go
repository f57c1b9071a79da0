package git

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// unattended are settings that keep programs of the person's away from folders
// that are gone a moment later. They are no secret, and on the command line
// nothing overrules them. https://git-scm.com/docs/git-config
var unattended = [][2]string{
	{"core.hooksPath", os.DevNull},
	{"core.fsmonitor", "false"},
	{"submodule.recurse", "false"},
	{"maintenance.auto", "false"},
}

func unattendedArgs() []string {
	var args []string
	for _, s := range unattended {
		args = append(args, "-c", s[0]+"="+s[1])
	}
	return args
}

// elsewhere are the variables that would lead git from Dir to another
// repository: those of git rev-parse --local-env-vars that hold no settings.
var elsewhere = []string{
	"GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_INTERNAL_SUPER_PREFIX",
	"GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE", "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE",
}

const ceilings = "GIT_CEILING_DIRECTORIES"

// environ is the environment with the settings of r behind those that it has.
// https://git-scm.com/docs/git-config#ENVIRONMENT
func (r Repository) environ() ([]string, error) {
	env := r.Env
	if env == nil {
		env = os.Environ()
	}
	var ceiling string
	kept := []string{"GIT_TERMINAL_PROMPT=0"} // where the person does not say otherwise
	for _, entry := range env {
		name, value, _ := strings.Cut(entry, "=")
		switch {
		case r.Dir != "" && slices.Contains(elsewhere, name):
		default:
			if name == ceilings {
				ceiling = value
			}
			kept = append(kept, entry)
		}
	}
	if r.Dir != "" {
		dir, err := filepath.Abs(r.Dir)
		if err != nil {
			return nil, err
		}
		kept = append(kept, ceilings+"="+filepath.Dir(dir)+string(filepath.ListSeparator)+ceiling)
	}
	kept, err := WithSettings(kept, r.Config)
	return append(kept, "LC_ALL=C"), err
}

// WithSettings returns an environment with settings of git, as key and value,
// behind those that it has.
func WithSettings(env []string, settings [][2]string) ([]string, error) {
	const counter = "GIT_CONFIG_COUNT"
	var count string
	var kept []string
	for _, entry := range env {
		if name, value, _ := strings.Cut(entry, "="); name == counter {
			count = value
			continue
		}
		kept = append(kept, entry)
	}
	first, err := settingsIn(count)
	if err != nil {
		return nil, err
	}
	for i, s := range settings {
		kept = append(kept,
			fmt.Sprintf("GIT_CONFIG_KEY_%d=%s", first+i, s[0]),
			fmt.Sprintf("GIT_CONFIG_VALUE_%d=%s", first+i, s[1]))
	}
	return append(kept, fmt.Sprintf("%s=%d", counter, first+len(settings))), nil
}

// settingsIn reads GIT_CONFIG_COUNT as git does, which also refuses what is no
// number: settings must not get lost.
func settingsIn(count string) (int, error) {
	if count == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(count)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("GIT_CONFIG_COUNT is %q in the environment, and should be a number", count)
	}
	return n, nil
}
