package publish

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

func TestHandedCheck_refusesWhatTheGateOfThisAttemptDidNotSay(t *testing.T) {
	digest := release.DigestOf([]byte("x")).String()
	other := release.DigestOf([]byte("y")).String()
	attested := func(digest, run string) string {
		return `{"digest":"` + digest + `","run":"` + run + `","at":"2026-03-02T09:00:00Z","roles":{}}`
	}
	good := Handed{Target: "npm", Digest: digest, Grant: "go", Attested: attested(digest, "77/1")}
	run := release.Run{ID: 77, Attempt: 1}
	if _, err := good.Check(run); err != nil {
		t.Fatalf("what the gate says is refused: %v", err)
	}
	for name, test := range map[string]struct {
		change func(*Handed)
		want   string
	}{
		"no grant":            {func(h *Handed) { h.Grant = "" }, `did not let target npm go: its output is ""`},
		"unknown grant":       {func(h *Handed) { h.Grant = "yes" }, `its output is "yes"`},
		"no digest":           {func(h *Handed) { h.Digest = "" }, "has 0 digits"},
		"short digest":        {func(h *Handed) { h.Digest = digest[:12] }, "has 12 digits"},
		"nothing attested":    {func(h *Handed) { h.Attested = "" }, "cannot be read"},
		"another digest":      {func(h *Handed) { h.Attested = attested(other, "77/1") }, "attests digest"},
		"another attempt":     {func(h *Handed) { h.Attested = attested(digest, "77/2") }, "attempt 77/2"},
		"another run":         {func(h *Handed) { h.Attested = attested(digest, "76/1") }, "attempt 76/1"},
		"unevaluated outputs": {func(h *Handed) { h.Grant = "${{ steps.gate.outputs.x }}" }, "did not let"},
	} {
		t.Run(name, func(t *testing.T) {
			h := good
			test.change(&h)
			_, err := h.Check(run)
			if err == nil || !strings.Contains(err.Error(), test.want) || fault.KindOf(err) != fault.Refused {
				t.Errorf("got %v, want a refusal with %q in it", err, test.want)
			}
		})
	}
}

// sameFile is a central repository whose publish.yml never changed.
type sameFile struct{}

func (sameFile) FileOID(context.Context, string, string, string) (string, error) { return "blob", nil }

// otherFile is one whose publish.yml differs from commit to commit.
type otherFile struct{}

func (otherFile) FileOID(_ context.Context, _, commit, _ string) (string, error) { return commit, nil }

func checkoutOf(t *testing.T, w *factstest.World, number int, reading *facts.Reading, target string) *Checkout {
	return &Checkout{
		Case:  Case{Reader: read{reading}, Runtime: openJob(t, w).Runtime, Number: number},
		Files: sameFile{}, Dir: t.TempDir(),
		Permit: Permit{Target: target, Digest: reading.Parsed.Digest, Attested: Attested{
			Digest: reading.Parsed.Digest, Run: "77/1", At: reading.Facts.Now,
		}},
	}
}

func TestCheckout_fetchesExactlyTheApprovedCommit(t *testing.T) {
	w, number, reading := approved(t, "exact")
	// A tag that bears the branch's name must not be checked out in its place.
	w.Git("erin", w.Clone, "tag", "decoy", "main")
	c := checkoutOf(t, w, number, reading, "npm")
	plan, err := c.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := w.Git("erin", plan.Dir, "rev-parse", "HEAD"); got != w.Commit {
		t.Errorf("HEAD is %s, want %s", got, w.Commit)
	}
	if refs := w.Git("erin", plan.Dir, "for-each-ref", "--format=%(refname)"); refs != "refs/heads/release/1.2.3" {
		t.Errorf("the checkout has the refs %q", refs)
	}
	config, err := os.ReadFile(filepath.Join(plan.Dir, ".git", "config"))
	if err != nil || strings.Contains(string(config), "uthorization") || strings.Contains(string(config), "helper") {
		t.Errorf("the checkout's configuration holds a credential: %s %v", config, err)
	}
	if loaded, err := LoadPlan(c.Runtime.Temp); err != nil || loaded.Commit != w.Commit || loaded.Command[0] != "true" {
		t.Errorf("the plan is %+v, %v", loaded, err)
	}
}

