package doctor

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/github"
)

// sourceHub answers what the checks of source repositories ask; anything else
// would be a nil door.
type sourceHub struct {
	Hub
	files  map[string]string   // by OWNER/REPO:path
	cut    string              // a file that GitHub does not hand out whole
	kept   map[string][]string // secrets of OWNER/REPO, OWNER, or OWNER/REPO:environment
	denied []string            // that may not be read
	asked  []string            // for files, one query each
}

func (h *sourceHub) SourceWorkflows(_ context.Context, repo string) (string, []github.SourceFile, error) {
	var files []github.SourceFile
	for _, at := range slices.Sorted(maps.Keys(h.files)) {
		if path, ok := strings.CutPrefix(at, repo+":"); ok && strings.HasPrefix(path, ".github/workflows/") {
			files = append(files, github.SourceFile{Path: path, Text: h.files[at], Cut: at == h.cut})
		}
	}
	return "abc", files, h.refuse(repo)
}

func (h *sourceHub) SourceFiles(_ context.Context, repo, commit string, paths []string) ([]github.SourceFile, error) {
	h.asked = append(h.asked, strings.Join(paths, " "))
	var files []github.SourceFile
	for _, path := range paths {
		if text, ok := h.files[repo+":"+path]; ok && commit == "abc" {
			files = append(files, github.SourceFile{Path: path, Text: text})
		}
	}
	return files, nil
}

func (h *sourceHub) RepositorySecrets(_ context.Context, repo string) ([]github.Secret, error) {
	if err := h.refuse(repo + " secrets"); err != nil {
		return nil, err
	}
	return h.secrets(repo)
}

func (h *sourceHub) OrganizationSecrets(_ context.Context, repo string) ([]github.Secret, error) {
	owner, _, _ := strings.Cut(repo, "/")
	return h.secrets(owner)
}

func (h *sourceHub) EnvironmentSecrets(_ context.Context, repo, environment string) ([]github.Secret, error) {
	return h.secrets(repo + ":" + environment)
}

func (h *sourceHub) Environments(_ context.Context, repo string) ([]github.Environment, error) {
	var all []github.Environment
	for _, at := range slices.Sorted(maps.Keys(h.kept)) {
		if name, ok := strings.CutPrefix(at, repo+":"); ok {
			all = append(all, github.Environment{Name: name})
		}
	}
	return all, nil
}

func (h *sourceHub) secrets(at string) ([]github.Secret, error) {
	var all []github.Secret
	for _, name := range h.kept[at] {
		all = append(all, github.Secret{Name: name})
	}
	return all, h.refuse(at)
}

func (h *sourceHub) refuse(at string) error {
	if slices.Contains(h.denied, at) {
		return &github.Error{Status: http.StatusForbidden, Call: "GET " + at, Message: "no"}
	}
	return nil
}

// visiting is a visit of acme/publish.
func visiting(h Hub, repos ...string) *visit {
	v := &visit{Doctor: &Doctor{Hub: h, Central: &github.Central{}, Policy: &config.Policy{Targets: []config.Target{{Secrets: []string{"NPM_TOKEN"}}}}}}
	v.Central.Name = "acme/publish"
	for _, name := range repos {
		v.sources = append(v.sources, source{Repository: github.Repository{Name: name, Owner: &github.Account{Type: "Organization"}}})
	}
	v.sourceOwn = memo(func(repo string) ([]github.Secret, error) { return h.RepositorySecrets(context.Background(), repo) })
	return v
}

// told is each finding in a line, and what could not be looked at.
func told(found []Finding, err error) []string {
	var all []string
	for _, f := range slices.Concat(found, unlooked("", "", err)) {
		all = append(all, fmt.Sprintf("%s %s | %s", f.Severity, f.Code, f.Where))
	}
	return all
}

