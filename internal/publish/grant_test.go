package publish

import (
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/seal"
)

// sealedCase is a grant for npm, with the key that opens it.
func sealedCase(t *testing.T) (Handed, Grant, seal.Private, release.Run) {
	t.Helper()
	key, err := seal.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	digest, run := release.DigestOf([]byte("x")), release.Run{ID: 77, Attempt: 2}
	grant := Grant{
		Token: "ghs_1_a.b.c", Repository: "acme/sdk", Private: true, Permission: "read", Target: "npm", Digest: digest, Run: run.String(),
		Expires: time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC),
	}
	handed := Handed{
		Target: "npm", Digest: digest.String(), SealKey: key.Reveal() + "\n",
		Attested: `{"digest":"` + digest.String() + `","run":"77/2","at":"2026-03-02T09:00:00Z"}`,
	}
	return handed, grant, key, run
}

func sealTo(t *testing.T, g Grant, key seal.Private) string {
	t.Helper()
	output, err := g.seal(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return output
}

func TestGrant_opensForItsOneUse(t *testing.T) {
	handed, grant, key, run := sealedCase(t)
	handed.Grant = sealTo(t, grant, key)
	permit, err := handed.Check(run)
	if err != nil {
		t.Fatal(err)
	}
	if permit.Grant == nil || *permit.Grant != grant {
		t.Errorf("opened %+v, want %+v", permit.Grant, grant)
	}
	for _, part := range []string{grant.Token, "acme/sdk", "npm"} {
		if strings.Contains(handed.Grant, part) {
			t.Errorf("the output holds %q in clear", part)
		}
	}
}

func TestHandedCheck_refusesATokenForAnotherUse(t *testing.T) {
	other, err := seal.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		grant  func(*Grant)
		handed func(*Handed)
		want   string
	}{
		"another target":   {grant: func(g *Grant) { g.Target = "docs" }, want: `it was made for target "docs"`},
		"another digest":   {grant: func(g *Grant) { g.Digest = release.DigestOf([]byte("y")) }, want: "it was made for digest"},
		"another attempt":  {grant: func(g *Grant) { g.Run = "77/1" }, want: "it was made in run and attempt 77/1, and this is 77/2"},
		"another run":      {grant: func(g *Grant) { g.Run = "76/2" }, want: "it was made in run and attempt 76/2"},
		"no token":         {grant: func(g *Grant) { g.Token = "" }, want: "is no token"},
		"another's key":    {handed: func(h *Handed) { h.SealKey = other.Reveal() }, want: "cannot be opened with RELEASE_SEAL_KEY"},
		"no key":           {handed: func(h *Handed) { h.SealKey = "" }, want: "the secret RELEASE_SEAL_KEY is not set"},
		"a word for a key": {handed: func(h *Handed) { h.SealKey = "secret-word" }, want: "a key is the base64 of 32 bytes"},
		"cut":              {handed: func(h *Handed) { h.Grant = h.Grant[:len(h.Grant)-8] }, want: "cannot be opened"},
		"not sealed":       {handed: func(h *Handed) { h.Grant = "ghs_1_a.b.c" }, want: "did not let target npm go"},
		"empty box":        {handed: func(h *Handed) { h.Grant = "sealed:" }, want: "cannot be opened"},
	} {
		t.Run(name, func(t *testing.T) {
			handed, grant, key, run := sealedCase(t)
			if test.grant != nil {
				test.grant(&grant)
			}
			handed.Grant = sealTo(t, grant, key)
			if test.handed != nil {
				test.handed(&handed)
			}
			_, err := handed.Check(run)
			if err == nil || !strings.Contains(err.Error(), test.want) || fault.KindOf(err) != fault.Refused {
				t.Fatalf("got %v, want a refusal with %q in it", err, test.want)
			}
			if strings.Contains(err.Error(), handed.SealKey) && handed.SealKey != "" {
				t.Errorf("the error holds the key: %v", err)
			}
		})
	}
}

func TestGrant_ofOtherTextIsNoGrant(t *testing.T) {
	handed, _, key, run := sealedCase(t)
	for _, text := range []string{"", "null", "{}", "[]", `"ghs_secret"`, "ghs_secret"} {
		box, err := seal.Seal(key.Public(), []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		handed.Grant = grantSealed + box
		if _, err := handed.Check(run); err == nil || strings.Contains(err.Error(), "ghs_secret") {
			t.Errorf("%q: got %v, want a refusal without it", text, err)
		}
	}
}

func TestGrant_isUsableForItsRepositoryUntilItEnds(t *testing.T) {
	_, grant, _, _ := sealedCase(t)
	for name, test := range map[string]struct {
		repository string
		now        time.Time
		want       string
	}{
		"in time":            {"acme/sdk", grant.Expires.Add(-time.Second), ""},
		"other case":         {"Acme/SDK", grant.Expires.Add(-time.Second), ""},
		"at its end":         {"acme/sdk", grant.Expires, "token-expired: the token for acme/sdk ended at 2026-03-02T10:00:00Z"},
		"another repository": {"acme/relay", grant.Expires.Add(-time.Second), "the gate's token is for acme/sdk, not for acme/relay"},
	} {
		err := grant.usable(test.repository, test.now)
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want) || fault.KindOf(err) != fault.Refused) {
			t.Errorf("%s: got %v, want %q", name, err, test.want)
		}
	}
	if hint := fault.HintOf(grant.usable("acme/sdk", grant.Expires)); !strings.Contains(hint, "retry") {
		t.Errorf("the hint is %q", hint)
	}
}

func TestDemanded_refusesWhatIsNotExactlyNeeded(t *testing.T) {
	read, write := &Grant{Permission: "read", Private: true}, &Grant{Permission: "write"}
	for name, test := range map[string]struct {
		grant   *Grant
		need    string
		private bool
		want    string
	}{
		"none":                   {nil, "", false, ""},
		"read":                   {read, "read", true, ""},
		"write":                  {write, "write", false, ""},
		"go for a private one":   {nil, "read", true, "let it go without one"},
		"go for one that writes": {nil, "write", false, "let it go without one"},
		"read for write":         {read, "write", true, "needs a token to write the source repository, and the gate handed it one to read"},
		"write for read":         {write, "read", false, "needs a token to read the source repository, and the gate handed it one to write"},
		"one for nothing":        {write, "", false, "it needs none any more"},
		"made private since":     {write, "write", true, "was made public or private"},
	} {
		err := demanded(test.grant, test.need, test.private)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", name, err, test.want)
		}
	}
}
