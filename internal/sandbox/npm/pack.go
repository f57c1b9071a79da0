package npm

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Pack does what the CI of a package does: packs it as it is at a commit, and
// leaves that as an artifact of a run. The sandbox's jobs cannot leave any
// themselves.
func (p *Programs) Pack(ctx context.Context, h *hub.Hub, repo hub.Repository, commit string, run int64, name string) error {
	dir, err := os.MkdirTemp("", "npm-pack")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	archive := exec.CommandContext(ctx, "git", "--git-dir", repo.Dir, "archive", commit)
	tree, err := archive.Output()
	if err != nil {
		return fmt.Errorf("git archive of %s: %w", commit, err)
	}
	for _, command := range [][]string{{"tar", "-x"}, {p.npm, "pack", "--silent"}} {
		cmd := exec.CommandContext(ctx, command[0], command[1:]...)
		cmd.Dir, cmd.Stdin = dir, bytes.NewReader(tree)
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "npm_config_globalconfig=" + os.DevNull, "npm_config_update_notifier=false"}
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w: %s", filepath.Base(command[0]), err, out)
		}
	}
	packed, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil {
		return err
	}
	files := map[string][]byte{}
	for _, path := range packed {
		if files[filepath.Base(path)], err = os.ReadFile(path); err != nil {
			return err
		}
	}
	_, err = h.AddArtifact(run, name, files)
	return err
}
