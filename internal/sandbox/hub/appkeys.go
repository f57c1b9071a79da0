package hub

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// AddAppKey makes a private key for an App, as its owner does on its settings
// page, and returns it in PEM. The earlier ones stay good.
func (h *Hub) AddAppKey(slug string) string {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic("hub: a key for the App " + slug + ": " + err.Error())
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.mustApp(slug)
	h.appKeys[slug] = append(h.appKeys[slug], &key.PublicKey)
	h.tick()
	return string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}))
}

// RevokeAppKeys deletes all keys of an App.
func (h *Hub) RevokeAppKeys(slug string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.mustApp(slug)
	delete(h.appKeys, slug)
	h.tick()
}

// IsSignature reports whether a credential is an App's JSON web token, which
// only the scheme Bearer may carry, and no token.
func IsSignature(secret string) bool {
	return strings.HasPrefix(secret, "eyJ") && strings.Count(secret, ".") == 2
}

// longestSignature is how far ahead an App's signature may end.
// Source: docs.github.com, "Generating a JSON Web Token (JWT) for a GitHub App".
const longestSignature = 10 * time.Minute

// Messages of GitHub's refusals of signatures, as seen in public issue threads.
const (
	badSignature = "A JSON web token could not be decoded"
	badExpiry    = "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"
	farExpiry    = "'Expiration time' claim ('exp') is too far in the future"
	badIssue     = "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"
	noApp        = "Integration not found"
)

// authenticateApp finds the App that signed a JSON web token with one of its
// keys: RS256, issued in the past, for ten minutes at most, by the hub's clock.
func (h *Hub) authenticateApp(text string) (Caller, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	claims := jwt.MapClaims{}
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}), jwt.WithoutClaimsValidation(), jwt.WithJSONNumber())
	if _, _, err := parser.ParseUnverified(text, claims); err != nil {
		return Caller{}, unauthorized(badSignature)
	}
	slug := ""
	for _, a := range h.apps {
		if fmt.Sprint(claims["iss"]) == fmt.Sprint(a.ID) {
			slug = a.Slug
		}
	}
	if slug == "" {
		return Caller{}, &Error{Kind: NotFound, Message: noApp}
	}
	var keys jwt.VerificationKeySet
	for _, k := range h.appKeys[slug] {
		keys.Keys = append(keys.Keys, k)
	}
	if _, err := parser.ParseWithClaims(text, claims, func(*jwt.Token) (any, error) { return keys, nil }); err != nil {
		return Caller{}, unauthorized(badSignature)
	}
	issued, expires := instant(claims["iat"]), instant(claims["exp"])
	switch {
	case !expires.After(h.now):
		return Caller{}, unauthorized(badExpiry)
	case expires.After(h.now.Add(longestSignature)):
		return Caller{}, unauthorized(farExpiry)
	case issued.IsZero() || issued.After(h.now):
		return Caller{}, unauthorized(badIssue)
	}
	return Caller{Signed: slug}, nil
}

// instant is a claim that is a time in whole seconds; zero if it is none.
func instant(claim any) time.Time {
	number, ok := claim.(json.Number)
	seconds, err := number.Int64()
	if !ok || err != nil {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

func unauthorized(message string) error { return &Error{Kind: Unauthorized, Message: message} }
