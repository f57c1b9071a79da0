package release

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestDigest_isTheSHA256OfTheBytes(t *testing.T) {
	// FIPS 180-2, appendix B.1.
	const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	d := DigestOf([]byte("abc"))
	if d.String() != abc || d.Short() != abc[:12] || d.IsZero() || !(Digest{}).IsZero() {
		t.Errorf("digest %s, short %s", d, d.Short())
	}
	parsed, err := ParseDigest(abc)
	if err != nil || parsed != d {
		t.Errorf("ParseDigest = %s, %v", parsed, err)
	}
}

// TestParseDigest_takesOneSpellingOnly refuses short digests above all: only
// all 64 digits are ever compared.
func TestParseDigest_takesOneSpellingOnly(t *testing.T) {
	whole := DigestOf(nil).String()
	for _, s := range []string{
		"", whole[:12], whole[:63], whole + "0", whole + whole, strings.ToUpper(whole), "0x" + whole[2:], "g" + whole[1:], " " + whole[1:], whole[:63] + "\n",
		whole[:62] + "é",
	} {
		d, err := ParseDigest(s)
		if err == nil || !d.IsZero() || !strings.Contains(err.Error(), "64") {
			t.Errorf("ParseDigest(%q) = %s, %v", s, d, err)
		}
	}
}

func TestDigest_readsBackFromJSON(t *testing.T) {
	d := DigestOf([]byte("x"))
	b, err := json.Marshal(map[string]Digest{"d": d})
	if err != nil || string(b) != `{"d":"`+d.String()+`"}` {
		t.Fatalf("%s, %v", b, err)
	}
	var back map[string]Digest
	if err := json.Unmarshal(b, &back); err != nil || back["d"] != d {
		t.Errorf("%v, %v", back, err)
	}
	kept := d
	if err := json.Unmarshal([]byte(`"abc"`), &kept); err == nil || kept != d {
		t.Errorf("a digest of three digits: %v, %v", kept, err)
	}
}
