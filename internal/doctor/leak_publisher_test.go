package doctor

import (
	"strings"
	"testing"
	"time"
)

// What each line publishes with; empty: nothing.
func TestPublishing_tellsWhatPublishesFromWhatDoesNot(t *testing.T) {
	for _, tc := range [][2]string{
		{"npm publish", "npm publish"},
		{"npm --prefix sdk publish --access public", "npm publish"},
		{"npm $FLAGS publish", "npm publish"},
		{"npm publish --dry-run", ""},
		{"npm publish --dry-run=false", "npm publish"},
		{"npm publish --registry http://localhost:4873", ""},
		{"bash -c 'npm publish --registry=http://127.0.0.1:4873/'", ""},
		{"npm run publish-docs", ""},
		{"npm run publish", ""},
		{"npm version patch", ""},
		{"npm pack", ""},
		{`echo "npm publish"`, ""},
		{"echo npm publish", ""},
		{"# npm publish", ""},
		{"true # npm publish", ""},
		{"npm ci && npm publish", "npm publish"},
		{"if npm publish; then echo out; fi", "npm publish"},
		{`OUT="$(npm publish 2>&1)"`, "npm publish"},
		{"for p in a b; do (cd $p && npm publish) || exit 1; done", "npm publish"},
		{"NODE_AUTH_TOKEN=$X npm publish", "npm publish"},
		{"npm \\\n  publish \\\n  --tag next", "npm publish"},
		{"npm publish \\\n  --dry-run", ""},
		{"cat <<EOF\nnpm publish\nEOF", ""},
		{"npm publish ${{ inputs.dry && '--dry-run' || '' }}", "npm publish"},
		{"npx -y npm@latest publish", "npm publish"},
		{"yarn publish", "yarn publish"},
		{"yarn npm publish", "yarn npm publish"},
		{"yarn workspaces foreach -A --no-private npm publish", "npm publish"},
		{"yarn workspace @acme/sdk publish", ""},
		{"yarn workspace @acme/sdk npm publish", "npm publish"},
		{"yarn changeset publish", "changeset publish"},
		{"npx @changesets/cli@2 publish", "changeset publish"},
		{"pnpm -r publish", "pnpm publish"},
		{"pnpm --filter ./sdk publish --no-git-checks", "pnpm publish"},
		{"pnpm exec lerna publish from-package --yes", "lerna publish"},
		{"npx semantic-release", "semantic-release"},
		{"npx semantic-release@23 --dry-run", ""},
		{"npx vsce publish -p $VSCE_PAT", "vsce publish"},
		{"npx @vscode/vsce publish", "vsce publish"},
		{"twine upload dist/*", "twine upload"},
		{"twine check dist/*", ""},
		{"python -m twine upload dist/*", "twine upload"},
		{"python3.12 -m build", ""},
		{"py -3 -m twine upload dist/*", "twine upload"},
		{"uv run --with twine twine upload dist/*", "twine upload"},
		{"uvx twine upload dist/*", "twine upload"},
		{"uv publish", "uv publish"},
		{"poetry publish --build", "poetry publish"},
		{"poetry publish --dry-run", ""},
		{"cargo publish -p relay", "cargo publish"},
		{"cargo +nightly publish", "cargo publish"},
		{"cargo publish -n", ""},
		{"cargo build --release", ""},
		{"gem push *.gem", "gem push"},
		{"bundle exec rake release", "rake release"},
		{"bundle exec rake release:notes", ""},
		{"docker push acme/sdk:1", "docker push"},
		{"docker push localhost:5000/sdk", ""},
		{"docker build -t x .", ""},
		{"docker buildx build --push -t acme/sdk .", "docker buildx build --push"},
		{"docker buildx build --push=false -t acme/sdk .", ""},
		{"docker compose push", "docker compose push"},
		{"sudo -E docker push acme/sdk", "docker push"},
		{"skopeo copy oci:x docker://ghcr.io/acme/sdk", "skopeo copy"},
		{"skopeo copy docker://ghcr.io/acme/sdk oci:x", ""},
		{"git push origin main", ""},
		{"./gradlew build :lib:publish", "gradlew publish"},
		{"./gradlew publishToMavenLocal", ""},
		{"gradle publishAllPublicationsToCentralRepository", "gradle publish"},
		{"mvn -B clean deploy -P release", "mvn deploy"},
		{"mvn -B clean deploy -Dmaven.deploy.skip=true", ""},
		{"mvn verify", ""},
		{`sbt "project core" "+publishSigned"`, "sbt publish"},
		{"sbt publishLocal", ""},
		{"goreleaser release --clean", "goreleaser release"},
		{"goreleaser release --snapshot", ""},
		{"goreleaser release --skip sign,publish", ""},
		{"goreleaser build", ""},
		{"gh release create v1 --notes x", "gh release create"},
		{"gh release create v1 --draft", ""},
		{"gh release view", ""},
		{"gh release edit v1 --draft=false", "gh release edit --draft=false"},
		{"gh release edit v1 --notes x", ""},
		{"ls | xargs $guard gh release create v1", "gh release create"},
		{"$SUDO docker push acme/sdk", "docker push"},
		{"craft publish 1.2.3", "craft publish"},
		{"craft prepare 1.2.3", ""},
		{"ls *.nupkg | xargs -n 1 dotnet nuget push", "dotnet nuget push"},
		{"if ($ok) { dotnet nuget push $pkg }", "dotnet nuget push"},
		{"$env:A = 'b'\ndotnet nuget push `\n  $pkg", "dotnet nuget push"},
		{`C:\tools\nuget.exe push a.nupkg`, ""},
		{`'C:\tools\nuget.exe' push a.nupkg`, "nuget push"},
		{`bash -ec "npm ci; npm publish"`, "npm publish"},
		{`eval "npm publish"`, "npm publish"},
		{"timeout 300 npm publish", "npm publish"},
		{"release() { npm publish; }", "npm publish"},
		{"mix hex.publish --yes", "mix hex.publish"},
		{"pod trunk push X.podspec", "pod trunk push"},
	} {
		got := ""
		for _, c := range commands(tc[0]) {
			if p := publishing(c.words); p != nil {
				got = p.String()
			}
		}
		if got != tc[1] {
			t.Errorf("%s\n publishes with %q, want %q", tc[0], got, tc[1])
		}
	}
}

