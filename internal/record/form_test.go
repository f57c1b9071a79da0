package record_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// form is the text that GitHub makes of answers to the form.
func form(project, version, branch, notes string) string {
	var b strings.Builder
	for _, one := range [][2]string{{"Project", project}, {"Version", version}, {"Branch", branch}, {"Notes", notes}} {
		if one[1] == "" {
			one[1] = "_No response_"
		}
		b.WriteString("### " + one[0] + "\n\n" + one[1] + "\n\n")
	}
	return strings.TrimSuffix(b.String(), "\n\n")
}

func TestParseForm_readsWhatGitHubWrites(t *testing.T) {
	long := strings.Repeat("é", 1200)
	for name, test := range map[string]struct {
		body string
		want record.Answers
	}{
		"all answers":         {form("sdk", "1.2.3", "1.x", "at last\n\n### Version\n\n9.9.9"), record.Answers{Project: "sdk", Version: "1.2.3", Branch: "1.x", Notes: "at last\n\n### Version\n\n9.9.9"}},
		"what must be":        {form("relay/py", "1.2.3", "", ""), record.Answers{Project: "relay/py", Version: "1.2.3"}},
		"CRLF and blank ends": {strings.ReplaceAll(form("sdk", "1.2.3", "", ""), "\n", "\r\n") + "\r\n\r\n", record.Answers{Project: "sdk", Version: "1.2.3"}},
		"blanks around":       {form("  sdk ", "\t1.2.3", "", ""), record.Answers{Project: "sdk", Version: "1.2.3"}},
		"long notes":          {form("sdk", "1.2.3", "", long), record.Answers{Project: "sdk", Version: "1.2.3", Notes: long[:2000] + " [...]"}},
	} {
		if !record.IsForm(test.body) {
			t.Errorf("%s: it is taken for no form", name)
		}
		got, problems := record.ParseForm(test.body)
		if diff := cmp.Diff(test.want, got); diff != "" || len(problems) > 0 {
			t.Errorf("%s: %v\n%s", name, problems, diff)
		}
	}
}

func TestParseForm_saysAllThatIsWrong(t *testing.T) {
	good := form("sdk", "1.2.3", "", "")
	for name, test := range map[string]struct {
		body string
		want []string
	}{
		"nothing answered":   {form("", "", "", ""), []string{"Project: it is not answered", "Version: it is not answered"}},
		"no version":         {form("sdk", "the next one", "", ""), []string{"Version: "}},
		"a path upwards":     {form("sdk", "../../main", "a..b", ""), []string{"Version: ", "Branch: "}},
		"an option":          {form("sdk", "--force", "-x", ""), []string{"Version: ", "Branch: "}},
		"an expression":      {form("sdk", "${{ secrets.NPM_TOKEN }}", "$(id)", ""), []string{"Version: ", "Branch: "}},
		"two answers in one": {form("sdk", "1.2.3\n\n### Version\n\n6.6.6", "", ""), []string{"Version: there is more than one line"}},
		"two lines":          {form("sdk\nother", "1.2.3", "main\nmain", ""), []string{"Project: there is more", "Branch: there is more"}},
		"text before":        {"Hello\n" + good, []string{"headings"}},
		"other order":        {"### Version\n\n1.2.3\n\n### Project\n\nsdk\n\n### Branch\n\n### Notes\n", []string{"headings"}},
		"no notes":           {strings.Replace(good, "### Notes", "### Remarks", 1), []string{"headings"}},
	} {
		if !record.IsForm(test.body) {
			t.Errorf("%s: it is taken for no form", name)
		}
		got, problems := record.ParseForm(test.body)
		if diff := cmp.Diff(record.Answers{}, got); diff != "" || len(problems) != len(test.want) {
			t.Errorf("%s: problems %v, answers %s", name, problems, diff)
			continue
		}
		for i, want := range test.want {
			if problems[i].Code != record.ProblemAnswer || !strings.HasPrefix(problems[i].Sentence, want) && !strings.Contains(problems[i].Sentence, "its "+want) {
				t.Errorf("%s: problem %d is %+v, want %q", name, i, problems[i], want)
			}
		}
	}
}

func TestIsForm_leavesOtherIssuesAlone(t *testing.T) {
	r := request()
	_, body, err := record.Render(r, changelogText, web)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"a record": body, "nothing": "", "another form": "### Project\n\nsdk\n\n### Version\n\n1.2.3\n\n### What happened", "prose": "What is the ### Project ### Version?",
		"a record with a form in it": "<!-- release-request {} -->\n" + form("sdk", "1.2.3", "", ""),
	} {
		if record.IsForm(text) {
			t.Errorf("%s is taken for a form", name)
		}
	}
}

func TestParse_saysThatAFormIsNoRequestYet(t *testing.T) {
	_, problems := record.Parse("publish: acme/sdk@1.2.3", form("sdk", "", "", ""), web)
	if len(problems) != 2 || problems[0].Code != record.ProblemNotYet || problems[1].Code != record.ProblemAnswer {
		t.Errorf("the problems are %+v", problems)
	}
}

func TestParseIssue_readsOnlyWhatIsWritten(t *testing.T) {
	if n, ok := record.ParseIssue(record.AttestIssue(42)); n != 42 || !ok {
		t.Errorf("42 is read as %d, %t", n, ok)
	}
	for _, other := range []string{"", "0", "-1", "+1", "01", " 1", "1 ", "1\n", "#1", "1e3", "99999999999999999999"} {
		if n, ok := record.ParseIssue(other); ok {
			t.Errorf("%q is read as %d", other, n)
		}
	}
}

func TestFilled_isTheRecordOfTheIssue(t *testing.T) {
	r := request()
	r.Run, r.Requester = "4711/1", ""
	message, err := record.Attestation(r, changelogText, web)
	if err != nil {
		t.Fatal(err)
	}
	attested, problems := record.ParseAttestation(message)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	filled, digest := record.Filled(attested, "alice")
	title, body, err := record.Render(filled, changelogText, web)
	if err != nil {
		t.Fatal(err)
	}
	parsed, problems := record.Parse(title, body, web)
	if len(problems) > 0 || parsed.Digest != digest || parsed.Request.Requester != "alice" {
		t.Errorf("it reads as %+v %v, want digest %s", parsed, problems, digest)
	}
}

// Any text gives answers or problems, and answers hold nothing that could be
// more than one line of what it is.
func FuzzParseForm(f *testing.F) {
	f.Add(form("sdk", "1.2.3", "1.x", "notes"))
	f.Add(form("", "", "", ""))
	f.Add("### Project\r\n\r\nsdk\r\n### Version\r\n### Branch\r\n### Notes\r\n")
	f.Fuzz(func(t *testing.T, body string) {
		a, problems := record.ParseForm(body)
		if len(problems) > 0 {
			if a != (record.Answers{}) {
				t.Fatalf("problems %v and answers %+v", problems, a)
			}
			return
		}
		if _, err := release.ParseVersion(string(a.Version)); err != nil {
			t.Fatal(err)
		}
		if err := release.CheckBranch(a.Branch); a.Branch != "" && err != nil {
			t.Fatal(err)
		}
		if a.Project == "" || strings.ContainsAny(a.Project, "\r\n") {
			t.Fatalf("the answers are %+v", a)
		}
		if !record.IsForm(body) {
			t.Fatal("what is no form was read as one")
		}
	})
}
