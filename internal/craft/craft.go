// Package craft is the door to the craft program of getsentry/craft, 0.32 to
// 2.x: what its .craft.yml says, the commands that prepare and publish, and what
// it noted as published. It stands on the doors floor. It never reads .craft.yml
// itself, since craft alone knows what it means, and it never believes a note
// that was there before craft was run. docs/decisions/0037-craft.md holds the
// facts about craft that it rests on.
package craft

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/fault"
)

// Program is craft's name on PATH.
const Program = "craft"

// configFile is what craft looks for, upwards from where it is run.
const configFile = ".craft.yml"

// patience is how long craft may take to leave after it was told to.
const patience = 5 * time.Second

// Project is a checkout whose releases craft makes.
type Project struct {
	Dir string   // where its .craft.yml lies, and where craft is run
	Env []string // the whole environment
}

// Find returns the folder of the .craft.yml that holds for a folder of a
// checkout: craft takes the nearest one upwards, and here never one outside of
// the checkout.
func Find(checkout, folder string) (string, error) {
	for dir := filepath.Clean("/" + filepath.ToSlash(folder)); ; dir = filepath.Dir(dir) {
		found := filepath.Join(checkout, filepath.FromSlash(dir))
		info, err := os.Lstat(filepath.Join(found, configFile))
		if err == nil && info.Mode().IsRegular() {
			return found, nil
		}
		if dir == "/" || dir == string(filepath.Separator) {
			return "", fault.New(fault.Failed, "there is no %s, so craft has nothing to go by", configFile)
		}
	}
}

// Config is what concerns a release of what .craft.yml says.
type Config struct {
	// BranchPrefix stands before the version in the release branch's name,
	// with a slash between them.
	BranchPrefix string
	Repository   string // OWNER/REPO that craft publishes and takes artifacts from
}

// Branch is the release branch that craft makes and looks for.
func (c Config) Branch(version string) string { return c.BranchPrefix + "/" + version }

// Config asks craft what .craft.yml says.
func (p Project) Config(ctx context.Context) (Config, error) {
	var said struct {
		ReleaseBranchPrefix string
		GitHub              struct{ Owner, Repo string }
	}
	if err := p.ask(ctx, &said, "config"); err != nil {
		return Config{}, err
	}
	c := Config{BranchPrefix: said.ReleaseBranchPrefix, Repository: said.GitHub.Owner + "/" + said.GitHub.Repo}
	if c.BranchPrefix == "" {
		c.BranchPrefix = "release"
	}
	return c, nil
}

// Targets asks craft which targets .craft.yml has, by the ids that --target
// takes, such as npm or npm[@acme/sdk].
func (p Project) Targets(ctx context.Context) ([]string, error) {
	var ids []string
	err := p.ask(ctx, &ids, "targets")
	return ids, err
}

// ask runs a command of craft that answers with JSON, which stands at the
// beginning of a line, behind what craft has to say.
func (p Project) ask(ctx context.Context, into any, command string) error {
	cmd := exec.CommandContext(ctx, Program, command, "--no-input")
	var out, problems bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = p.Dir, p.Env, &out, &problems
	cmd.WaitDelay = patience
	err := cmd.Run()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return missing(err)
	case err != nil:
		return fmt.Errorf("craft %s: %w%s", command, err, gist(problems.String()))
	}
	for at, text := 0, out.String(); at < len(text); {
		line := text[at:]
		if line[0] == '[' || line[0] == '{' {
			if err := json.NewDecoder(strings.NewReader(line)).Decode(into); err != nil {
				return fmt.Errorf("craft %s answers with no JSON: %w", command, err)
			}
			return nil
		}
		next := strings.IndexByte(line, '\n')
		if next < 0 {
			break
		}
		at += next + 1
	}
	return fmt.Errorf("craft %s answers with no JSON", command)
}

func missing(err error) error {
	return fault.Wrap(err, "craft is not installed, or not on PATH").WithHint("npm install -g @sentry/craft, or see https://github.com/getsentry/craft")
}

// gist is what a person can read of an error: craft is one file of a few very
// long lines, and Node shows the line that failed.
func gist(text string) string {
	const long, many = 300, 8
	var lines []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && len(line) <= long && !strings.HasPrefix(line, "at ") && len(lines) < many {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return ""
	}
	return ": " + strings.Join(lines, "; ")
}
