package doctor

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// text is a workflow with steps that stand from line 6 on.
func workflowOf(on string, steps string) string {
	return "on: " + on + "\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n" + steps
}

func TestScan_tellsWhatIsWrongAndOnWhichLine(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       []string // code:line
	}{
		{"a line of a block", workflowOf("push", "      - name: out\n        run: |\n\n          npm ci\n          npm publish\n"), []string{"leak-publish-step:10"}},
		{"a folded block", workflowOf("push", "      - run: >-\n          npm\n          publish\n"), []string{"leak-publish-step:6"}},
		{"one line", workflowOf("push", "      - run: npm publish\n"), []string{"leak-publish-step:6"}},
		{"quoted, flow style", workflowOf("push", "      - {name: x, run: \"npm ci && npm publish\"}\n"), []string{"leak-publish-step:6"}},
		{"several", workflowOf("push", "      - run: |\n          docker push acme/sdk\n          twine upload dist/*\n"), []string{"leak-build-step:7", "leak-publish-step:8"}},
		{"an expression over two lines", workflowOf("push", "      - run: |\n          echo ${{ github.sha\n          }}\n          npm publish\n"), []string{"leak-publish-step:9"}},
		{"PowerShell", workflowOf("push", "      - shell: pwsh\n        run: |\n          if ($x) {\n            dotnet nuget push `\n              a.nupkg\n          }\n"), []string{"leak-publish-step:9"}},
		{"an alias", "on: push\njobs:\n  a: &a\n    steps: &s\n      - run: npm publish\n  b: *a\n  c:\n    steps: *s\n", []string{"leak-publish-step:5"}},
		{"the second job", "on: push\njobs:\n  a:\n    steps: [{run: npm ci}]\n  b:\n    steps:\n      - run: gem push a.gem\n", []string{"leak-publish-step:7"}},
		{"a composite action", "runs:\n  using: composite\n  steps:\n    - run: npm publish\n      shell: bash\n", []string{"leak-publish-step:4"}},
		{"an action", workflowOf("push", "      - uses: pypa/gh-action-pypi-publish@release/v1\n"), []string{"leak-publish-step:6"}},
		{"an action in capitals", workflowOf("push", "      - uses: PyPA/GH-Action-PyPI-Publish@v1\n"), []string{"leak-publish-step:6"}},
		{"an action that is off", workflowOf("push", "      - uses: docker/build-push-action@v6\n        with: {push: false}\n"), nil},
		{"an action that is not on", workflowOf("push", "      - uses: docker/build-push-action@v6\n"), nil},
		{"an action that is on", workflowOf("push", "      - uses: docker/build-push-action@v6\n        with: {push: true}\n"), []string{"leak-build-step:6"}},
		{"an action that may be on", workflowOf("push", "      - uses: docker/build-push-action@v6\n        with:\n          push: ${{ github.ref == 'x' }}\n"), []string{"leak-build-step:6"}},
		{"an action's output", workflowOf("push", "      - uses: docker/build-push-action@v6\n        with:\n          outputs: type=image,push=true\n"), []string{"leak-build-step:6"}},
		{"a rehearsal", workflowOf("push", "      - uses: JS-DevTools/npm-publish@v3\n        with: {dry-run: true}\n"), nil},
		{"an action's arguments", workflowOf("push", "      - uses: goreleaser/goreleaser-action@v6\n        with: {args: release --clean}\n"), []string{"leak-publish-step:6"}},
		{"a snapshot", workflowOf("push", "      - uses: goreleaser/goreleaser-action@v6\n        with: {args: release --snapshot}\n"), nil},
		{"a container", workflowOf("push", "      - uses: docker://ghcr.io/getsentry/craft:1\n        with: {args: publish 1.2.3}\n"), []string{"leak-publish-step:6"}},
		{"a container's shell", workflowOf("push", "      - uses: docker://alpine\n        with:\n          entrypoint: /bin/bash\n          args: >-\n            -e\n            -c \"\n            exec npm publish\n            \"\n"), []string{"leak-publish-step:6"}},
		{"a site", workflowOf("push", "      - uses: peaceiris/actions-gh-pages@v4\n"), nil},
		{"the release workflow", "on:\n  workflow_dispatch:\njobs:\n  release:\n    uses: acme/publish/.github/workflows/request.yml@main\n    secrets:\n      RELEASE_PUSH_TOKEN: ${{ secrets.RELEASE_PUSH_TOKEN }}\n", nil},
		{"a comment", workflowOf("push", "      # - run: npm publish\n      - run: npm ci # npm publish\n"), nil},

		{"pull_request_target", "on: [push, pull_request_target]\njobs: {}\n", []string{"leak-pull-request-target:1"}},
		{"its code checked out", workflowOf("pull_request_target", "      - uses: actions/checkout@v5\n        with:\n          ref: ${{ github.event.pull_request.head.sha }}\n"), []string{"leak-pull-request-target:1", "leak-pull-request-code:6"}},
		{"its code by its number", workflowOf("pull_request_target", "      - run: |\n          git fetch origin pull/$N/head\n          git checkout FETCH_HEAD\n"), []string{"leak-pull-request-target:1", "leak-pull-request-code:7"}},
		{"its code by a variable", workflowOf("{pull_request_target: {types: [opened]}}", "      - env: {REF: \"${{ github.head_ref }}\"}\n        run: git checkout \"$REF\"\n"), []string{"leak-pull-request-target:1", "leak-pull-request-code:7"}},
		{"its code by gh", workflowOf("pull_request_target", "      - run: gh pr checkout 1\n"), []string{"leak-pull-request-target:1", "leak-pull-request-code:6"}},
		{"the base alone", workflowOf("pull_request_target", "      - uses: actions/checkout@v5\n      - run: git fetch origin main\n"), []string{"leak-pull-request-target:1"}},
		{"workflow_run with code", "on:\n  workflow_run:\n    workflows: [ci]\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v5\n        with: {ref: \"${{ github.event.workflow_run.head_sha }}\"}\n", []string{"leak-pull-request-code:7"}},
		{"workflow_run without", "on:\n  workflow_run:\n    workflows: [ci]\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v5\n", nil},
		{"a pull request", workflowOf("pull_request", "      - uses: actions/checkout@v5\n        with: {ref: \"${{ github.head_ref }}\"}\n"), nil},
	} {
		s := scan(tc.text)
		var got []string
		for _, l := range s.leaks {
			got = append(got, fmt.Sprintf("%s:%d", l.kind.code, l.line))
		}
		if s.unread != nil || !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v %v, want %v\n%s", tc.name, got, s.unread, tc.want, tc.text)
		}
	}
}

