package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// Whoever asks for the version waits for what every package makes before main
// begins. Time differs with the machine; the memory that is taken does not.
// https://pkg.go.dev/runtime#hdr-Environment_Variables describes the trace.
func TestStart_makesNothingThatIsNotUsed(t *testing.T) {
	const most = 128 << 10 // of one of our packages; half a millisecond, if it is regular expressions
	program := filepath.Join(t.TempDir(), "gh-release-request.exe")
	if out, err := exec.Command("go", "build", "-o", program, "../../cmd/gh-release-request").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	cmd := exec.Command(program, "--version")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	trace, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatal(err)
	}
	ours := regexp.MustCompile(`(?m)^init github\.com/release-request/gh-release-request/(\S+) .* ([0-9]+) bytes`).FindAllSubmatch(trace, -1)
	if len(ours) == 0 {
		t.Fatalf("no package of ours is in the trace:\n%s", trace)
	}
	for _, found := range ours {
		if bytes, err := strconv.Atoi(string(found[2])); err != nil || bytes > most {
			t.Errorf("%s takes %s bytes at start; compile regular expressions with lazyregexp", found[1], found[2])
		}
	}
}
