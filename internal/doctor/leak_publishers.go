package doctor

import "github.com/release-request/gh-release-request/internal/lazyregexp"

// The places that the tables know.
const (
	npmRegistry    place = "npm"
	pypi           place = "PyPI"
	crates         place = "crates.io"
	rubygems       place = "RubyGems"
	nuget          place = "NuGet"
	maven          place = "a Maven repository"
	vscode         place = "the Visual Studio Marketplace"
	openVSX        place = "Open VSX"
	cocoapods      place = "CocoaPods"
	hex            place = "Hex"
	luarocks       place = "LuaRocks"
	conda          place = "Anaconda"
	jsr            place = "JSR"
	pubDev         place = "pub.dev"
	containers     place = "a container registry"
	githubReleases place = "GitHub releases"
	configured     place = "the places of its configuration"
)

// builds are places that CI also fills for its own ends: images for tests,
// nightly builds.
func (p place) builds() bool { return p == containers || p == githubReleases }

var dryRun = []string{"--dry-run"}

// publishers are the commands that publish. Each row has its documentation; a
// command that only packs, signs or deploys is none.
var publishers = []publisher{
	{program: "npm", words: []string{"publish"}, spares: dryRun, to: npmRegistry, source: "https://docs.npmjs.com/cli/commands/npm-publish"},
	{program: "yarn", words: []string{"publish"}, to: npmRegistry, source: "https://classic.yarnpkg.com/en/docs/cli/publish"},
	{program: "yarn", words: []string{"npm", "publish"}, spares: dryRun, to: npmRegistry, source: "https://yarnpkg.com/cli/npm/publish"},
	{program: "pnpm", words: []string{"publish"}, spares: dryRun, to: npmRegistry, source: "https://pnpm.io/cli/publish"},
	{program: "pnpm", words: []string{"recursive", "publish"}, spares: dryRun, to: npmRegistry, source: "https://pnpm.io/cli/recursive"},
	{program: "bun", words: []string{"publish"}, spares: dryRun, to: npmRegistry, source: "https://bun.sh/docs/cli/publish"},
	{program: "lerna", words: []string{"publish"}, to: npmRegistry, source: "https://github.com/lerna/lerna/tree/main/libs/commands/publish"},
	{program: "changeset", words: []string{"publish"}, to: npmRegistry, source: "https://github.com/changesets/changesets/blob/main/docs/command-line-options.md"},
	{program: "nx", words: []string{"release", "publish"}, spares: []string{"--dry-run", "-d"}, to: npmRegistry, source: "https://nx.dev/docs/reference/nx-commands"},
	{program: "semantic-release", spares: []string{"--dry-run", "-d"}, to: configured, source: "https://semantic-release.gitbook.io/semantic-release/usage/configuration"},
	{program: "jsr", words: []string{"publish"}, spares: dryRun, to: jsr, source: "https://jsr.io/docs/publishing-packages"},
	{program: "deno", words: []string{"publish"}, spares: dryRun, to: jsr, source: "https://docs.deno.com/runtime/reference/cli/publish/"},

	{program: "twine", words: []string{"upload"}, to: pypi, source: "https://twine.readthedocs.io/en/stable/#twine-upload"},
	{program: "poetry", words: []string{"publish"}, spares: dryRun, to: pypi, source: "https://python-poetry.org/docs/cli/#publish"},
	{program: "uv", words: []string{"publish"}, spares: dryRun, to: pypi, source: "https://docs.astral.sh/uv/reference/cli/#uv-publish"},
	{program: "flit", words: []string{"publish"}, to: pypi, source: "https://flit.pypa.io/en/stable/cmdline.html"},
	{program: "hatch", words: []string{"publish"}, to: pypi, source: "https://hatch.pypa.io/latest/publish/"},
	{program: "pdm", words: []string{"publish"}, to: pypi, source: "https://pdm-project.org/en/latest/usage/publish/"},
	{program: "maturin", words: []string{"publish"}, to: pypi, source: "https://www.maturin.rs/distribution"},
	{program: "maturin", words: []string{"upload"}, to: pypi, source: "https://www.maturin.rs/distribution"},
	{program: "anaconda", words: []string{"upload"}, to: conda, source: "https://docs.anaconda.com/anacondaorg/user-guide/packages/conda-packages/"},

	{program: "cargo", words: []string{"publish"}, spares: []string{"--dry-run", "-n"}, to: crates, source: "https://doc.rust-lang.org/cargo/commands/cargo-publish.html"},
	{program: "cargo", words: []string{"workspaces", "publish"}, spares: dryRun, to: crates, source: "https://github.com/pksunkara/cargo-workspaces"},
	{program: "release-plz", words: []string{"release"}, spares: dryRun, to: crates, source: "https://release-plz.dev/docs/usage/release"},

	{program: "gem", words: []string{"push"}, to: rubygems, source: "https://guides.rubygems.org/command-reference/#gem-push"},
	{program: "rake", words: []string{"release"}, task: lazyregexp.New(`^release(?::rubygem_push)?(?:\[.*\])?$`), spares: []string{"--dry-run", "-n"}, to: rubygems, source: "https://bundler.io/guides/creating_gem.html"},

	{program: "nuget", words: []string{"push"}, to: nuget, source: "https://learn.microsoft.com/en-us/nuget/reference/cli-reference/cli-ref-push"},
	{program: "dotnet", words: []string{"nuget", "push"}, to: nuget, source: "https://learn.microsoft.com/en-us/dotnet/core/tools/dotnet-nuget-push"},

	{program: "mvn", words: []string{"deploy"}, task: mavenGoal, spares: []string{"-Dmaven.deploy.skip"}, to: maven, source: "https://maven.apache.org/plugins/maven-deploy-plugin/"},
	{program: "mvnw", words: []string{"deploy"}, task: mavenGoal, spares: []string{"-Dmaven.deploy.skip"}, to: maven, source: "https://maven.apache.org/tools/wrapper/"},
	{program: "gradle", words: []string{"publish"}, task: gradleTask, spares: []string{"--dry-run", "-m"}, to: maven, source: "https://docs.gradle.org/current/userguide/publishing_maven.html"},
	{program: "gradlew", words: []string{"publish"}, task: gradleTask, spares: []string{"--dry-run", "-m"}, to: maven, source: "https://docs.gradle.org/current/userguide/gradle_wrapper.html"},
	{program: "sbt", words: []string{"publish"}, task: lazyregexp.New(`(?:^|[\s;/+])(?:publish|publishSigned|ci-release|sonatypeBundleRelease)(?:$|[\s;])`), to: maven, source: "https://www.scala-sbt.org/1.x/docs/Publishing.html"},

	{program: "vsce", words: []string{"publish"}, to: vscode, source: "https://code.visualstudio.com/api/working-with-extensions/publishing-extension"},
	{program: "ovsx", words: []string{"publish"}, to: openVSX, source: "https://github.com/eclipse/openvsx/wiki/Publishing-Extensions"},
	{program: "pod", words: []string{"trunk", "push"}, to: cocoapods, source: "https://guides.cocoapods.org/making/getting-setup-with-trunk.html"},
	{program: "mix", words: []string{"hex.publish"}, spares: dryRun, to: hex, source: "https://hex.pm/docs/publish"},
	{program: "luarocks", words: []string{"upload"}, to: luarocks, source: "https://github.com/luarocks/luarocks/wiki/upload"},
	{program: "dart", words: []string{"pub", "publish"}, spares: []string{"--dry-run", "-n"}, to: pubDev, source: "https://dart.dev/tools/pub/cmd/pub-lish"},
	{program: "flutter", words: []string{"pub", "publish"}, spares: []string{"--dry-run", "-n"}, to: pubDev, source: "https://dart.dev/tools/pub/publishing"},

	{program: "docker", words: []string{"push"}, to: containers, source: "https://docs.docker.com/reference/cli/docker/image/push/"},
	{program: "docker", words: []string{"image", "push"}, to: containers, source: "https://docs.docker.com/reference/cli/docker/image/push/"},
	{program: "docker", words: []string{"manifest", "push"}, to: containers, source: "https://docs.docker.com/reference/cli/docker/manifest/push/"},
	{program: "docker", words: []string{"build"}, asks: "--push", to: containers, source: "https://docs.docker.com/reference/cli/docker/buildx/build/"},
	{program: "docker", words: []string{"buildx", "build"}, asks: "--push", to: containers, source: "https://docs.docker.com/reference/cli/docker/buildx/build/"},
	{program: "docker", words: []string{"buildx", "bake"}, asks: "--push", to: containers, source: "https://docs.docker.com/reference/cli/docker/buildx/bake/"},
	{program: "docker", words: []string{"compose", "push"}, spares: dryRun, to: containers, source: "https://docs.docker.com/reference/cli/docker/compose/push/"},
	{program: "docker-compose", words: []string{"push"}, spares: dryRun, to: containers, source: "https://docs.docker.com/reference/cli/docker/compose/push/"},
	{program: "podman", words: []string{"push"}, to: containers, source: "https://docs.podman.io/en/latest/markdown/podman-push.1.html"},
	{program: "buildah", words: []string{"push"}, to: containers, source: "https://github.com/containers/buildah/blob/main/docs/buildah-push.1.md"},
	{program: "skopeo", words: []string{"copy"}, last: "docker://", to: containers, source: "https://github.com/containers/skopeo/blob/main/docs/skopeo-copy.1.md"},
	{program: "crane", words: []string{"push"}, to: containers, source: "https://github.com/google/go-containerregistry/blob/main/cmd/crane/doc/crane_push.md"},
	{program: "ko", words: []string{"build"}, spares: []string{"--local", "-L"}, to: containers, source: "https://ko.build/reference/ko_build/"},
	{program: "helm", words: []string{"push"}, to: containers, source: "https://helm.sh/docs/helm/helm_push/"},

	{program: "goreleaser", words: []string{"release"}, spares: []string{"--snapshot", "--skip=publish"}, to: configured, source: "https://goreleaser.com/cmd/goreleaser_release/"},
	{program: "craft", words: []string{"publish"}, spares: dryRun, to: configured, source: "https://github.com/getsentry/craft"},
	{program: "gh", words: []string{"release", "create"}, spares: []string{"--draft", "-d"}, to: githubReleases, source: "https://cli.github.com/manual/gh_release_create"},
	{program: "gh", words: []string{"release", "edit"}, asks: "--draft=false", to: githubReleases, source: "https://cli.github.com/manual/gh_release_edit"},
	{program: "gh", words: []string{"release", "upload"}, to: githubReleases, source: "https://cli.github.com/manual/gh_release_upload"},
}

var (
	mavenGoal  = lazyregexp.New(`^(?:deploy|deploy:deploy(?:-file)?|release:perform|nexus-staging:(?:deploy|release))$`)
	gradleTask = lazyregexp.New(`^(?:.*:)?publish(?:ToSonatype|ToMavenCentral|AndReleaseToMavenCentral|Plugins|All\w*ToMavenCentral\w*|\w*To\w+Repository)?$`)
)
