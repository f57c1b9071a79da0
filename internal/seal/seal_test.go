package seal

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/nacl/box"
)

func newKey(t *testing.T) Private {
	t.Helper()
	key, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestOpen_returnsWhatWasSealed(t *testing.T) {
	key := newKey(t)
	for _, message := range []string{"", "x", strings.Repeat("a token ", 500)} {
		first, err := Seal(key.Public(), []byte(message))
		if err != nil {
			t.Fatal(err)
		}
		second, err := Seal(key.Public(), []byte(message))
		if err != nil || first == second {
			t.Errorf("two boxes of one message are the same (%v)", err)
		}
		if got, err := key.Open(first); err != nil || string(got) != message {
			t.Errorf("got %q, %v; want %q", got, err, message)
		}
	}
}

func TestOpen_refusesWhatIsNotForThisKey(t *testing.T) {
	key, other := newKey(t), newKey(t)
	sealed, err := Seal(key.Public(), []byte("secret"))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		changed := bytes.Clone(raw)
		changed[i] ^= 1
		if _, err := key.Open(base64.StdEncoding.EncodeToString(changed)); err == nil {
			t.Errorf("a box is opened with its byte %d changed", i)
		}
	}
	for name, test := range map[string]struct {
		key    Private
		sealed string
	}{
		"another key":  {other, sealed},
		"cut":          {key, sealed[:len(sealed)-4]},
		"empty":        {key, ""},
		"no base64":    {key, "sealed"},
		"other base64": {key, base64.URLEncoding.EncodeToString(append(raw, 0xff, 0xfe, 0xff))},
	} {
		if _, err := test.key.Open(test.sealed); err == nil {
			t.Errorf("%s: the box is opened", name)
		}
	}
}

// GitHub's secrets are sealed with libsodium; box is its other implementation.
func TestSeal_isTheBoxThatOthersMake(t *testing.T) {
	public, private, err := box.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ParsePrivate(base64.StdEncoding.EncodeToString(private[:]))
	if err != nil || key.Public() != Public(*public) {
		t.Fatalf("the public half is %v, want %v (%v)", key.Public(), Public(*public), err)
	}
	theirs, err := box.SealAnonymous(nil, []byte("theirs"), public, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := key.Open(base64.StdEncoding.EncodeToString(theirs)); err != nil || string(got) != "theirs" {
		t.Errorf("got %q, %v", got, err)
	}
	ours, err := Seal(key.Public(), []byte("ours"))
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := base64.StdEncoding.DecodeString(ours)
	if got, ok := box.OpenAnonymous(nil, raw, public, private); !ok || string(got) != "ours" {
		t.Errorf("got %q, %v", got, ok)
	}
}

func TestParse_readsWhatItWrites(t *testing.T) {
	key := newKey(t)
	private, err := ParsePrivate(key.Reveal())
	if err != nil || private.Public() != key.Public() {
		t.Errorf("the private half reads as another: %v", err)
	}
	if public, err := ParsePublic(key.Public().String()); err != nil || public != key.Public() {
		t.Errorf("got %v, %v", public, err)
	}
}

func TestParse_refusesWhatIsNoKey(t *testing.T) {
	for _, text := range []string{
		"", "a word", base64.StdEncoding.EncodeToString(make([]byte, 31)), base64.StdEncoding.EncodeToString(make([]byte, 33)),
		strings.Repeat("A", 42) + "B=", // bits after the last byte
	} {
		if _, err := ParsePublic(text); err == nil {
			t.Errorf("%q is taken for a public key", text)
		}
		if _, err := ParsePrivate(text); err == nil || text != "" && strings.Contains(err.Error(), text) {
			t.Errorf("%q is taken for a private key, or repeated: %v", text, err)
		}
	}
}

// With a point of low order the shared secret is known to everybody.
func TestParsePublic_refusesKeysThatHideNothing(t *testing.T) {
	one := make([]byte, size)
	one[0] = 1
	for _, raw := range [][]byte{make([]byte, size), one} {
		if _, err := ParsePublic(base64.StdEncoding.EncodeToString(raw)); err == nil {
			t.Errorf("%x is taken for a key", raw)
		}
	}
}

func TestPrivate_isNotPrinted(t *testing.T) {
	key := newKey(t)
	for _, format := range []string{"%v", "%+v", "%s", "%#v"} {
		for _, value := range []any{key, struct{ Key Private }{key}} {
			if text := fmt.Sprintf(format, value); strings.Contains(text, key.Reveal()) || !strings.Contains(text, "[private key]") {
				t.Errorf("%s prints %s", format, text)
			}
		}
	}
}

// A key that openssl made is as good as one that doctor --fix makes.
func TestKey_ofOpenSSL(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		if os.Getenv("REQUIRE_TOOLS") == "1" {
			t.Fatal("openssl is missing, and REQUIRE_TOOLS=1 forbids to skip")
		}
		t.Skip("openssl is not installed")
	}
	file := filepath.Join(t.TempDir(), "key.pem")
	openssl := func(args ...string) []byte {
		cmd := exec.Command("openssl", args...)
		cmd.Env = []string{"PATH=" + os.Getenv("PATH")}
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("openssl %v: %v", args, err)
		}
		return out
	}
	last := func(der []byte) string { return base64.StdEncoding.EncodeToString(der[len(der)-size:]) }
	openssl("genpkey", "-algorithm", "X25519", "-out", file)
	private, err := ParsePrivate(last(openssl("pkey", "-in", file, "-outform", "DER")))
	if err != nil {
		t.Fatal(err)
	}
	public, err := ParsePublic(last(openssl("pkey", "-in", file, "-pubout", "-outform", "DER")))
	if err != nil || public != private.Public() {
		t.Errorf("the halves do not fit: %v", err)
	}
}