func TestCheckout_keepsNothingOfAnEarlierJob(t *testing.T) {
	w, number, reading := approved(t, "kept")
	c := checkoutOf(t, w, number, reading, "npm")
	left := filepath.Join(c.Dir, "source", ".git", "hooks")
	if err := os.MkdirAll(left, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(c.Dir, "source", ".npmrc"), []byte("registry=https://evil.test"), 0o600); err != nil {
		t.Fatal(err)
	}
	plan, err := c.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if status := w.Git("erin", plan.Dir, "status", "--porcelain", "--ignored"); status != "" {
		t.Errorf("the checkout also holds %q", status)
	}
}

func TestCheckout_refuses(t *testing.T) {
	w, number, whole := approved(t, "refuses")
	for name, test := range map[string]struct {
		change func(*Checkout, *facts.Reading)
		want   string
	}{
		"what the second evaluation refuses": {func(_ *Checkout, r *facts.Reading) {
			source, _ := r.Facts.Source.Get()
			source.BranchHead = strings.Repeat("0", 40)
			r.Facts.Source = policy.Known(source)
		}, "the verdict is now refuse"},
		"another digest than the gate's": {func(c *Checkout, _ *facts.Reading) {
			c.Permit.Digest = release.DigestOf([]byte("another record"))
		}, "the gate decided about digest"},
		"a target before the earlier one": {func(c *Checkout, _ *facts.Reading) { c.Permit.Target = "docs" },
			"npm comes before docs and is left"},
		"a target that is out already": {func(_ *Checkout, r *facts.Reading) {
			r.Facts.Targets = policy.Known(map[string]policy.TargetFact{
				"npm": {State: policy.TargetPublished, Run: 5, URL: "https://github.com/x"}, "docs": {State: policy.TargetLeft}})
		}, "npm is published already"},
		"a request of which only the end is left": {func(_ *Checkout, r *facts.Reading) {
			r.Facts.Targets = policy.Known(map[string]policy.TargetFact{
				"npm": {State: policy.TargetPublished}, "docs": {State: policy.TargetPublished}})
		}, "the verdict is now finish"},
		"a source repository that it cannot see": {func(_ *Checkout, r *facts.Reading) { r.Source = nil },
			"what token it needs is not known"},
		"targets of which nothing is known": {func(_ *Checkout, r *facts.Reading) {
			r.Facts.Targets = policy.Withheld[map[string]policy.TargetFact]("the runs are gone")
		}, "what was published is not known: the runs are gone"},
		"a target that the record does not name": {func(c *Checkout, _ *facts.Reading) { c.Permit.Target = "pypi" },
			"does not name pypi"},
		"a word of the gate that is too old": {func(_ *Checkout, r *facts.Reading) { r.Facts.Now = r.Facts.Now.Add(61 * time.Minute) },
			"is too old"},
		"a run of another branch": {func(c *Checkout, _ *facts.Reading) { c.Runtime.Ref = "refs/heads/evil" },
			"this run is of refs/heads/evil"},
		"a workflow file that is not the default branch's": {func(c *Checkout, _ *facts.Reading) { c.Files = otherFile{} },
			"is not the one on main"},
	} {
		t.Run(name, func(t *testing.T) {
			reading := *whole
			c := checkoutOf(t, w, number, &reading, "npm")
			test.change(c, &reading)
			_, err := c.Run(t.Context())
			if err == nil || !strings.Contains(err.Error(), test.want) || fault.KindOf(err) != fault.Refused {
				t.Fatalf("got %v, want a refusal with %q in it", err, test.want)
			}
			if left, _ := os.ReadDir(c.Dir); len(left) > 0 {
				t.Errorf("a refused checkout left %v", left)
			}
		})
	}
}
