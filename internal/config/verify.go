package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/lazyregexp"
)

// Verify says how it is found out whether a token works: by asking a registry,
// or by a command. The zero value is that nothing is said.
type Verify struct {
	Registry string   // one of Registries; empty: none is asked
	Host     string   // of the registry, with a port if need be; empty: the registry's own
	User     string   // whose token it is, where the registry wants to know
	Run      []string // the command that tells; nil: none
}

// OCI is the registry whose host and user the policy has to name.
const OCI = "oci"

// Registries returns the kinds of registries that a policy may name, in the
// order of the manual. internal/registry knows how each is asked.
func Registries() []string {
	return []string{"npm", OCI, "github", "pypi", "crates", "rubygems", "nuget"}
}

// String is what is asked, in short: the registry, its host where one is given,
// or "run"; empty for nothing.
func (v Verify) String() string {
	switch {
	case len(v.Run) > 0:
		return "run"
	case v.Host != "":
		return v.Registry + " at " + v.Host
	}
	return v.Registry
}

// verify reads the name of a registry, {registry, host, user} or {run}.
func (d *decoder) verify(v *Verify) reader {
	word := d.choice(&v.Registry, "{registry: R, host: H, user: U} or {run: [program, argument]}", slices.DeleteFunc(Registries(), func(r string) bool { return r == OCI })...)
	place := d.object(
		field{key: "registry", about: "The kind of registry.", read: d.choice(&v.Registry, "", Registries()...)}.must("write one of "+strings.Join(Registries(), ", ")+", or {run: [program, argument]}"),
		field{key: "host", about: "Host of the registry, of npm or oci, with a port if need be.", read: d.text(&v.Host, checkHost).like(hostForm)},
		field{key: "user", about: "Of oci: whose token it is.", read: d.text(&v.User, checkRegistryUser).like(userForm)},
	)
	run := d.run(&v.Run)
	return split(mapping, reader{form{either: []form{place.form, run.form}}, func(n *node) {
		if n.has("run") {
			run.read(n)
			return
		}
		place.read(n)
		d.fitting(n, v.Registry)
	}}, word)
}

// has reports whether a mapping has the key.
func (n *node) has(key string) bool {
	return slices.ContainsFunc(n.entries, func(e entry) bool { return e.key == key })
}

// fitting reports what a registry needs, and what it has no use for.
func (d *decoder) fitting(n *node, registry string) {
	oci := registry == OCI
	switch {
	case registry == "":
	case oci && !(n.has("host") && n.has("user")):
		d.report(n.at, "%s: a registry of kind oci is asked at its host, as a user; write {registry: oci, host: ghcr.io, user: NAME}", n.name())
	case !oci && n.has("user"):
		d.report(n.at, "%s: only a registry of kind oci wants to know the user; leave user out", n.name())
	case !oci && registry != "npm" && n.has("host"):
		d.report(n.at, "%s: %s has one host; leave host out", n.name(), registry)
	}
}

var (
	hostForm = lazyregexp.New(`^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(?::[0-9]{1,5})?$`)
	userForm = lazyregexp.New(`^[!-9;-~]{1,200}$`)
)

func checkHost(s string) error {
	if !hostForm.MatchString(s) {
		return fmt.Errorf("%q is no host; write one such as ghcr.io or registry.acme.dev:5000, without https:// and path", s)
	}
	return nil
}

// checkRegistryUser refuses the colon, which ends a user in basic
// authentication (RFC 7617, section 2).
func checkRegistryUser(s string) error {
	if !userForm.MatchString(s) {
		return errors.New("a user is 1 to 200 printable characters without blanks and colons")
	}
	return nil
}
