package hub_test

import (
	"crypto/rand"
	"slices"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
	"golang.org/x/crypto/nacl/box"
)

func TestEnvironment_allowsOnlyWhatItsPolicyNames(t *testing.T) {
	custom := hub.Environment{Custom: true, Branches: []hub.BranchPolicy{{Name: "main"}, {Name: "release/*"}, {Name: "v*", Tag: true}}}
	for _, test := range []struct {
		env       hub.Environment
		ref       string
		protected bool
		want      bool
	}{
		{hub.Environment{}, "refs/heads/anything", false, true},
		{hub.Environment{Protected: true}, "refs/heads/main", false, false},
		{hub.Environment{Protected: true}, "refs/heads/main", true, true},
		{hub.Environment{Custom: true}, "refs/heads/main", true, false},
		{custom, "refs/heads/main", false, true},
		{custom, "refs/heads/maine", false, false},
		{custom, "refs/heads/release/1", false, true},
		{custom, "refs/heads/release/1/2", false, false},
		{custom, "refs/tags/main", false, false},
		{custom, "refs/tags/v1", false, true},
		{custom, "refs/heads/v1", false, false},
		{custom, "main", false, false},
	} {
		if got := test.env.Allows(test.ref, test.protected); got != test.want {
			t.Errorf("%+v allows %s (protected: %t): %t, want %t", test.env, test.ref, test.protected, got, test.want)
		}
	}
}

func TestPutEnvironment_takesAdmin(t *testing.T) {
	w := newWorld(t)
	id := w.publish.ID()
	_, err := w.PutEnvironment(w.As("wendy"), id, "npm", false, true)
	refused(t, err, hub.Forbidden)
	_, err = w.PutEnvironment(w.As("olga"), id, "npm", true, true)
	refused(t, err, hub.Invalid)
	for _, custom := range []bool{false, true} {
		_, err = w.AddBranchPolicy(w.As("olga"), id, "npm", "main", false)
		refused(t, err, hub.NotFound) // there is no such environment, then one without policies
		if _, err := w.PutEnvironment(w.As("olga"), id, "npm", false, custom); err != nil {
			t.Fatal(err)
		}
	}
	_, err = w.AddBranchPolicy(w.As("wendy"), id, "npm", "main", false)
	refused(t, err, hub.Forbidden)
	if _, err := w.AddBranchPolicy(w.As("olga"), id, "npm", "main", false); err != nil {
		t.Fatal(err)
	}
	_, err = w.AddBranchPolicy(w.As("olga"), id, "NPM", "main", false)
	refused(t, err, hub.Conflict)
	e, err := w.Environment(w.As("rita"), id, "NPM")
	if err != nil || !e.Custom || len(e.Branches) != 1 {
		t.Errorf("%v, %v", e, err)
	}
	if e, err = w.PutEnvironment(w.As("olga"), id, "npm", true, false); err != nil || len(e.Branches) != 0 {
		t.Errorf("policies outlive the choice of protected branches: %v, %v", e, err)
	}
}

func TestPutSecret_opensOnlyWhatIsSealedToItsKey(t *testing.T) {
	w := newWorld(t)
	id, wendy := w.publish.ID(), w.As("wendy")
	w.publish.AddEnvironment(hub.EnvironmentSpec{Name: "npm", Branches: []string{"main"}})
	w.publish.AddEnvironment(hub.EnvironmentSpec{Name: "pypi"})
	key, err := w.SecretsKey(wendy, id, "npm")
	if err != nil {
		t.Fatal(err)
	}
	other, err := w.SecretsKey(wendy, id, "pypi")
	if err != nil || other == key {
		t.Fatalf("%v, %v", other, err)
	}
	seal := func(k hub.PublicKey) []byte {
		sealed, err := box.SealAnonymous(nil, []byte("s3cret"), &k.Key, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return sealed
	}
	put := func(who, name, keyID string, sealed []byte) error {
		_, err := w.PutSecret(w.As(who), id, "npm", name, keyID, sealed)
		return err
	}
	refused(t, put("tara", "NPM_TOKEN", key.ID, seal(key)), hub.Forbidden)
	refused(t, put("wendy", "NPM_TOKEN", other.ID, seal(key)), hub.Invalid)
	refused(t, put("wendy", "NPM_TOKEN", key.ID, seal(other)), hub.Invalid)
	refused(t, put("wendy", "NPM_TOKEN", key.ID, []byte("plain")), hub.Invalid)
	refused(t, put("wendy", "GITHUB_TOKEN", key.ID, seal(key)), hub.Invalid)
	refused(t, put("wendy", "9LIVES", key.ID, seal(key)), hub.Invalid)
	_, err = w.PutSecret(wendy, id, "none", "X", key.ID, seal(key))
	refused(t, err, hub.NotFound)
	for _, want := range []bool{true, false} {
		if created, err := w.PutSecret(wendy, id, "npm", "npm_token", key.ID, seal(key)); err != nil || created != want {
			t.Errorf("created %t, want %t; %v", created, want, err)
		}
	}
	list, err := w.Secrets(wendy, id, "npm")
	if err != nil || len(list) != 1 || list[0].Name != "NPM_TOKEN" || !list[0].UpdatedAt.After(list[0].CreatedAt) {
		t.Errorf("%v, %v", list, err)
	}
	if got := w.SecretValues(id, "npm")["NPM_TOKEN"]; got != "s3cret" {
		t.Errorf("the job gets %q", got)
	}
	refused(t, w.DeleteSecret(w.As("tara"), id, "npm", "NPM_TOKEN"), hub.Forbidden)
	if err := w.DeleteSecret(wendy, id, "npm", "NPM_TOKEN"); err != nil {
		t.Fatal(err)
	}
	refused(t, w.DeleteSecret(wendy, id, "npm", "NPM_TOKEN"), hub.NotFound)
}

func TestSecretValues_ofOneEnvironmentAreNotAnothers(t *testing.T) {
	w := newWorld(t)
	w.publish.AddSecret("SHARED", "repository")
	w.publish.AddSecret("TOKEN", "repository")
	w.publish.AddEnvironment(hub.EnvironmentSpec{Name: "npm", Secrets: map[string]string{"TOKEN": "npm", "NPM": "1"}})
	w.publish.AddEnvironment(hub.EnvironmentSpec{Name: "pypi"})
	w.publish.AddEnvironmentSecret("pypi", "PYPI", "2")
	for env, want := range map[string]map[string]string{
		"npm":  {"SHARED": "repository", "TOKEN": "npm", "NPM": "1"},
		"pypi": {"SHARED": "repository", "TOKEN": "repository", "PYPI": "2"},
		"":     {"SHARED": "repository", "TOKEN": "repository"},
		"none": {"SHARED": "repository", "TOKEN": "repository"},
	} {
		got := w.SecretValues(w.publish.ID(), env)
		if len(got) != len(want) {
			t.Errorf("%q: %v, want %v", env, got, want)
		}
		for name, value := range want {
			if got[name] != value {
				t.Errorf("%q: %s is %q, want %q", env, name, got[name], value)
			}
		}
	}
	list, err := w.Environments(w.As("rita"), w.publish.ID())
	names := []string{}
	for _, e := range list {
		names = append(names, e.Name)
	}
	if err != nil || !slices.Equal(names, []string{"npm", "pypi"}) {
		t.Errorf("%v, %v", names, err)
	}
}
