package doctor_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/doctor"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
	"github.com/release-request/gh-release-request/internal/seal"
)

// mend carries out what can be, and returns what it said.
func (w *world) mend(t *testing.T, findings []doctor.Finding) (said string) {
	t.Helper()
	for _, f := range findings {
		if !f.Mendable() {
			continue
		}
		if f.Plan() == "" {
			t.Errorf("%s %s has no plan", f.Code, f.Where)
		}
		say, err := f.Mend(t.Context())
		if err != nil {
			t.Errorf("%s %s: %v", f.Code, f.Where, err)
		}
		said += say
	}
	return said
}

func TestMend_makesLabelsEnvironmentsAndKeys(t *testing.T) {
	w := newWorld(t, "mended")
	h, owner, central := w.Hub(), w.Hub().As("olivia"), w.Central.ID()
	capital := "Failed"
	_, err := h.UpdateLabel(owner, central, "failed", hub.LabelChange{Name: &capital})
	w.must(err)
	w.must(h.DeleteLabel(owner, central, "accepted"))
	w.must(h.DeleteEnvironment(owner, central, "npm"))
	w.environment("release-gate", false, true, "release/*")
	w.must(h.DeleteEnvironment(owner, central, "docs"))
	findings := w.look(w.client)
	w.wantFindings(t, findings, "environment-missing environment docs", "environment-missing environment npm", "environment-open environment release-gate",
		"label-missing label accepted", "label-named label failed", "seal-key-missing target docs")

	said := w.mend(t, findings)

	after := w.look(w.client)
	w.wantFindings(t, after, "secret-missing environment npm")
	public := sealIn(t, said)
	kept, err := seal.ParsePrivate(h.EnvironmentSecretValues(central, "docs")["RELEASE_SEAL_KEY"])
	if err != nil || kept.Public().String() != public {
		t.Errorf("the private half that is kept does not open what is sealed to %s: %v", public, err)
	}
	if strings.Contains(said, kept.Reveal()) {
		t.Error("the private half was told")
	}
}

// With GH_DEBUG=api go-gh writes down all that is sent.
func TestMend_sendsNoPrivateHalfThatIsNotSealed(t *testing.T) {
	w := newWorld(t, "sealed")
	w.Central.RemoveSecret("docs", "RELEASE_SEAL_KEY")
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	w.must(err)
	defer log.Close()
	t.Setenv("GH_DEBUG", "api")
	stderr := os.Stderr
	os.Stderr = log // which a client keeps from when it is made
	c := w.as(hub.TokenSpec{User: "olivia"})
	os.Stderr = stderr

	w.mend(t, w.look(c))

	written, err := os.ReadFile(log.Name())
	w.must(err)
	kept := w.Hub().EnvironmentSecretValues(w.Central.ID(), "docs")["RELEASE_SEAL_KEY"]
	if kept == "" || !strings.Contains(string(written), "encrypted_value") {
		t.Fatal("no key was sent, or nothing was written down")
	}
	if strings.Contains(string(written), kept) {
		t.Error("the private half was sent as it is")
	}
}

func sealIn(t *testing.T, said string) string {
	t.Helper()
	_, public, ok := strings.Cut(said, "seal: ")
	if !ok {
		t.Fatalf("no line for the policy in %q", said)
	}
	return strings.TrimSpace(public)
}

// A key made twice would leave the policy with the public half of the one and
// the environment with the private half of the other.
func TestMend_makesNoOtherKeyWhileTheFirstWaitsForThePolicy(t *testing.T) {
	w := newWorld(t, "keyed")
	w.policy("source-token: write, seal: ", "source-token: write, timeout: 15m} #")
	findings := w.look(w.client)
	w.wantFindings(t, findings, "seal-key-missing target docs")
	if findings[0].Mendable() || !strings.Contains(findings[0].Fix, "gh secret delete RELEASE_SEAL_KEY") {
		t.Errorf("got %+v", findings[0])
	}
	w.Central.RemoveSecret("docs", "RELEASE_SEAL_KEY")
	if said := w.mend(t, w.look(w.client)); !strings.Contains(said, "seal: ") {
		t.Errorf("said %q", said)
	}
}

// What an environment asks for beside its branches belongs to people.
func TestMend_keepsWhatAnEnvironmentHasJobsWaitFor(t *testing.T) {
	w := newWorld(t, "waiting")
	h, owner := w.Hub(), w.Hub().As("olivia")
	waits := hub.EnvironmentWaits{Minutes: 30, Reviewers: []hub.Reviewer{{Type: "User", ID: h.As("rita").User.ID}}, OthersReview: true}
	_, err := h.PutWaitingEnvironment(owner, w.Central.ID(), "npm", false, false, waits)
	w.must(err)
	w.mend(t, w.look(w.client))
	w.wantFindings(t, w.look(w.client))
	e, err := h.Environment(owner, w.Central.ID(), "npm")
	w.must(err)
	if diff := cmp.Diff(waits, e.Waits); diff != "" {
		t.Errorf("before - and after +:\n%s", diff)
	}
}
