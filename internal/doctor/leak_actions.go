package doctor

import (
	"strings"

	"github.com/release-request/gh-release-request/internal/lazyregexp"
)

// inputs are what a step hands an action, by lower-case names.
type inputs map[string]string

// on reports whether an input is given and not plainly off. An expression may
// come out either way, so it counts.
func (in inputs) on(name string) bool { return in[name] != "" && in[name] != "false" }

// publishingAction is an action of others that publishes.
type publishingAction struct {
	name   string
	to     place
	when   func(inputs) bool // nil: always
	source string
}

func (a publishingAction) publishes(in inputs) bool { return a.when == nil || a.when(in) }

// actions are those that publish. Those that only build, sign, make a pull
// request or deploy a site are none.
var actions = []publishingAction{
	{"pypa/gh-action-pypi-publish", pypi, nil, "https://github.com/pypa/gh-action-pypi-publish"},
	{"JS-DevTools/npm-publish", npmRegistry, without("dry-run"), "https://github.com/JS-DevTools/npm-publish"},
	{"changesets/action", npmRegistry, with("publish"), "https://github.com/changesets/action"},
	{"rubygems/release-gem", rubygems, nil, "https://github.com/rubygems/release-gem"},
	{"katyo/publish-crates", crates, without("dry-run"), "https://github.com/katyo/publish-crates"},
	{"HaaLeo/publish-vscode-extension", vscode, without("dryrun"), "https://github.com/HaaLeo/publish-vscode-extension"},
	{"cycjimmy/semantic-release-action", configured, without("dry_run"), "https://github.com/cycjimmy/semantic-release-action"},
	{"goreleaser/goreleaser-action", configured, goreleaserPublishes, "https://github.com/goreleaser/goreleaser-action"},
	{"docker/build-push-action", containers, pushes, "https://github.com/docker/build-push-action"},
	{"docker/bake-action", containers, with("push"), "https://github.com/docker/bake-action"},
	{"redhat-actions/push-to-registry", containers, nil, "https://github.com/redhat-actions/push-to-registry"},
	{"softprops/action-gh-release", githubReleases, without("draft"), "https://github.com/softprops/action-gh-release"},
	{"ncipollo/release-action", githubReleases, without("draft"), "https://github.com/ncipollo/release-action"},
	{"actions/create-release", githubReleases, without("draft"), "https://github.com/actions/create-release"},
	{"actions/upload-release-asset", githubReleases, nil, "https://github.com/actions/upload-release-asset"},
	{"svenstaro/upload-release-action", githubReleases, without("draft"), "https://github.com/svenstaro/upload-release-action"},
	{"googleapis/release-please-action", githubReleases, without("skip-github-release"), "https://github.com/googleapis/release-please-action"},
}

// with is for an action that publishes only where an input says so.
func with(name string) func(inputs) bool { return func(in inputs) bool { return in.on(name) } }

// without is for an action that publishes unless an input is plainly true.
func without(name string) func(inputs) bool {
	return func(in inputs) bool { return in[name] != "true" }
}

var registryOutput = lazyregexp.New(`type=registry|push=true`)

func pushes(in inputs) bool { return in.on("push") || registryOutput.MatchString(in["outputs"]) }

// goreleaserPublishes asks of the arguments what would be asked of the program.
func goreleaserPublishes(in inputs) bool {
	return publishing(append([]string{"goreleaser"}, strings.Fields(in["args"])...)) != nil
}