func TestFindLeaks_namesFileAndLine(t *testing.T) {
	const uses = "runs:\n  steps:\n    - uses: ./tools/%s\n"
	for _, tc := range []struct {
		name string
		hub  sourceHub
		want []string
	}{
		{name: "an honest workflow", hub: sourceHub{files: map[string]string{"acme/sdk:.github/workflows/ci.yml": workflowOf("push", "      - run: npm test\n")}}},
		{name: "no workflows"},
		{name: "a publish step", hub: sourceHub{files: map[string]string{"acme/sdk:.github/workflows/ci.yml": workflowOf("push", "      - run: |\n          npm ci\n          npm publish\n")}},
			want: []string{"error leak-publish-step | acme/sdk .github/workflows/ci.yml:8"}},
		{name: "in an action's action", hub: sourceHub{files: map[string]string{
			"acme/sdk:.github/workflows/ci.yml": workflowOf("push", "      - uses: ./tools/a\n      - uses: ./tools/gone\n"),
			"acme/sdk:tools/a/action.yaml":      fmt.Sprintf(uses, "b"),
			"acme/sdk:tools/b/action.yml":       "runs:\n  steps:\n    - uses: ./tools/a\n    - run: twine upload x\n"}},
			want: []string{"error leak-publish-step | acme/sdk tools/b/action.yml:4"}},
		{name: "a file that is cut", hub: sourceHub{cut: "acme/sdk:.github/workflows/ci.yml", files: map[string]string{"acme/sdk:.github/workflows/ci.yml": "on: push\n"}},
			want: []string{"note leak-unread | acme/sdk .github/workflows/ci.yml"}},
		{name: "a file that is broken, beside one that is not", hub: sourceHub{files: map[string]string{
			"acme/sdk:.github/workflows/a.yml": "on: [\n", "acme/sdk:.github/workflows/b.yml": workflowOf("push", "      - run: gem push x.gem\n")}},
			want: []string{"note leak-unread | acme/sdk .github/workflows/a.yml", "error leak-publish-step | acme/sdk .github/workflows/b.yml:6"}},
		{name: "a secret that is read, for whom secrets are listed", hub: sourceHub{files: map[string]string{"acme/sdk:.github/workflows/ci.yml": "a: ${{ secrets.NPM_TOKEN }}\n"}}},
		{name: "a secret that is read, for who may not list them", hub: sourceHub{denied: []string{"acme/sdk secrets"}, files: map[string]string{"acme/sdk:.github/workflows/ci.yml": "a: ${{ secrets.NPM_TOKEN }}\nb: ${{ secrets.GPG_KEY }} ${{ secrets.RELEASE_PUSH_TOKEN }}\n"}},
			want: []string{"warning leak-secret-read | acme/sdk .github/workflows/ci.yml:1"}},
		{name: "what may not be read", hub: sourceHub{denied: []string{"acme/sdk"}}, want: []string{"note not-told | "}},
	} {
		v := visiting(&tc.hub, "acme/sdk")
		got := told(findLeaks(t.Context(), v, v.sources[0]))
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: %s", tc.name, diff)
		}
	}
}

// Actions that use one another without end are read so far, and that is said.
func TestFindLeaks_endsAndSaysSo(t *testing.T) {
	h := &sourceHub{files: map[string]string{"acme/sdk:.github/workflows/ci.yml": workflowOf("push", "      - uses: ./a0\n")}}
	for i := range 50 {
		h.files[fmt.Sprintf("acme/sdk:a%d/action.yml", i)] = fmt.Sprintf("runs:\n  steps:\n    - uses: ./a%d\n", i+1)
	}
	v := visiting(h, "acme/sdk")
	got := told(findLeaks(t.Context(), v, v.sources[0]))
	if want := []string{"note leak-unread | acme/sdk"}; !slices.Equal(got, want) || len(h.asked) != deepestAction {
		t.Errorf("%q after %d queries", got, len(h.asked))
	}
}

