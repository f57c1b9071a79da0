package github

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOpenLabelled_asksForEachLabelByItself(t *testing.T) {
	var asked struct {
		Query     string
		Variables map[string]any
	}
	serve(t, func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		if err := json.Unmarshal(b, &asked); err != nil {
			t.Error(err)
		}
		fmt.Fprint(w, `{"data":{"repository":{
			"of0":{"nodes":[{"number":7,"url":"https://github.com/acme/sdk/issues/7"},{"number":3,"url":"https://github.com/acme/sdk/issues/3"}]},
			"of1":{"nodes":[{"number":7,"url":"https://github.com/acme/sdk/issues/7"}]}}}}`)
	})
	got, err := client(t, "github.com", "one").OpenLabelled(t.Context(), "acme/sdk", []string{"sev1", `a "b"`})
	if err != nil {
		t.Fatal(err)
	}
	want := []LabelledIssue{{7, "https://github.com/acme/sdk/issues/7", "sev1"}, {3, "https://github.com/acme/sdk/issues/3", "sev1"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("issues (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]any{"owner": "acme", "name": "sdk", "label0": []any{"sev1"}, "label1": []any{`a "b"`}}, asked.Variables); diff != "" {
		t.Errorf("variables (-want +got):\n%s", diff)
	}
}

// Nothing read must not look like nothing open.
func TestOpenLabelled_failsWhereALabelIsNotAnswered(t *testing.T) {
	for name, body := range map[string]string{
		"no repository":        `{"data":{"repository":null}}`,
		"a label left out":     `{"data":{"repository":{"of0":{"nodes":[]}}}}`,
		"a label that is null": `{"data":{"repository":{"of0":{"nodes":[]},"of1":null}}}`,
		"an error beside it":   `{"data":{"repository":{"of0":{"nodes":[]},"of1":{"nodes":[]}}},"errors":[{"type":"FORBIDDEN","message":"no"}]}`,
	} {
		serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) })
		if got, err := client(t, "github.com", "one").OpenLabelled(t.Context(), "acme/sdk", []string{"a", "b"}); err == nil {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestChangedFiles_namesOldAndNew(t *testing.T) {
	var path string
	serve(t, func(w http.ResponseWriter, r *http.Request) {
		path = r.URL.Path
		fmt.Fprint(w, `{"files":[{"filename":"VERSION","status":"modified"},{"filename":"CHANGELOG.md","previous_filename":"src/main.go","status":"renamed"}]}`)
	})
	names, whole, err := client(t, "github.com", "one").ChangedFiles(t.Context(), "acme/sdk", "aaa", "bbb")
	if err != nil || !whole {
		t.Fatalf("whole %t, error %v", whole, err)
	}
	if diff := cmp.Diff([]string{"VERSION", "CHANGELOG.md", "src/main.go"}, names); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if path != "/repos/acme/sdk/compare/aaa...bbb" {
		t.Errorf("asked for %s", path)
	}
}

func TestChangedFiles_isNotWholeWhereGitHubStops(t *testing.T) {
	for n, want := range map[int]bool{299: true, 300: false} {
		serve(t, func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, `{"files":[%s]}`, strings.TrimSuffix(strings.Repeat(`{"filename":"VERSION"},`, n), ","))
		})
		if _, whole, err := client(t, "github.com", "one").ChangedFiles(t.Context(), "acme/sdk", "a", "b"); err != nil || whole != want {
			t.Errorf("%d files: whole %t, error %v; want %t", n, whole, err, want)
		}
	}
	serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{}`) })
	if _, _, err := client(t, "github.com", "one").ChangedFiles(t.Context(), "acme/sdk", "a", "b"); err == nil {
		t.Error("an answer without files is taken for one that changes none")
	}
}
