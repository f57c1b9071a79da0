package doctor

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/config"
)

var (
	secretNamed = kind{"leak-secret", Error,
		"A secret of a source repository, of an environment there, or of the organisation that can be read from there, has the name of a token of the policy. Whoever may push a branch there reads it.",
		"Delete it there, and have the registry revoke the token that it holds."}
	secretUploads = kind{"leak-secret-uploads", Error,
		"A secret that can be read from a source repository has a name that is used for nothing but publishing. Whoever may push a branch there reads it.",
		"Delete it there, and have the registry revoke the token that it holds. If it is wanted, move it to an environment of the central repository."}
	secretLikely = kind{"leak-secret-likely", Warning,
		"A secret that can be read from a source repository has a name under which tokens for publishing are kept, but also some for reading. Only the registry knows what it may do.",
		"See at the registry what the token may do. If it may publish, delete it there and have it revoked."}
	secretSigns = kind{"leak-secret-signs", Note,
		"A secret that can be read from a source repository has the name of a key to sign with. Whether releases are signed with it, nobody but you can tell.",
		"If releases are signed with it, move it to an environment of the central repository, and make a new key."}
	centralKey = kind{"leak-central-key", Error,
		"A key of the central repository can be read from a source repository. It opens every source repository, or the tokens that the gate hands out.",
		"Delete it there, and make a new one where it belongs."}
	secretRead = kind{"leak-secret-read", Warning,
		"A workflow of a source repository reads a secret whose name is that of a publishing token. Whether the secret is there, GitHub does not tell this reader.",
		"Look again as somebody with write access to the source repository."}
)

// secretForm is names that secrets have, with what such a secret is.
type secretForm struct {
	names  string // with * for anything, parted by blanks
	kind   kind
	of     place // empty: of no place in particular
	source string
}

// matches reports whether a name is one of these, possibly behind something of
// the people's own: ACME_NPM_TOKEN is an NPM_TOKEN.
func (f secretForm) matches(name string) bool {
	for form := range strings.FieldsSeq(f.names) {
		plain, _ := path.Match(form, name)
		behind, _ := path.Match("*_"+form, name)
		if plain || behind {
			return true
		}
	}
	return false
}

// ofCentral are the secrets that the workflows of the central repository read.
var ofCentral = []string{"RELEASE_APP_KEY", "RELEASE_SOURCE_TOKEN", "RELEASE_SEAL_KEY"}

// secretForms are the names under which tools look for their tokens, or which
// their documentation uses; the first that matches counts. Nobody needs a token
// to read what is public, so those of registries for public packages are there
// for publishing.
var secretForms = []secretForm{
	{"NPM_PUBLISH_TOKEN", secretUploads, npmRegistry, "https://docs.npmjs.com/creating-and-viewing-access-tokens"},
	{"NPM_*TOKEN NPM_AUTH NODE_AUTH_TOKEN", secretLikely, npmRegistry, "https://docs.npmjs.com/using-private-packages-in-a-ci-cd-workflow"},
	{"PYPI_*TOKEN PYPI_*PASSWORD PYPI_*KEY TESTPYPI_*TOKEN TWINE_PASSWORD FLIT_PASSWORD HATCH_INDEX_AUTH UV_PUBLISH_TOKEN UV_PUBLISH_PASSWORD PDM_PUBLISH_PASSWORD POETRY_PYPI_TOKEN_*", secretUploads, pypi, "https://twine.readthedocs.io/en/stable/#environment-variables"},
	{"CARGO_REGISTRY_TOKEN CARGO_REGISTRIES_*_TOKEN CARGO_TOKEN CRATES_*TOKEN", secretUploads, crates, "https://doc.rust-lang.org/cargo/reference/config.html#credentials"},
	{"GEM_HOST_API_KEY* RUBYGEMS_*KEY RUBYGEMS_*TOKEN", secretUploads, rubygems, "https://guides.rubygems.org/api-key-scopes/"},
	{"NUGET_*KEY NUGET_*TOKEN", secretUploads, nuget, "https://learn.microsoft.com/en-us/nuget/nuget-org/publish-a-package"},
	{"OSSRH_*PASSWORD OSSRH_*TOKEN SONATYPE_*PASSWORD SONATYPE_*TOKEN MAVEN_CENTRAL_*PASSWORD MAVEN_CENTRAL_*TOKEN GRADLE_PUBLISH_SECRET", secretUploads, maven, "https://central.sonatype.org/publish/generate-portal-token/"},
	{"MAVEN_*PASSWORD MAVEN_*TOKEN", secretLikely, maven, "https://docs.github.com/en/actions/tutorials/publish-packages/publish-java-packages-with-maven"},
	{"VSCE_PAT VSCE_TOKEN VS_MARKETPLACE_TOKEN VS_MARKETPLACE_PAT VSCODE_MARKETPLACE_TOKEN", secretUploads, vscode, "https://code.visualstudio.com/api/working-with-extensions/continuous-integration"},
	{"OVSX_PAT OVSX_*TOKEN OPEN_VSX_*TOKEN OPEN_VSX_*PAT OPENVSX_*TOKEN", secretUploads, openVSX, "https://github.com/eclipse/openvsx/wiki/Publishing-Extensions"},
	{"HEX_API_KEY", secretUploads, hex, "https://hex.pm/docs/publish"},
	{"COCOAPODS_TRUNK_TOKEN", secretUploads, cocoapods, "https://guides.cocoapods.org/making/getting-setup-with-trunk.html"},
	{"PUBDEV_*TOKEN PUB_DEV_*TOKEN", secretUploads, pubDev, "https://dart.dev/tools/pub/automated-publishing"},
	{"LUAROCKS_*KEY LUAROCKS_*TOKEN", secretUploads, luarocks, "https://github.com/luarocks/luarocks/wiki/upload"},
	{"ANACONDA_*TOKEN", secretLikely, conda, "https://docs.anaconda.com/anacondaorg/user-guide/work-with-accounts/"},
	{"DOCKERHUB_*TOKEN DOCKERHUB_*PASSWORD DOCKER_*TOKEN DOCKER_*PASSWORD QUAY_*TOKEN QUAY_*PASSWORD", secretLikely, containers, "https://docs.docker.com/build/ci/github-actions/"},
	{"GPG_KEY GPG_PRIVATE_KEY GPG_SIGNING_KEY GPG_SECRET_KEY SIGNING_KEY SIGNING_*_KEY COSIGN_*KEY COSIGN_PASSWORD", secretSigns, "", "https://central.sonatype.org/publish/requirements/gpg/"},
}

// judgeSecret says what a secret is, by its name; nothing for one that is no
// publishing token.
func (v *visit) judgeSecret(name string) (k kind, says string) {
	switch {
	case slices.Contains(ofCentral, name):
		return centralKey, "which belongs to the central repository alone"
	case slices.ContainsFunc(v.Policy.Targets, func(t config.Target) bool { return slices.Contains(t.Secrets, name) }):
		return secretNamed, "which the policy keeps in the central repository"
	}
	for _, s := range secretForms {
		if !s.matches(name) {
			continue
		}
		switch {
		case s.kind.code == secretSigns.code:
			return s.kind, "a key to sign with"
		case s.kind.code == secretLikely.code:
			return s.kind, fmt.Sprintf("the name of a token for %s, which may publish there", s.of)
		}
		return s.kind, fmt.Sprintf("the name of a token that publishes to %s", s.of)
	}
	return kind{}, ""
}
