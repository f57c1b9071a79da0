package record_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

var update = flag.Bool("update", false, "write the golden files anew")

const web = record.Host("github.com")

const changelogText = "### Features\n\n- Publish `sdk` from ``one`` place (#12, @alice)\n\n```sh\nnpm install @acme/sdk\n```"

func request() release.Request {
	return release.Request{
		Base:      "main",
		Branch:    "release/py/1.2.3",
		Changelog: record.HashChangelog(changelogText),
		Commit:    strings.Repeat("0123456789", 4),
		Path:      "packages/@acme+py",
		Project:   "acme/relay",
		Requester: "alice",
		Schema:    release.Schema,
		Targets:   []string{"npm", "github"},
		Version:   "1.2.3-rc.1",
	}
}

// render returns the issue of a request whose changelog is changelogText.
func render(t *testing.T, r release.Request) (title, body string) {
	t.Helper()
	title, body, err := record.Render(r, changelogText, web)
	if err != nil {
		t.Fatal(err)
	}
	return title, body
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), got+"\n"); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// A released wording never changes: if this test fails, it is not the golden
// files that are wrong.
func TestRender_keepsTheWordingOfSchema1(t *testing.T) {
	person := request()
	_, body := render(t, person)
	golden(t, "schema-1.md", body)

	scheduled := request()
	scheduled.Requester, scheduled.Run, scheduled.Path, scheduled.Rehearsal = "", "123456/2", "", true
	scheduled.Changelog = record.HashChangelog("")
	_, body, err := record.Render(scheduled, "", "github.example.com:8443")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "schema-1-scheduled-rehearsal.md", body)
}

func TestParse_readsWhatRenderWrote(t *testing.T) {
	r := request()
	title, body := render(t, r)
	want := record.Parsed{Request: r, Changelog: changelogText, Digest: release.DigestOf([]byte(line1(t, body)))}
	for name, sent := range map[string]string{
		"as written":             body,
		"with CRLF":              strings.ReplaceAll(body, "\n", "\r\n"),
		"with CR":                strings.ReplaceAll(body, "\n", "\r"),
		"with blank lines after": body + "\n\n  \n\t\n",
	} {
		t.Run(name, func(t *testing.T) {
			got, problems := record.Parse(title, sent, web)
			if diff := cmp.Diff(want, got); diff != "" || problems != nil {
				t.Errorf("problems %v, difference (-want +got):\n%s", problems, diff)
			}
		})
	}
}

// line1 returns the JSON of the record's line.
func line1(t *testing.T, body string) string {
	t.Helper()
	line, _, _ := strings.Cut(body, "\n")
	line, ok1 := strings.CutPrefix(line, "<!-- release-request ")
	line, ok2 := strings.CutSuffix(line, " -->")
	if !ok1 || !ok2 {
		t.Fatalf("line 1 is no record: %s", line)
	}
	return line
}