func TestFindLeftSecrets_saysWhereEachIsKept(t *testing.T) {
	for _, tc := range []struct {
		name string
		hub  sourceHub
		want []string
	}{
		{name: "nothing but what is asked for", hub: sourceHub{kept: map[string][]string{"acme/sdk": {"RELEASE_PUSH_TOKEN", "CODECOV_TOKEN"}, "acme/sdk:site": {"CNAME"}}}},
		{name: "what the central repository keeps", hub: sourceHub{kept: map[string][]string{"acme/publish": {"NPM_TOKEN"}, "acme/publish:npm": {"NPM_TOKEN"}}}},
		{name: "the repository's own", hub: sourceHub{kept: map[string][]string{"acme/sdk": {"NPM_TOKEN", "TWINE_PASSWORD", "DOCKER_TOKEN", "GPG_KEY", "RELEASE_APP_KEY"}}},
			want: []string{"warning leak-secret-likely | acme/sdk", "note leak-secret-signs | acme/sdk", "error leak-secret | acme/sdk", "error leak-central-key | acme/sdk", "error leak-secret-uploads | acme/sdk"}},
		{name: "an environment's", hub: sourceHub{kept: map[string][]string{"acme/sdk:npm": {"NPM_TOKEN"}}}, want: []string{"error leak-secret | acme/sdk environment npm"}},
		{name: "the organisation's, once", hub: sourceHub{kept: map[string][]string{"acme": {"NPM_TOKEN"}}}, want: []string{"error leak-secret | organisation acme"}},
		{name: "who may not look, once for each repository", hub: sourceHub{denied: []string{"acme/sdk", "acme/relay"}, kept: map[string][]string{"acme/sdk:npm": {"NPM_TOKEN"}}},
			want: []string{"note not-told | secrets of acme/sdk", "note not-told | secrets of acme/relay"}},
		{name: "one environment withheld", hub: sourceHub{denied: []string{"acme/sdk:a"}, kept: map[string][]string{"acme/sdk:a": {}, "acme/sdk:b": {"NPM_TOKEN"}}},
			want: []string{"error leak-secret | acme/sdk environment b", "note not-told | secrets of acme/sdk environment a"}},
	} {
		v := visiting(&tc.hub, "acme/sdk", "acme/publish", "acme/relay")
		if diff := cmp.Diff(tc.want, told(findLeftSecrets(t.Context(), v))); diff != "" {
			t.Errorf("%s: %s", tc.name, diff)
		}
	}
}

func TestFindLeftSecrets_saysFromWhereTheOrganisationsAreRead(t *testing.T) {
	h := &sourceHub{kept: map[string][]string{"acme": {"NPM_TOKEN"}}}
	found, err := findLeftSecrets(t.Context(), visiting(h, "acme/sdk", "acme/relay"))
	if err != nil || len(found) != 1 || !strings.Contains(found[0].Says, "from acme/sdk, acme/relay") {
		t.Fatal(found, err)
	}
	if words, command := found[0].Remedy(); !strings.Contains(words, "revoked") || command != "gh secret delete NPM_TOKEN --org acme" {
		t.Errorf("what to do is %q and %q", words, command)
	}
}

// The name of a file or an environment is text of others.
func TestFindings_areSafeToShowAndToPaste(t *testing.T) {
	h := &sourceHub{
		kept:  map[string][]string{"acme/sdk:a\x1b[31m' $(touch x)": {"NPM_TOKEN"}},
		files: map[string]string{"acme/sdk:.github/workflows/a\x1b[31m.yml": workflowOf("push", "      - run: npm publish\n")},
	}
	v := visiting(h, "acme/sdk")
	secrets, err := findLeftSecrets(t.Context(), v)
	if err != nil || len(secrets) != 1 || !strings.Contains(secrets[0].Fix, `--env "a<U+001B>[31m' \$(touch x)" --repo`) || strings.Contains(secrets[0].Where, "\x1b") {
		t.Error(secrets, err)
	}
	steps, err := findLeaks(t.Context(), v, v.sources[0])
	if err != nil || len(steps) != 1 || steps[0].Where != "acme/sdk .github/workflows/a<U+001B>[31m.yml:6" {
		t.Error(steps, err)
	}
}

// A call that failed is no secret that is not there.
func TestFindLeftSecrets_tellsOfFailures(t *testing.T) {
	v := visiting(failingHub{&sourceHub{}}, "acme/sdk")
	got := told(findLeftSecrets(t.Context(), v))
	if want := []string{"error not-read | secrets of acme/sdk"}; !slices.Equal(got, want) {
		t.Error(got)
	}
}

type failingHub struct{ Hub }

func (failingHub) RepositorySecrets(context.Context, string) ([]github.Secret, error) {
	return nil, errors.New("the connection broke")
}
