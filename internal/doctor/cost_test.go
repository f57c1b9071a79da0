package doctor_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Looking takes some thirty calls for the central repository and at most twelve
// for each source repository, however many projects live in it.
func TestLook_takesAFewCallsForEachSourceRepository(t *testing.T) {
	w := newWorld(t, "cost")
	calls := func() (n int) {
		w.look(w.ClientThrough("olivia", func(_ string, a *factstest.Answer) {
			n++
			a.Body += "\n"
		}))
		return n
	}
	first := calls()
	if first > 50 {
		t.Errorf("one source repository takes %d calls", first)
	}
	var more strings.Builder
	for i := range 3 {
		name := fmt.Sprintf("cost-%d", i)
		if _, err := w.Hub().AddRepo(hub.RepoSpec{Owner: "acme", Name: name}); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"a", "b"} {
			fmt.Fprintf(&more, "  %s-%s: {repository: acme/%s, path: %s, branch: \"{path}-{version}\", tag: \"{path}-{version}\", targets: [docs], prepare: none, publish: {run: [\"true\"]}}\n", name, path, name, path)
		}
	}
	w.policy("projects:\n", "projects:\n"+more.String())
	if each := (calls() - first) / 3; each > 12 {
		t.Errorf("each further source repository takes %d calls", each)
	} else {
		t.Logf("%d calls, and %d for each further source repository", first, each)
	}
}
