package registry

import (
	"strings"
	"testing"
)

func TestSettings_areOfTheHostThatIsAsked(t *testing.T) {
	for _, c := range []struct{ kind, host, want string }{
		{"npm", "", "https://www.npmjs.com/settings/~/tokens"},
		{"npm", "registry.npmjs.org", "https://www.npmjs.com/settings/~/tokens"},
		{"npm", "npm.acme.test", ""},
		{"oci", "ghcr.io", "https://github.com/settings/tokens"},
		{"oci", "registry.acme.test:5000", ""},
		{"other", "", ""},
	} {
		if got := Settings(c.kind, c.host); got != c.want {
			t.Errorf("%s at %q: %q", c.kind, c.host, got)
		}
	}
	for _, k := range kinds {
		if page := Settings(k.name, ""); k.name != "oci" && !strings.HasPrefix(page, "https://") {
			t.Errorf("nobody knows where tokens of %s are revoked", k.name)
		}
	}
}
