package scaffold

import (
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/record"
)

// issueForm is what GitHub knows of one.
// https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-issue-forms
type issueForm struct {
	Name        string
	Description string
	Title       string
	Body        []struct {
		Type       string
		ID         string
		Attributes struct {
			Label, Description, Value string
			Options                   []string
		}
		Validations struct{ Required bool }
	}
}

func TestForm_asksWhatIsReadOfIt(t *testing.T) {
	p := sources(t, strings.Replace(sourcePolicy, "projects:\n", "projects:\n  none: {targets: [npm], prepare: none}\n  \"on\": {targets: [npm], prepare: none}\n", 1))
	var f issueForm
	if err := yaml.UnmarshalWithOptions(forms(p)[0].content, &f, yaml.Strict()); err != nil {
		t.Fatal(err) // it sets no labels, and nothing else beside
	}
	var body strings.Builder
	var asked []string
	for _, one := range f.Body {
		if one.Type == "markdown" {
			continue
		}
		asked = append(asked, one.Attributes.Label)
		answer := "_No response_"
		switch {
		case len(one.Attributes.Options) > 0:
			want := []string{"acme/none", "on", "relay/go", "relay/js", "relay/py", "sdk"}
			if got := slices.Sorted(slices.Values(one.Attributes.Options)); !slices.Equal(got, want) {
				t.Errorf("the options are %q", got)
			}
			answer = "relay/py"
		case one.Attributes.Label == record.FormVersion:
			answer = "1.2.3"
		}
		body.WriteString("### " + one.Attributes.Label + "\n\n" + answer + "\n\n")
	}
	answers, problems := record.ParseForm(strings.TrimSuffix(body.String(), "\n\n"))
	if diff := cmp.Diff(record.Answers{Project: "relay/py", Version: "1.2.3"}, answers); diff != "" || len(problems) > 0 {
		t.Errorf("of %q: %v %s", asked, problems, diff)
	}
	for _, name := range f.Body[1].Attributes.Options {
		if _, known := p.Lookup(name); !known {
			t.Errorf("%q is no project", name)
		}
	}
}

func TestForm_isNotThereWithoutProjects(t *testing.T) {
	if got := forms(sources(t, "version: 1\nbinary: path\ntargets: {npm: {environment: npm}}\nprojects: {}\n")); len(got) > 0 {
		t.Errorf("it is %s", got[0].content)
	}
}
