package cli

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
	"github.com/release-request/gh-release-request/internal/sandbox/npm"
)

// What scripts do beside that with the real craft and a real npm registry:
//
//	registry             starts a registry that is registry.npmjs.org from then on, and sets
//	                     its token as the secret of the environment npm; REGISTRY_TOKEN holds it
//	images HOST USER VARIABLE
//	                     starts a registry of images at the host, Debian's docker-registry, that
//	                     one user may sign in to, whose password is in the variable
//	missing PROGRAM      that is not there, which REQUIRE_TOOLS=1 forbids
//	pack REPO BRANCH     does what CI of the repository does when the branch is pushed: leaves the
//	                     packed package as an artifact of the newest run there, named for its commit
//	pack REPO BRANCH as OTHER
//	                     the same, but the artifact is named for the head of the branch OTHER
var interopCmds = map[string]func(*testscript.TestScript, bool, []string){
	"registry": startRegistry,
	"images":   startImages,
	"missing":  missProgram,
	"pack":     pack,
}

// npmKey is where a script keeps the programs of npm.
type npmKey struct{}

// TestInterop plays releases with programs that nobody here wrote: craft, npm
// and verdaccio, from npm. INTEROP_CRAFT names another craft, since npm has no
// craft 2.
func TestInterop(t *testing.T) {
	programs := npmPrograms(t)
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "interop"),
		Setup: func(env *testscript.Env) error {
			env.Values[boxKey{}], env.Values[npmKey{}] = &boxHolder{t: t}, programs
			if err := hermetic(env); err != nil {
				return err
			}
			bin := filepath.Join(env.WorkDir, ".bin")
			if err := os.Mkdir(bin, 0o700); err != nil {
				return err
			}
			path := filepath.SplitList(env.Getenv("PATH"))
			if err := os.Symlink(filepath.Join(path[0], "gh-release-request"), filepath.Join(bin, "gh-release-request")); err != nil {
				return err
			}
			env.Setenv("PATH", bin+string(os.PathListSeparator)+env.Getenv("PATH"))
			return programs.Link(bin)
		},
		Cmds: func() map[string]func(*testscript.TestScript, bool, []string) {
			all := maps.Clone(commands)
			maps.Copy(all, interopCmds)
			return all
		}(),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// npmPrograms returns the programs of npm. Only make interop installs any;
// there, what cannot be had fails with REQUIRE_TOOLS=1.
func npmPrograms(t *testing.T) *npm.Programs {
	t.Helper()
	if os.Getenv("INTEROP") != "1" {
		t.Skip("make interop plays this with programs of npm")
	}
	programs, err := npm.Find(t.Context(), os.Getenv("INTEROP_CRAFT"))
	if _, missing := errors.AsType[*npm.MissingError](err); missing && os.Getenv("REQUIRE_TOOLS") != "1" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return programs
}

func startRegistry(ts *testscript.TestScript, neg bool, args []string) {
	registry, err := ts.Value(npmKey{}).(*npm.Programs).StartRegistry(context.Background(), ts.MkAbs(".registry"))
	ts.Check(err)
	ts.Defer(func() { ts.Check(registry.Close()) })
	token, err := registry.NewToken(context.Background(), "acme")
	ts.Check(err)
	box, holder := boxOf(ts), ts.Value(boxKey{}).(*boxHolder)
	box.Hub().Settings(centralName).AddEnvironmentSecret("npm", "NPM_TOKEN", token)
	holder.secrets = append(holder.secrets, token)
	ts.Setenv("REGISTRY_TOKEN", token)
	box.Handle(npm.RegistryHost, registry.Handler())
}

func pack(ts *testscript.TestScript, neg bool, args []string) {
	h := boxOf(ts).Hub()
	repo := h.Settings(args[0])
	commit := headOf(ts, args[0], "refs/heads/"+args[1])
	name := commit
	if len(args) == 4 {
		name = headOf(ts, args[0], "refs/heads/"+args[3])
	}
	runs, err := h.Runs(h.As("olivia"), repo.ID())
	ts.Check(err)
	i := slices.IndexFunc(runs, func(run hub.Run) bool { return run.SHA == commit })
	if i < 0 {
		ts.Fatalf("nothing has run for %s", commit)
	}
	ts.Check(ts.Value(npmKey{}).(*npm.Programs).Pack(context.Background(), h, repo.Repository(), commit, runs[i].ID, name))
}
