package gitstore

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Signature is who did something to a commit or a tag, and when (whole seconds, in the zone they stated).
type Signature struct {
	Name  string
	Email string
	When  time.Time
}

// parseSignature reads "NAME <EMAIL> SECONDS ZONE".
func parseSignature(s string) (Signature, error) {
	open, end := strings.IndexByte(s, '<'), strings.LastIndexByte(s, '>')
	if open < 0 || end < open {
		return Signature{}, fmt.Errorf("signature %q has no <email>", s)
	}
	sig := Signature{Name: strings.TrimSpace(s[:open]), Email: s[open+1 : end]}
	seconds, zone, ok := strings.Cut(strings.TrimSpace(s[end+1:]), " ")
	if !ok {
		return Signature{}, fmt.Errorf("signature %q has no date", s)
	}
	unix, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return Signature{}, fmt.Errorf("signature %q: date: %w", s, err)
	}
	offset, err := time.Parse("-0700", zone)
	if err != nil {
		return Signature{}, fmt.Errorf("signature %q: zone: %w", s, err)
	}
	_, east := offset.Zone()
	sig.When = time.Unix(unix, 0).In(time.FixedZone("", east))
	if east == 0 {
		sig.When = sig.When.UTC()
	}
	return sig, nil
}

// render is git's own form. A signature without a time gets the store's.
func (s *Store) render(sig Signature) (string, error) {
	if strings.ContainsAny(sig.Name+sig.Email, "<>\n\x00") || sig.Email == "" {
		return "", fmt.Errorf("%w: signature of %q <%s>", ErrName, sig.Name, sig.Email)
	}
	when := sig.When
	if when.IsZero() {
		when = s.now().UTC()
	}
	return fmt.Sprintf("%s <%s> %d %s", sig.Name, sig.Email, when.Unix(), when.Format("-0700")), nil
}
