package release

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Digest is the SHA-256 of a record's JSON: it stands for everything that an
// approver agreed to. The zero Digest is that of no request.
type Digest [sha256.Size]byte

// DigestOf returns the digest of the bytes.
func DigestOf(b []byte) Digest { return sha256.Sum256(b) }

// ParseDigest reads the 64 hex digits of String.
func ParseDigest(s string) (Digest, error) {
	var d Digest
	if len(s) != hex.EncodedLen(len(d)) {
		return d, fmt.Errorf("digest %q has %d digits, not 64", s, len(s))
	}
	if _, err := hex.Decode(d[:], []byte(s)); err != nil || s != d.String() {
		return Digest{}, fmt.Errorf("digest %q is not 64 lower-case hex digits", s)
	}
	return d, nil
}

// String returns all 64 hex digits: the only form that is ever compared.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// Short returns 12 hex digits, for names and for people.
func (d Digest) Short() string { return d.String()[:12] }

// IsZero reports whether d is no request's digest.
func (d Digest) IsZero() bool { return d == Digest{} }

// MarshalText makes a digest 64 hex digits in JSON.
func (d Digest) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Digest) UnmarshalText(b []byte) error {
	parsed, err := ParseDigest(string(b))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
