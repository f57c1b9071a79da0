package doctor

import (
	"fmt"
	"regexp"
	"slices"

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
		"A workflow of a source repository reads a secret whose name is that of a publishing token. Whether the secret is there, GitHub tells only to those who may push.",
		"Look again as somebody with write access to the source repository."}
)

// secretName is a form that names of secrets have, with what such a secret is.
type secretName struct {
	form   *regexp.Regexp
	kind   kind
	of     place // empty: of no place in particular
	source string
}

// ofCentral are the secrets that the workflows of the central repository read.
var ofCentral = []string{"RELEASE_APP_KEY", "RELEASE_SOURCE_TOKEN", "RELEASE_SEAL_KEY"}

// named makes a form of what a name ends with: ACME_NPM_TOKEN is an NPM_TOKEN.
func named(ending string) *regexp.Regexp { return regexp.MustCompile(`^(?:\w+_)?(?:` + ending + `)$`) }

// secretForms are the names under which tools look for their tokens, or which
// their documentation uses. Nobody needs a token to read what is public, so
// those of registries for public packages are there for publishing.
var secretForms = []secretName{
	{named(`NPM_PUBLISH_TOKEN`), secretUploads, npmRegistry, "https://docs.npmjs.com/creating-and-viewing-access-tokens"},
	{named(`NPM_(?:\w+_)?TOKEN|NPM_AUTH|NODE_AUTH_TOKEN`), secretLikely, npmRegistry, "https://docs.npmjs.com/using-private-packages-in-a-ci-cd-workflow"},
	{named(`(?:TEST_?)?PYPI_(?:\w+_)?(?:TOKEN|PASSWORD|PASS|KEY|SECRET)|TWINE_PASSWORD|FLIT_PASSWORD|HATCH_INDEX_AUTH|UV_PUBLISH_(?:TOKEN|PASSWORD)|PDM_PUBLISH_PASSWORD|POETRY_PYPI_TOKEN_\w+`), secretUploads, pypi, "https://twine.readthedocs.io/en/stable/#environment-variables"},
	{named(`CARGO_REGISTRY_TOKEN|CARGO_REGISTRIES_\w+_TOKEN|CARGO_TOKEN|CRATES_(?:IO_)?(?:API_)?TOKEN`), secretUploads, crates, "https://doc.rust-lang.org/cargo/reference/config.html#credentials"},
	{named(`GEM_HOST_API_KEY\w*|RUBYGEMS_(?:\w+_)?(?:KEY|TOKEN)`), secretUploads, rubygems, "https://guides.rubygems.org/api-key-scopes/"},
	{named(`NUGET_(?:\w+_)?(?:KEY|TOKEN)`), secretUploads, nuget, "https://learn.microsoft.com/en-us/nuget/nuget-org/publish-a-package"},
	{named(`OSSRH_(?:\w+_)?(?:PASSWORD|TOKEN)|SONATYPE_(?:\w+_)?(?:PASSWORD|TOKEN)|MAVEN_CENTRAL_(?:\w+_)?(?:PASSWORD|TOKEN)|GRADLE_PUBLISH_SECRET|ORG_GRADLE_PROJECT_(?:\w*PASSWORD)`), secretUploads, maven, "https://central.sonatype.org/publish/generate-portal-token/"},
	{named(`MAVEN_(?:\w+_)?(?:PASSWORD|TOKEN)`), secretLikely, maven, "https://docs.github.com/en/actions/tutorials/publish-packages/publish-java-packages-with-maven"},
	{named(`VSCE_(?:PAT|TOKEN)|VS_?MARKETPLACE_(?:PAT|TOKEN)`), secretUploads, vscode, "https://code.visualstudio.com/api/working-with-extensions/continuous-integration"},
	{named(`OVSX_(?:PAT|TOKEN)|OPEN_?VSX_(?:\w+_)?(?:PAT|TOKEN)`), secretUploads, openVSX, "https://github.com/eclipse/openvsx/wiki/Publishing-Extensions"},
	{named(`HEX_API_KEY`), secretUploads, hex, "https://hex.pm/docs/publish"},
	{named(`COCOAPODS_TRUNK_TOKEN`), secretUploads, cocoapods, "https://guides.cocoapods.org/making/getting-setup-with-trunk.html"},
	{named(`LUAROCKS_(?:API_)?(?:KEY|TOKEN)`), secretUploads, luarocks, "https://github.com/luarocks/luarocks/wiki/upload"},
	{named(`ANACONDA_(?:API_|ORG_)?TOKEN`), secretLikely, conda, "https://docs.anaconda.com/anacondaorg/user-guide/work-with-accounts/"},
	{named(`DOCKER_?HUB_(?:\w+_)?(?:TOKEN|PASSWORD|PASS)|DOCKER_(?:\w+_)?(?:TOKEN|PASSWORD|PASS)|QUAY_(?:\w+_)?(?:TOKEN|PASSWORD)`), secretLikely, containers, "https://docs.docker.com/build/ci/github-actions/"},
	{named(`(?:MAVEN_)?GPG_(?:PRIVATE_|SIGNING_|SECRET_)?KEY|SIGNING_(?:SECRET_|PRIVATE_)?KEY|COSIGN_(?:PRIVATE_)?KEY|COSIGN_PASSWORD`), secretSigns, "", "https://central.sonatype.org/publish/requirements/gpg/"},
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
		if !s.form.MatchString(name) {
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
