// Package seal locks a message for the one holder of a private key, with the
// anonymous sealed boxes of NaCl: the same that libsodium makes and that GitHub
// takes for secrets. It stands on the ground floor: it imports nothing of ours
// and reads no file. A box says nothing about who made it: whoever knows the
// public key can seal, so what is inside must be checked for what it is good
// for. It must never show a private key or a message in an error.
package seal

import (
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"

	"golang.org/x/crypto/nacl/box"
)

// size is the length of either half of a key, in bytes.
const size = 32

// Public is the half of a key pair that seals. It is no secret.
type Public [size]byte

// Private is the half of a key pair that opens.
type Private struct{ key *ecdh.PrivateKey }

// NewKey makes a key pair; its public half is Private.Public.
func NewKey() (Private, error) {
	key, err := ecdh.X25519().GenerateKey(rand.Reader)
	return Private{key}, err
}

// ParsePublic reads the base64 of a public key. It refuses the few values with
// which anybody could open what is sealed.
func ParsePublic(text string) (Public, error) {
	raw, err := decode(text)
	if err != nil {
		return Public{}, fmt.Errorf("%q is no public key: %w", text, err)
	}
	key, err := ecdh.X25519().NewPublicKey(raw)
	if err != nil {
		return Public{}, fmt.Errorf("%q is no public key: %w", text, err)
	}
	// A point of low order gives the same secret with every key: the exchange
	// says so, whichever key it is tried with.
	probe, err := NewKey()
	if err != nil {
		return Public{}, err
	}
	if _, err := probe.key.ECDH(key); err != nil {
		return Public{}, fmt.Errorf("%q is no public key: what is sealed to it can be opened by anybody", text)
	}
	return Public(raw), nil
}

// ParsePrivate reads the base64 of a private key.
func ParsePrivate(text string) (Private, error) {
	raw, err := decode(text)
	if err != nil {
		return Private{}, fmt.Errorf("the private key cannot be read: %w", err)
	}
	key, err := ecdh.X25519().NewPrivateKey(raw)
	return Private{key}, err
}

// decode does not repeat what it was given: it may be secret.
func decode(text string) ([]byte, error) {
	raw, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) != size {
		return nil, errors.New("a key is the base64 of 32 bytes")
	}
	return raw, nil
}

// String is the key as base64.
func (p Public) String() string { return base64.StdEncoding.EncodeToString(p[:]) }

// Public returns the other half.
func (p Private) Public() Public { return Public(p.key.PublicKey().Bytes()) }

// Reveal returns the private key as base64, to be kept as a secret.
func (p Private) Reveal() string { return base64.StdEncoding.EncodeToString(p.key.Bytes()) }

// String keeps the key out of logs.
func (p Private) String() string { return "[private key]" }

// GoString is String, for %#v.
func (p Private) GoString() string { return p.String() }

// Seal locks a message and returns the box as base64. Two boxes of one message
// differ.
func Seal(to Public, message []byte) (string, error) {
	sealed, err := box.SealAnonymous(nil, message, (*[size]byte)(&to), rand.Reader)
	if err != nil {
		return "", fmt.Errorf("sealing: %w", err)
	}
	return base64.StdEncoding.EncodeToString(sealed), nil
}

// Open returns the message of a box that was sealed to the key's other half.
func (p Private) Open(sealed string) ([]byte, error) {
	raw, err := base64.StdEncoding.Strict().DecodeString(sealed)
	if err != nil {
		return nil, errors.New("the box is not base64")
	}
	public, private := p.Public(), [size]byte(p.key.Bytes())
	message, ok := box.OpenAnonymous(nil, raw, (*[size]byte)(&public), &private)
	if !ok {
		return nil, errors.New("the box was not sealed to this key, or was changed")
	}
	return message, nil
}
