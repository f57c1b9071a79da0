package git_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/git"
)

// What the large repository of BenchmarkClone has: one commit in ten replaces
// a file whose content does not compress.
const (
	manyCommits = 20_000
	largeFile   = 100 << 10
	eachCommits = 10
)

// BenchmarkClone compares the scratch clone of a large repository, alone and
// beside a clone of last week's, with a clone in full. Its numbers stand in
// docs/decisions/0031-scratch-clones.md.
func BenchmarkClone(b *testing.B) {
	if testing.Short() {
		b.Skip("makes a repository of 200 MB")
	}
	bare := filepath.Join(b.TempDir(), "large.git")
	makeLarge(b, bare)
	run := func(args ...string) string {
		b.Helper()
		out, err := exec.Command("git", args...).CombinedOutput()
		if err != nil {
			b.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	url := "file://" + bare
	lender := filepath.Join(b.TempDir(), "lender")
	run("clone", "--quiet", url, lender)
	run("-C", lender, "reset", "--quiet", "--hard", "HEAD~100")
	run("-C", lender, "update-ref", "-d", "refs/remotes/origin/main")
	run("-C", lender, "-c", "gc.reflogExpire=now", "-c", "gc.pruneExpire=now", "gc", "--quiet", "--prune=now")
	for _, c := range []struct {
		name  string
		clone func(dir string) error
	}{
		{"full", func(dir string) error { run("clone", "--quiet", url, dir); return nil }},
		{"scratch", func(dir string) error {
			_, err := git.Scratch{URL: url, Branch: "main"}.Clone(b.Context(), dir, git.Repository{})
			return err
		}},
		{"borrowing", func(dir string) error {
			_, err := git.Scratch{URL: url, Branch: "main", Lender: lender}.Clone(b.Context(), dir, git.Repository{})
			return err
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			var fetched float64
			for b.Loop() {
				dir := filepath.Join(b.TempDir(), "clone")
				if err := c.clone(dir); err != nil {
					b.Fatal(err)
				}
				var kib float64
				for line := range strings.Lines(run("-C", dir, "count-objects", "-v")) {
					if _, err := fmt.Sscanf(line, "size-pack: %f", &kib); err == nil {
						fetched += kib / 1024
					}
				}
			}
			b.ReportMetric(fetched/float64(b.N), "MiB/clone")
		})
	}
}

// makeLarge makes a bare repository with a long and heavy history.
func makeLarge(b *testing.B, bare string) {
	b.Helper()
	for _, args := range [][]string{
		{"init", "--quiet", "--bare", "--initial-branch=main", bare},
		{"-C", bare, "config", "uploadpack.allowFilter", "true"},
		{"-C", bare, "config", "uploadpack.allowAnySHA1InWant", "true"},
		{"-C", bare, "config", "core.compression", "0"},
	} {
		if out, err := exec.Command("git", args...).CombinedOutput(); err != nil {
			b.Fatal(err, string(out))
		}
	}
	load := exec.Command("git", "-C", bare, "fast-import", "--quiet")
	stdin, err := load.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := load.Start(); err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriterSize(stdin, 1<<20)
	noise := rand.NewChaCha8([32]byte{})
	heavy := make([]byte, largeFile)
	for n := range manyCommits {
		message := fmt.Sprintf("change %d", n)
		fmt.Fprintf(w, "commit refs/heads/main\ncommitter Erin <erin@acme.test> %d +0000\ndata %d\n%s\n", 1_700_000_000+n*60, len(message), message)
		text := strings.Repeat(fmt.Sprintf("line of change %d\n", n), 20)
		fmt.Fprintf(w, "M 100644 inline src/%02d/%03d.txt\ndata %d\n%s\n", n%50, n%500, len(text), text)
		if n%eachCommits == 0 {
			noise.Read(heavy)
			fmt.Fprintf(w, "M 100644 inline assets/%02d.bin\ndata %d\n", n/eachCommits%40, len(heavy))
			w.Write(heavy)
			fmt.Fprintln(w)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := stdin.Close(); err != nil {
		b.Fatal(err)
	}
	if err := load.Wait(); err != nil {
		b.Fatal(err)
	}
}