func TestParse_refuses(t *testing.T) {
	title, body := render(t, request())
	_, people, _ := strings.Cut(body, "\n")
	json := line1(t, body)
	with := func(old, new string) string {
		changed := strings.Replace(body, old, new, 1)
		if changed == body {
			t.Fatalf("%q is not in the body", old)
		}
		return changed
	}
	for name, test := range map[string]struct {
		title, body string
		want        []string
	}{
		"an empty text":                   {title, "", []string{record.ProblemNoRecord}},
		"a text without a record":         {title, "Please publish 1.2.3", []string{record.ProblemNoRecord}},
		"a record that is not in line 1":  {title, "\n" + body, []string{record.ProblemNoRecord}},
		"a record behind text":            {title, "x " + body, []string{record.ProblemNoRecord}},
		"text behind the record":          {title, with(" -->", " --> x"), []string{record.ProblemNoRecord}},
		"two comments in line 1":          {title, with(" -->", " --><!-- -->"), []string{record.ProblemNoRecord}},
		"another comment":                 {title, with("<!-- release-request ", "<!-- release-request-receipt "), []string{record.ProblemNoRecord}},
		"no JSON":                         {title, with(json, "{"), []string{record.ProblemJSON}},
		"no object":                       {title, with(json, "[]"), []string{record.ProblemJSON}},
		"null":                            {title, with(json, "null"), []string{record.ProblemJSON}},
		"two objects":                     {title, with(json, json+json), []string{record.ProblemJSON}},
		"a newer schema":                  {title, with(`"schema":1`, `"schema":2,"what":"is this"`), []string{record.ProblemSchema}},
		"schema 0":                        {title, with(`"schema":1`, `"schema":0`), []string{record.ProblemValue}},
		"an unknown key":                  {title, with(`"schema":1`, `"schema":1,"secret":true`), []string{record.ProblemKeys}},
		"a key in capitals":               {title, with(`"schema":1`, `"Schema":1`), []string{record.ProblemKeys, record.ProblemKeys}},
		"a key twice":                     {title, with(`"base":"main"`, `"base":"evil","base":"main"`), []string{record.ProblemKeys}},
		"a key missing":                   {title, with(`"base":"main",`, ``), []string{record.ProblemKeys, record.ProblemValue}},
		"keys out of order":               {title, with(`"requester":"alice","run":""`, `"run":"","requester":"alice"`), []string{record.ProblemKeys}},
		"a null string":                   {title, with(`"run":""`, `"run":null`), []string{record.ProblemForm}},
		"a null list":                     {title, with(`["npm","github"]`, `null`), []string{record.ProblemValue}},
		"a string for a bool":             {title, with(`"rehearsal":false`, `"rehearsal":"false"`), []string{record.ProblemJSON}},
		"a number with a fraction":        {title, with(`"schema":1`, `"schema":1.0`), []string{record.ProblemJSON}},
		"a space in the JSON":             {title, with(`"schema":1`, `"schema": 1`), []string{record.ProblemForm}},
		"an escape that is not needed":    {title, with(`"base":"main"`, `"base":"m\u0061in"`), []string{record.ProblemForm}},
		"a byte that is no UTF-8":         {title, with(`"base":"main"`, "\"base\":\"main\xff\""), []string{record.ProblemForm, record.ProblemValue}},
		"malformed values, all at once":   {title, with(`"base":"main","branch":"release/py/1.2.3"`, `"base":"-x","branch":"a b"`), []string{record.ProblemValue, record.ProblemValue}},
		"a bracket in a value":            {title, with(`"base":"main"`, `"base":"\u003c!--"`), []string{record.ProblemValue}},
		"another title":                   {title + " ", body, []string{record.ProblemTitle}},
		"another version in the title":    {strings.Replace(title, "1.2.3", "1.2.4", 1), body, []string{record.ProblemTitle}},
		"another version in the record":   {title, with(`"version":"1.2.3-rc.1"`, `"version":"1.2.4"`), []string{record.ProblemTitle, record.ProblemText}},
		"another commit in the record":    {title, with(`"commit":"0`, `"commit":"1`), []string{record.ProblemText}},
		"another commit for people":       {title, with("/commit/0", "/commit/1"), []string{record.ProblemText}},
		"targets that people do not see":  {title, with(`["npm","github"]`, `["npm","github","pypi"]`), []string{record.ProblemText}},
		"a sentence more":                 {title, with("**To approve**", "Looked at already.\n\n**To approve**"), []string{record.ProblemText}},
		"a sentence at the end":           {title, body + "\n\nLooks good.", []string{record.ProblemText, record.ProblemChangelog}},
		"another changelog":               {title, with("### Features", "### Fixes"), []string{record.ProblemChangelog}},
		"no changelog":                    {title, body[:strings.Index(body, "````")] + "None was given.", []string{record.ProblemChangelog}},
		"a longer fence":                  {title, body[:strings.Index(body, "````")] + "`````\n" + changelogText + "\n`````", []string{record.ProblemText}},
		"no fence":                        {title, body[:strings.Index(body, "````")] + changelogText, []string{record.ProblemText, record.ProblemChangelog}},
		"only the record":                 {title, body[:len(body)-len(people)], []string{record.ProblemText, record.ProblemChangelog}},
		"a NUL":                           {title, with("### Features", "### Features\x00"), []string{record.ProblemChangelog}},
		"a bidi control in the changelog": {title, with("### Features", "### \u202eFeatures"), []string{record.ProblemChangelog}},
		"a space at the end of a line":    {title, with("with the number of this issue.\n", "with the number of this issue. \n"), []string{record.ProblemText}},
	} {
		t.Run(name, func(t *testing.T) {
			parsed, problems := record.Parse(test.title, test.body, web)
			var got []string
			for _, p := range problems {
				got = append(got, p.Code)
			}
			if !sameSet(got, test.want) {
				t.Errorf("problems %q, want %q", problems, test.want)
			}
			if diff := cmp.Diff(record.Parsed{}, parsed); diff != "" {
				t.Errorf("a refused issue gave a record: %s", diff)
			}
		})
	}
}

