package publish

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/github"
)

// Drift warns of workflows of the central repository that are not those that
// its policy asks for: a policy was changed without them, or somebody edited
// one. It only warns, since what it looks at is what runs here.
type Drift struct {
	Policies policies
	Files    workflowFiles
	Rendered func(*config.Policy) map[string][]byte // the workflows by their paths
	Runtime  *actions.Runtime
}

// policies reads the policy, with an issue unless its number is 0.
type policies interface {
	Policy(ctx context.Context, number int) (*github.Central, *config.Policy, error)
}

// Warn leaves one annotation on the job that names every such file.
func (d *Drift) Warn(ctx context.Context) {
	const title = "workflows and policy differ"
	others, err := d.others(ctx)
	switch {
	case err != nil:
		d.Runtime.Warning(title, fmt.Sprintf("Whether they do could not be looked up: %v", err))
	case len(others) > 0:
		d.Runtime.Warning(title, fmt.Sprintf("Not what the policy asks for: %s. An owner runs `gh release-request init central` in a clone of %s, and commits what it writes. It keeps what people changed; to drop that, they delete the file first.",
			strings.Join(others, ", "), d.Runtime.Repository))
	}
}

// others lists the paths that hold something else, or nothing.
func (d *Drift) others(ctx context.Context) ([]string, error) {
	central, policy, err := d.Policies.Policy(ctx, 0)
	if err != nil {
		return nil, err
	}
	return Drifted(ctx, d.Files, d.Runtime.Repository, central.Head, d.Rendered(policy))
}

// Drifted lists the paths that hold something else at a commit than what is
// rendered for them, or nothing.
func Drifted(ctx context.Context, files workflowFiles, repository, commit string, rendered map[string][]byte) ([]string, error) {
	var others []string
	for _, path := range slices.Sorted(maps.Keys(rendered)) {
		id, err := files.FileOID(ctx, repository, commit, path)
		if err != nil {
			return nil, err
		}
		if id != blobID(rendered[path]) {
			others = append(others, path)
		}
	}
	return others, nil
}

// blobID is the id that git gives to a file's content.
// https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
func blobID(content []byte) string {
	sum := sha1.Sum(fmt.Appendf(nil, "blob %d\x00%s", len(content), content))
	return hex.EncodeToString(sum[:])
}
