package doctor

import (
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/config"
)

func TestJudgeSecret_goesByTheNameAlone(t *testing.T) {
	v := &visit{Doctor: &Doctor{Policy: &config.Policy{Targets: []config.Target{{Secrets: []string{"ACME_KEY"}}}}}}
	for want, names := range map[string]string{
		secretNamed.code:   "ACME_KEY",
		centralKey.code:    "RELEASE_APP_KEY RELEASE_SOURCE_TOKEN RELEASE_SEAL_KEY",
		secretUploads.code: "PYPI_API_TOKEN TEST_PYPI_TOKEN PYPI_TOKEN TWINE_PASSWORD UV_PUBLISH_TOKEN POETRY_PYPI_TOKEN_PYPI CARGO_REGISTRY_TOKEN CRATES_IO_TOKEN GEM_HOST_API_KEY RUBYGEMS_API_KEY RUBYGEMS_AUTH_TOKEN NUGET_API_KEY NUGET_KEY OSSRH_TOKEN SONATYPE_PASSWORD MAVEN_CENTRAL_PASSWORD VSCE_PAT OVSX_PAT OVSX_MARKETPLACE_TOKEN VSCODE_MARKETPLACE_TOKEN PUBDEV_ACCESS_TOKEN OPEN_VSX_TOKEN HEX_API_KEY COCOAPODS_TRUNK_TOKEN LUAROCKS_API_KEY NPM_PUBLISH_TOKEN",
		secretLikely.code:  "NPM_TOKEN NPM_AUTH_TOKEN ACME_NPM_TOKEN NODE_AUTH_TOKEN DOCKERHUB_TOKEN DOCKER_HUB_PASSWORD DOCKER_PASSWORD QUAY_TOKEN MAVEN_PASSWORD ANACONDA_TOKEN",
		secretSigns.code:   "GPG_PRIVATE_KEY MAVEN_GPG_KEY SIGNING_KEY COSIGN_PRIVATE_KEY COSIGN_PASSWORD",
		"":                 "RELEASE_PUSH_TOKEN GITHUB_TOKEN GH_TOKEN CODECOV_TOKEN NPM_REGISTRY DOCKERHUB_USERNAME TWINE_USERNAME OSSRH_USERNAME SLACK_TOKEN SENTRY_AUTH_TOKEN DEPLOY_KEY AWS_SECRET_ACCESS_KEY HEX PYPI",
	} {
		for name := range strings.FieldsSeq(names) {
			if k, says := v.judgeSecret(name); k.code != want || (says == "") != (want == "") {
				t.Errorf("%s is %q (%s), want %q", name, k.code, says, want)
			}
		}
	}
	for _, s := range secretForms {
		if !strings.HasPrefix(s.source, "https://") || s.of == "" && s.kind.code != secretSigns.code {
			t.Errorf("%s: source %q, of %q", s.names, s.source, s.of)
		}
	}
}