func sameSet(a, b []string) bool {
	count := map[string]int{}
	for _, s := range a {
		count[s]++
	}
	for _, s := range b {
		count[s]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

// Whatever is wrong, what is said of it has to fit into a comment, and into a
// receipt, which says it twice.
func TestParse_saysOfAnyTextWhatFitsIntoAReceipt(t *testing.T) {
	keys := ""
	for i := range 7000 {
		keys += fmt.Sprintf(`"%x":1,`, i)
	}
	for name, content := range map[string]string{
		"unknown keys": keys + `"a":1`,
		"a long value": `"base":"` + strings.Repeat("&", 60000) + `"`,
		"mentions":     `"` + strings.Repeat("@", 60000) + `":1`,
		"hidden":       `"` + strings.Repeat("\u202e", 20000) + `":1`,
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := record.Parse("publish: acme/sdk@1.2.3", "<!-- release-request {"+content+"} -->", web)
			if len(problems) == 0 {
				t.Fatal("no problems")
			}
			verdict := policy.Verdict{Decision: policy.Refuse, Findings: []policy.Finding{
				{Rule: "request-wellformed", Reason: "malformed", Outcome: policy.RefuseFor, Sentence: joined(problems)},
			}}
			_, err := record.RenderReceipt(record.Receipt{Kind: policy.ReceiptVerdict, Number: 1, Run: "7/1",
				URL: "https://github.com/acme/publish/actions/runs/7/attempts/1", Verdict: &verdict})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

func joined(problems []record.Problem) string {
	var all []string
	for _, p := range problems {
		all = append(all, p.Sentence)
	}
	return strings.Join(all, "; ")
}

func TestParse_refusesLinksToAnotherHost(t *testing.T) {
	title, body := render(t, request())
	if _, problems := record.Parse(title, body, "github.example.com"); len(problems) == 0 {
		t.Error("an issue with links to github.com was read as one of another host")
	}
	if _, problems := record.Parse(title, body, "Evil) host"); len(problems) == 0 {
		t.Error("a malformed host was taken")
	}
}

func TestParse_tellsThatTheBinaryIsOlder(t *testing.T) {
	title, body := render(t, request())
	_, problems := record.Parse(title, strings.Replace(body, `"schema":1`, `"schema":7`, 1), web)
	if len(problems) != 1 || !strings.Contains(problems[0].Sentence, "schema 7") || !strings.Contains(problems[0].Sentence, "the central repository's binary is older") {
		t.Errorf("problems %q", problems)
	}
}

func TestRender_refuses(t *testing.T) {
	for name, test := range map[string]struct {
		change    func(*release.Request)
		changelog string
		web       record.Host
		want      string
	}{
		"a malformed request":          {func(r *release.Request) { r.Commit = "abc" }, changelogText, web, "commit"},
		"a changelog of another hash":  {func(r *release.Request) {}, changelogText + "!", web, "SHA-256"},
		"a changelog that was not cut": {func(r *release.Request) { r.Changelog = record.HashChangelog("a\r\n") }, "a\r\n", web, "changelog"},
		"a host that breaks the links": {func(r *release.Request) {}, changelogText, "x) (y", "host"},
		"a host in capitals":           {func(r *release.Request) {}, changelogText, "GitHub.com", "host"},
		"a title longer than GitHub's": {func(r *release.Request) { r.Path = strings.Repeat("a", 250) }, changelogText, web, "title has"},
		"a text longer than GitHub's":  {func(r *release.Request) { r.Targets = manyTargets() }, changelogText, web, "text has"},
	} {
		t.Run(name, func(t *testing.T) {
			r := request()
			test.change(&r)
			title, body, err := record.Render(r, test.changelog, test.web)
			if err == nil || !strings.Contains(err.Error(), test.want) || title != "" || body != "" {
				t.Errorf("Render = %q, %d bytes, %v; want an error with %q", title, len(body), err, test.want)
			}
		})
	}
}

func manyTargets() []string {
	var names []string
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			names = append(names, string(a)+strings.Repeat(string(b), 38), string(a)+strings.Repeat(string(b), 39))
		}
	}
	return names
}

func TestRender_linksByCommitAndMentionsNobody(t *testing.T) {
	r := request()
	_, body := render(t, r)
	people, _, _ := strings.Cut(body[strings.Index(body, "\n"):], "## Changelog")
	links := regexp.MustCompile(`\]\(([^)]*)\)`).FindAllStringSubmatch(people, -1)
	for _, link := range links {
		if !strings.Contains(link[1], r.Commit) || strings.Contains(link[1], r.Branch) || strings.Contains(link[1], r.Base) {
			t.Errorf("%s leads to what can be moved", link[1])
		}
	}
	if len(links) != 4 {
		t.Errorf("%d links, want commit, changes, history and checks", len(links))
	}
	if outside := regexp.MustCompile("`[^`]*`").ReplaceAllString(people, ""); strings.ContainsAny(outside, "@") || strings.Contains(outside, "alice") {
		t.Errorf("the text names somebody outside of code:\n%s", outside)
	}
}

func TestParseTitle(t *testing.T) {
	r := request()
	project, version, err := record.ParseTitle(record.Title(r))
	if err != nil || project != r.Source() || version != r.Version {
		t.Errorf("ParseTitle = %v, %v, %v", project, version, err)
	}
	for _, title := range []string{
		"", "publish: ", "publish: acme/relay", "publish: acme@1.2.3", "publish: acme/relay@", "publish: acme/relay@1.2.3 ",
		"Publish: acme/relay@1.2.3", "publish:acme/relay@1.2.3", "publish: acme/../x@1.2.3", "publish: acme/relay/@1.2.3",
	} {
		if p, v, err := record.ParseTitle(title); err == nil {
			t.Errorf("ParseTitle(%q) = %v, %v", title, p, v)
		}
	}
}