func TestPublishers_nameTheirDocumentation(t *testing.T) {
	for _, p := range publishers {
		if !strings.HasPrefix(p.source, "https://") || p.to == "" || p.program != strings.ToLower(p.program) {
			t.Errorf("%s: source %q, to %q", p, p.source, p.to)
		}
	}
	for _, a := range actions {
		if !strings.HasPrefix(a.source, "https://github.com/"+a.name) || a.to == "" {
			t.Errorf("%s: source %q, to %q", a.name, a.source, a.to)
		}
	}
}

func TestParsed_leavesAsideWhatIsTooDeepOrTooLong(t *testing.T) {
	deep := func(n int) string { return "true " + strings.Repeat("$(", n) + "x" + strings.Repeat(")", n) }
	for script, want := range map[string]bool{
		deep(mostOpeners): true, deep(mostOpeners + 1): false,
		strings.Repeat("#", longestScript): true, strings.Repeat("#", longestScript+1): false,
	} {
		if _, ok := parsed(script); ok != want {
			t.Errorf("%.20s..., %d long: %t", script, len(script), ok)
		}
	}
}

// A script that is nested without end is read in no time, line by line.
func TestCommands_takesScriptsThatNoParserShould(t *testing.T) {
	for _, deep := range []string{"$(", "$[", "(", "{ ", "if ", "! ", "`"} {
		for _, times := range []int{mostOpeners + 1, longestScript/len(deep) - 20, 100_000} {
			start := time.Now()
			got := commands(strings.Repeat(deep, times) + "x\nnpm publish\n")
			if last := got[len(got)-1]; publishing(last.words) == nil || last.line != 2 || time.Since(start) > 3*time.Second {
				t.Errorf("%s, %d times, took %s; the last command is %v", deep, times, time.Since(start), last)
			}
		}
	}
	for _, chain := range []string{"sudo ", "sudo -u ", "bash -c "} {
		if publishing(strings.Fields(strings.Repeat(chain, 10_000)+"npm publish")) != nil {
			t.Errorf("%s: followed programs without end", chain)
		}
	}
}
