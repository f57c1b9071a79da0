package request_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/request"
)

// commit puts a file onto main, as a person.
func (w world) commit(who, file, text, message string) {
	w.t.Helper()
	w.Git(who, w.Clone, "fetch", "-q", "origin")
	w.Git(who, w.Clone, "checkout", "-q", "--detach", "origin/main")
	w.Write(file, text)
	w.Git(who, w.Clone, "commit", "-q", "-m", message)
	w.Git(who, w.Clone, "push", "-q", "origin", "HEAD:main")
}

// shown is the changelog of the one open request.
func (w world) shown() string {
	w.t.Helper()
	issue := w.open()[0]
	parsed, problems := record.Parse(issue.Title, issue.Body, "github.com")
	if len(problems) > 0 {
		w.t.Fatal(problems)
	}
	return parsed.Changelog
}

// ofRequest is what an approver is told of a request for a version.
func (w world) ofRequest(keys, version string) string {
	w.t.Helper()
	if _, err := ask(w.t, w.as("erin"), request.Wish{Project: w.project(keys), Version: version}); err != nil {
		w.t.Fatal(err)
	}
	text := w.shown()
	w.close(w.open()[0])
	return text
}

func TestChangelog_isTheSectionThatWasPrepared(t *testing.T) {
	w := newWorld(t)
	w.commit("erin", "CHANGELOG.md", "# Changelog\n\n## [2.0.0] - 2026-03-01\n\n- New\u202e `code` @adam <!-- hidden\n\n## sdk-1.0.1\n- By tag\n## 1.0.0\n", "Say what is new")
	if got := w.ofRequest("prepare: none", "2.0.0"); got != "- New<U+202E> `code` @adam <!-- hidden" {
		t.Errorf("shown is %q", got)
	}
	if got := w.ofRequest("prepare: none, tag: 'sdk-{version}'", "1.0.1"); got != "- By tag" {
		t.Errorf("shown is %q", got)
	}
	// It counts as it was prepared, not as it was on the base.
	line := `prepare: {run: [sh, -c, 'printf "# %s\\n\\n- Prepared\\n" {version} > CHANGELOG.md']}`
	if got := w.ofRequest(line, "2.1.0"); got != "- Prepared" {
		t.Errorf("shown is %q", got)
	}
	// The same when the branch that was prepared is taken as it is.
	if got := w.ofRequest(line, "2.1.0"); got != "- Prepared" {
		t.Errorf("of a branch that was there, shown is %q", got)
	}
	// Of a version that it does not name it says nothing.
	if got := w.ofRequest("prepare: none", "3.0.0"); !strings.Contains(got, "commits; nothing was released before:") {
		t.Errorf("shown is %q", got)
	}
}

func TestChangelog_isElseTheCommitsSinceTheLastTag(t *testing.T) {
	w := newWorld(t)
	w.tag("1.9.0")
	w.commit("erin", "a", "1", "Fix the first (#12)\n\nCo-authored-by: Rita R. <rita@acme.test>")
	w.tag("2.0.0", "nightly", "v9.0.0")
	w.commit("olivia", "a", "2", "Fix `it` for @adam, see #1\x1b[31m")
	w.commit("erin", "py/b", "3", "Add py")
	head := w.branch("main")
	w.Git("erin", w.Clone, "fetch", "-q", "origin")
	second := w.Git("erin", w.Clone, "rev-parse", "origin/main~1")
	for name, test := range map[string]struct{ keys, version, want string }{
		"the newest of its series":  {"prepare: none", "2.0.1", "2 commits since 2.0.0:\n\n- Add py (erin, " + head[:12] + ")\n- Fix `it` for @adam, see #1<U+001B>[31m (olivia, " + second[:12] + ")"},
		"also on a maintenance one": {"prepare: none", "1.9.1", "3 commits since 1.9.0:\n\n- Add py (erin, "},
		"of a folder":               {"prepare: none, path: py", "2.0.2", "1 commit in py since 2.0.0:\n\n- Add py (erin, " + head[:12] + ")"},
		"of tags of another form":   {"prepare: none, tag: 'v{version}'", "9.0.1", "2 commits since v9.0.0:\n"},
		"without any tag":           {"prepare: none, tag: 'w{version}', path: py", "1.0.0", "1 commit in py; nothing was released before:\n\n- Add py"},
		"of no folder":              {"prepare: none, tag: 'w{version}', path: js", "1.0.1", "0 commits in js; nothing was released before:"},
		"where there is no order":   {"prepare: none, versioning: {pattern: '[a-z]+'}, tag: '{version}'", "weekly", "2 commits since nightly:\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (world{w.World, t}).ofRequest(test.keys, test.version); !strings.HasPrefix(got, test.want) || strings.HasSuffix(test.want, ")") && got != test.want {
				t.Errorf("shown is\n%s\nwant\n%s", got, test.want)
			}
		})
	}
	w.Git("erin", w.Clone, "push", "-q", "origin", "origin/main:refs/tags/2.0.3")
	if got := w.ofRequest("prepare: none", "2.0.4"); got != "No commit since 2.0.3." {
		t.Errorf("shown is %q", got)
	}
	if got := w.ofRequest("prepare: none, tag: 'w{version}'", "1.9.2"); !strings.Contains(got, "Fix the first (#12) (erin, Rita R., ") {
		t.Errorf("shown is %q", got)
	}
}

func TestChangelog_saysWhatItLeavesOut(t *testing.T) {
	w := newWorld(t)
	w.tag("2.0.0")
	w.Git("erin", w.Clone, "fetch", "-q", "origin")
	w.Git("erin", w.Clone, "checkout", "-q", "--detach", "origin/main")
	for n := range 102 {
		w.Git("erin", w.Clone, "commit", "-q", "--allow-empty", "-m", fmt.Sprintf("Change %d", n+1))
	}
	w.Git("erin", w.Clone, "push", "-q", "origin", "HEAD:main")
	got := w.ofRequest("prepare: none", "2.0.1")
	if !strings.HasPrefix(got, "102 commits since 2.0.0:\n\n- Change 102 (") || !strings.HasSuffix(got, ")\n\n2 commits before these are not listed.") || strings.Count(got, "\n- Change ") != 100 {
		t.Errorf("shown is\n%s", got)
	}
	// What does not fit into an issue is left out below that.
	w.Git("erin", w.Clone, "commit", "-q", "--amend", "--allow-empty", "-m", strings.Repeat("x", 60000))
	w.Git("erin", w.Clone, "push", "-q", "-f", "origin", "HEAD:main")
	if got := w.ofRequest("prepare: none", "2.0.2"); !strings.HasSuffix(got, "do not fit into an issue]") || !strings.HasPrefix(got, "102 commits since 2.0.0:") {
		t.Errorf("shown is\n%.300s", got)
	}
}
