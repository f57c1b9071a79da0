package record_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// Any string gives a record or problems, and what is a record is exactly what
// Render makes of it.
func FuzzParse(f *testing.F) {
	r := request()
	title, body, err := record.Render(r, changelogText, web)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(title, body)
	f.Add(title, strings.ReplaceAll(body, "\n", "\r\n")+"\r\n \r\n")
	f.Add(title, strings.Replace(body, "main", "release", 1))
	f.Add(title, "<!-- release-request {} -->")
	f.Add("", "<!-- release-request {\"schema\":9999999999999999999999} -->\n")
	f.Add("publish: a/b@1", "")
	f.Fuzz(func(t *testing.T, title, body string) {
		parsed, problems := record.Parse(title, body, web)
		if len(problems) > 0 {
			if diff := cmp.Diff(record.Parsed{}, parsed); diff != "" {
				t.Fatalf("problems %v and a record: %s", problems, diff)
			}
			return
		}
		wantTitle, wantBody, err := record.Render(parsed.Request, parsed.Changelog, web)
		if err != nil {
			t.Fatalf("Parse took what Render refuses: %v", err)
		}
		lf := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(body)
		if rest, ok := strings.CutPrefix(lf, wantBody); title != wantTitle || !ok || strings.Trim(rest, " \t\n") != "" {
			t.Fatalf("Parse took %q %q; Render writes %q %q", title, body, wantTitle, wantBody)
		}
	})
}

// Whatever is well-formed comes back as it was, and any changelog fits once it
// is cut.
func FuzzRoundTrip(f *testing.F) {
	f.Add("main", "release/1.2.3", "packages/core", "acme/sdk", true, "alice", "", "npm github", "1.2.3", changelogText)
	f.Add("1.x", "r", "", "a/.github", false, "", "12/1", "x", "2026.1.0", strings.Repeat("`", 70000))
	f.Add("main", "r", "", "a/b", false, "ci[bot]", "", "x-y", "1", "\x00\u202e\xff\r\n é\u200d")
	f.Add("main", "r", "", "a/b", false, "a", "", "x-y", "1", strings.Repeat("é\u200d", 20000))
	f.Add("main", "r", "", "a/b", false, "a", "", "x-y", "1", strings.Repeat("line\n", 20000))
	f.Fuzz(func(t *testing.T, base, branch, path, project string, rehearsal bool, requester, run, targets, version, changelog string) {
		shown := record.CutChangelog(changelog)
		if again := record.CutChangelog(shown); again != shown {
			t.Fatalf("cutting again changes %q to %q", shown, again)
		}
		if !utf8.ValidString(shown) {
			t.Fatalf("a cut changelog is no UTF-8: %q", shown)
		}
		r := release.Request{
			Base: base, Branch: branch, Changelog: record.HashChangelog(shown), Commit: strings.Repeat("a", 40), Path: path, Project: project,
			Rehearsal: rehearsal, Requester: requester, Run: run, Schema: release.Schema, Targets: strings.Fields(targets), Version: release.Version(version),
		}
		title, body, err := record.Render(r, shown, web)
		if err != nil {
			fits := len(record.Title(r)) <= 256 && len(targets)+len(base)+len(branch)+12*len(path) < 4000
			if len(r.Problems()) == 0 && fits {
				t.Fatalf("a well-formed request is refused: %v", err)
			}
			return
		}
		for _, sent := range []string{body, strings.ReplaceAll(body, "\n", "\r\n") + "\r\n"} {
			got, problems := record.Parse(title, sent, web)
			want := record.Parsed{Request: r, Changelog: shown, Digest: got.Digest}
			if diff := cmp.Diff(want, got); diff != "" || len(problems) > 0 {
				t.Fatalf("problems %v, difference (-want +got):\n%s", problems, diff)
			}
		}
		p, v, err := record.ParseTitle(title)
		if err != nil || p != r.Source() || v != r.Version {
			t.Fatalf("ParseTitle(%q) = %v, %v, %v", title, p, v, err)
		}
	})
}
