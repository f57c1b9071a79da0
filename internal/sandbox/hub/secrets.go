package hub

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/nacl/box"
)

// Secret is a secret without its value, which nothing but a job ever gets.
type Secret struct {
	Name      string
	CreatedAt time.Time
	UpdatedAt time.Time
}

// PublicKey is the key to which values are sealed before they are sent.
// Source: docs.github.com/rest/guides/encrypting-secrets-for-the-rest-api.
type PublicKey struct {
	ID  string
	Key [32]byte
}

// secrets are those of one environment, or of a repository itself.
type secrets struct {
	key     PublicKey
	private [32]byte
	values  map[string]*secretValue
}

type secretValue struct {
	Secret
	value string
}

// secretsNeed: reading and writing secrets takes collaborator access.
// Source: docs.github.com/rest/actions/secrets.
func secretsNeed(environment string, a Access) Need {
	permission := "secrets"
	if environment != "" {
		permission = "environments"
	}
	return Need{Permission: permission, Access: a, Role: Write}
}

// AddSecret sets a secret of the repository itself.
func (s *Settings) AddSecret(name, value string) {
	s.change(func() { s.r.secretsOf("").put(s.h, name, value) })
}

// AddEnvironmentSecret sets a secret of an environment, which exists.
func (s *Settings) AddEnvironmentSecret(environment, name, value string) {
	s.change(func() { s.r.secretsOf(environment).put(s.h, name, value) })
}

// SecretsKey is the key for an environment's secrets, or with "" for the
// repository's own.
func (h *Hub) SecretsKey(c Caller, repoID int64, environment string) (PublicKey, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s, err := h.secrets(c, repoID, environment, ReadAccess)
	if err != nil {
		return PublicKey{}, err
	}
	return s.key, nil
}

// Secrets lists the secrets of an environment, or with "" the repository's own.
func (h *Hub) Secrets(c Caller, repoID int64, environment string) ([]Secret, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s, err := h.secrets(c, repoID, environment, ReadAccess)
	if err != nil {
		return nil, err
	}
	var list []Secret
	for _, name := range slices.Sorted(maps.Keys(s.values)) {
		list = append(list, s.values[name].Secret)
	}
	return list, nil
}

var secretName = regexp.MustCompile(`^[A-Z_][A-Z0-9_]*$`)

// RemoveSecret takes a secret away: of an environment, or with "" the
// repository's own.
func (s *Settings) RemoveSecret(environment, name string) {
	s.change(func() { delete(s.r.secretsOf(environment).values, name) })
}

// PutSecret opens a sealed value and keeps it; it reports whether the secret
// is new. keyID must be that of the key in force.
func (h *Hub) PutSecret(c Caller, repoID int64, environment, name, keyID string, sealed []byte) (bool, error) {
	var created bool
	err := h.write(func(time.Time) error {
		s, err := h.secrets(c, repoID, environment, WriteAccess)
		if err != nil {
			return err
		}
		name := strings.ToUpper(name)
		if !secretName.MatchString(name) || strings.HasPrefix(name, "GITHUB_") {
			return &Error{Kind: Invalid, Message: "Secret names can only contain alphanumeric characters ([a-z], [A-Z], [0-9]) or underscores (_). Spaces are not allowed. Must start with a letter ([a-z], [A-Z]) or underscores (_)."}
		}
		value, ok := box.OpenAnonymous(nil, sealed, &s.key.Key, &s.private)
		if !ok || keyID != s.key.ID {
			return &Error{Kind: Invalid, Message: "Bad request - the value is not sealed to the public key of this environment"}
		}
		created = s.values[name] == nil
		s.put(h, name, string(value))
		return nil
	})
	return created, err
}

// DeleteSecret deletes a secret.
func (h *Hub) DeleteSecret(c Caller, repoID int64, environment, name string) error {
	return h.write(func(time.Time) error {
		s, err := h.secrets(c, repoID, environment, WriteAccess)
		if err != nil {
			return err
		}
		name := strings.ToUpper(name)
		if s.values[name] == nil {
			return notFound()
		}
		delete(s.values, name)
		return nil
	})
}

// SecretValues are the secrets that a job may use: the organisation's, over
// them the repository's own, and over these those of its environment, if it
// names one. It is for the program that runs jobs; no door hands values out.
// Source: docs.github.com, "Secrets reference", naming your secrets.
func (h *Hub) SecretValues(repoID int64, environment string) map[string]string {
	return h.secretValues(repoID, slices.Compact([]string{"", environment}))
}

// EnvironmentSecretValues are the secrets of an environment alone, for the
// jobs of a called workflow.
func (h *Hub) EnvironmentSecretValues(repoID int64, environment string) map[string]string {
	if environment == "" {
		return nil
	}
	return h.secretValues(repoID, []string{environment})
}

func (h *Hub) secretValues(repoID int64, scopes []string) map[string]string {
	h.mu.Lock()
	defer h.mu.Unlock()
	values := map[string]string{}
	r := h.repos[repoID]
	if r == nil {
		return values
	}
	for _, scope := range scopes {
		if scope == "" {
			for _, s := range h.orgSecretsOf(r) {
				values[s.Name] = s.value
			}
		}
		if s := r.secretsOf(scope); s != nil {
			for name, v := range s.values {
				values[name] = v.value
			}
		}
	}
	return values
}

// secrets finds those that the caller may reach. The mutex is held.
func (h *Hub) secrets(c Caller, repoID int64, environment string, a Access) (*secrets, error) {
	r, err := h.allowed(c, repoID, secretsNeed(environment, a))
	if err != nil {
		return nil, err
	}
	if s := r.secretsOf(environment); s != nil {
		return s, nil
	}
	return nil, notFound()
}

// secretsOf are an environment's, or with "" the repository's own; nil if
// there is no such environment.
func (r *repo) secretsOf(environment string) *secrets {
	if environment == "" {
		return r.secrets
	}
	if e := r.environment(environment); e != nil {
		return e.secrets
	}
	return nil
}

// newSecrets makes a key pair that is the same in every run, which only a
// sandbox may do.
func newSecrets(id int64) *secrets {
	seed := sha256.Sum256(fmt.Appendf(nil, "sandbox key %d", id))
	public, private, err := box.GenerateKey(io.Reader(rand.NewChaCha8(seed)))
	if err != nil {
		panic("hub: a key from an endless source of numbers: " + err.Error())
	}
	return &secrets{key: PublicKey{ID: hex.EncodeToString(seed[:9]), Key: *public}, private: *private, values: map[string]*secretValue{}}
}

// put sets a value. The mutex is held.
func (s *secrets) put(h *Hub, name, value string) {
	created := h.now
	if old := s.values[name]; old != nil {
		created = old.CreatedAt
	}
	s.values[name] = &secretValue{Secret: Secret{Name: name, CreatedAt: created, UpdatedAt: h.now}, value: value}
}