func TestScan_saysWhatItCouldNotRead(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"no YAML":  {"on: push\njobs: [\n", "line 2: this is not valid YAML"},
		"two":      {"on: push\n---\njobs: {}\n", "more than one document"},
		"large":    {strings.Repeat("#", longestFile+1), "more than 256 KiB"},
		"long":     {strings.Repeat("a:\n", mostLines+1), "more than 10000 lines"},
		"brackets": {strings.Repeat("[", 50_000), "nested more than 100 deep"},
		"braces":   {strings.Repeat("{a: ", 20_000), "nested more than 100 deep"},
		"dashes":   {strings.Repeat("- ", 50_000), "nested more than 100 deep"},
	} {
		start := time.Now()
		if got := scan(tc.text).unread; got == nil || !strings.Contains(got.Error(), tc.want) || time.Since(start) > 10*time.Second {
			t.Errorf("%s: %v after %s, want %q", name, got, time.Since(start), tc.want)
		}
	}
}

// Whatever is no workflow holds nothing, and is nothing that could not be read.
func TestScan_passesOverWhatIsNoWorkflow(t *testing.T) {
	for _, text := range []string{"", "\n", "a", "- b", "jobs:", "jobs: []", "jobs: {a: b}", "jobs: {a: {steps: {}}}", "jobs: {a: {steps: [1, null, [], {run: {}}, {uses: []}]}}",
		"a: &a\n  b: *a\njobs: *a\n", "jobs: &j\n  x: *j\n", "on: *nothing\n", "? [a]\n: b\n", "# only\n", "---\n---\n"} {
		if s := scan(text); len(s.leaks) > 0 {
			t.Errorf("%q: %v", text, s.leaks)
		}
	}
}

func TestScan_listsLocalActionsAndSecrets(t *testing.T) {
	s := scan(workflowOf("push", "      - uses: ./.github/actions/out\n      - uses: ./tools/../../etc\n      - uses: ./\n      - run: x\n        env:\n          A: ${{ secrets.npm_token }}\n          B: ${{ secrets['PYPI'] }} # secrets.C\n      # secrets.D\n"))
	if want := []string{".github/actions/out/action", "action", "etc/action"}; !slices.Equal(s.local, want) {
		t.Errorf("uses %q, want %q", s.local, want)
	}
	if want := []secretUse{{"NPM_TOKEN", 11}, {"PYPI", 12}, {"C", 12}}; !slices.Equal(s.reads, want) {
		t.Errorf("reads %v, want %v", s.reads, want)
	}
}

func FuzzScan(f *testing.F) {
	f.Add(workflowOf("pull_request_target", "      - run: |\n          npm publish ${{ x }}\n      - &a {uses: ./x, with: {push: true}}\n      - *a\n"))
	f.Add("jobs: &j\n  x: *j\n  ? |\n    a\n  : !!str b\n")
	f.Add("runs: {steps: [{run: \"$(`'\\\"<<EOF\"}]}")
	f.Fuzz(func(t *testing.T, text string) {
		lines := strings.Count(text, "\n") + 1
		for _, l := range scan(text).leaks {
			if l.line < 1 || l.line > lines {
				t.Errorf("line %d of %d: %s", l.line, lines, l.says)
			}
		}
	})
}
