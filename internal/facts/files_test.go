package facts_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/policy"
)

// changed reads which files a request changes, for a project that may do without
// a person.
func changed(t *testing.T, w *factstest.World, number int, change factstest.Change) (policy.Fact[[]string], error) {
	t.Helper()
	reading := w.Read(number, nil)
	reading.Rules.AutoApprove = true
	reader := w.Reader("olivia", false)
	if change != nil {
		reader.Source = w.ClientThrough("olivia", change)
	}
	err := facts.ReadFiles(reader, t.Context(), reading)
	compare, _ := reading.Facts.Compare.Get()
	return compare.Files, err
}

func TestReadFiles_namesWhatDiffersFromTheMergeBase(t *testing.T) {
	w := factstest.New(t, "files")
	w.Write("docs/a.md", "one\n")
	w.Git("erin", w.Clone, "commit", "-q", "-m", "a file")
	w.Git("erin", w.Clone, "push", "-q", "origin", "HEAD:main")
	w.Git("erin", w.Clone, "fetch", "-q")
	w.Write("docs/unrelated.md", "two\n")
	w.Git("erin", w.Clone, "commit", "-q", "-m", "more of the base")
	w.Git("erin", w.Clone, "branch", "-f", "base")
	w.Git("erin", w.Clone, "switch", "-q", "-c", "release/2.0.0", "origin/main")
	w.Git("erin", w.Clone, "mv", "docs/a.md", "CHANGELOG.md")
	w.Git("erin", w.Clone, "commit", "-q", "-m", "release: 2.0.0")
	w.Git("erin", w.Clone, "push", "-q", "origin", "release/2.0.0", "base:main")
	number := w.FileAs("erin", w.Request("2.0.0", w.Git("erin", w.Clone, "rev-parse", "HEAD")))

	files, err := changed(t, w, number, nil)
	must(t, err)
	names, known := files.Get()
	slices.Sort(names)
	if want := []string{"CHANGELOG.md", "docs/a.md"}; !known || !slices.Equal(names, want) {
		t.Errorf("files %q (%s), want %q", names, files.Why(), want)
	}
}

func TestReadFiles_takesNoPartOfThemForAll(t *testing.T) {
	w := factstest.New(t, "many")
	number := w.File()
	on := func(do func(*factstest.Answer)) factstest.Change {
		return factstest.On("GET /repos/acme/many/compare/", do)
	}
	files, err := changed(t, w, number, on(func(a *factstest.Answer) {
		a.Body = `{"files":[` + strings.TrimSuffix(strings.Repeat(`{"filename":"VERSION"},`, 300), ",") + `]}`
	}))
	if _, known := files.Get(); err != nil || known || !strings.Contains(files.Why(), "only some") {
		t.Errorf("300 files: known %t (%s), error %v", known, files.Why(), err)
	}
	files, err = changed(t, w, number, on(func(a *factstest.Answer) { a.Refuse(403, "Resource not accessible by integration") }))
	if _, known := files.Get(); err != nil || known || !strings.Contains(files.Why(), "Resource not accessible") {
		t.Errorf("a refusal: known %t (%s), error %v", known, files.Why(), err)
	}
	if files, err = changed(t, w, number, on(func(a *factstest.Answer) { a.Refuse(502, "Oops") })); err == nil {
		t.Errorf("a failure is a fact: %+v", files)
	}
}

// Nobody else is asked: most projects need a person anyway.
func TestReadFiles_areReadOnlyForAutoApproval(t *testing.T) {
	w := factstest.New(t, "person")
	reading := w.Read(w.File(), nil)
	before := len(w.Calls())
	must(t, facts.ReadFiles(w.Reader("olivia", false), t.Context(), reading))
	if compare, _ := reading.Facts.Compare.Get(); compare.Files.Why() != "it was not read" {
		t.Errorf("files %+v", compare.Files)
	}
	if calls := w.Calls()[before:]; len(calls) > 0 {
		t.Errorf("asked: %+v", calls)
	}
}
