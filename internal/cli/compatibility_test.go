package cli

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// Whoever reads a promise can look at what proves it.
func TestCompatibility_namesTestsThatAreThere(t *testing.T) {
	text, err := os.ReadFile("../../docs/compatibility.md")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`(Test[A-Za-z0-9_]+)((?:/[a-z0-9-]+)*)`").FindAllStringSubmatch(string(text), -1)
	if len(named) < 10 {
		t.Errorf("only %d tests are named", len(named))
	}
	tests := testNames(t)
	for _, name := range named {
		if !tests[name[1]] {
			t.Errorf("there is no test %s", name[1])
		}
		if part := strings.TrimPrefix(name[2], "/"); part != "" {
			script := filepath.Join("testdata", "script", filepath.FromSlash(part)+".txtar")
			policy := filepath.Join("..", "config", "testdata", "err", part+".yml")
			if _, err := os.Stat(script); err != nil {
				if _, err := os.Stat(policy); err != nil {
					t.Errorf("there is no %s of %s", part, name[1])
				}
			}
		}
	}
}

// testNames are the names of all tests of the house.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	declared := regexp.MustCompile(`(?m)^func (Test[A-Za-z0-9_]+)\(`)
	err := filepath.WalkDir("..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, found := range declared.FindAllSubmatch(source, -1) {
			names[string(found[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

const fieldsFile = "testdata/json-fields.txt"

// Each line of the file is a command and a field of its JSON. With -update what
// is new is added; nobody's field is taken away.
func TestJSONFields_areOnlyAdded(t *testing.T) {
	var now []string
	everyCommand(t, func(cmd *cobra.Command) {
		for field := range strings.FieldsFuncSeq(cmd.Annotations[annotationJSON], func(r rune) bool { return r == ',' || r == ' ' }) {
			now = append(now, pageName(cmd)+" "+field)
		}
	})
	text, err := os.ReadFile(fieldsFile)
	if err != nil && !*update {
		t.Fatal(err)
	}
	promised := strings.FieldsFunc(string(text), func(r rune) bool { return r == '\n' || r == '\r' })
	for _, line := range promised {
		if !slices.Contains(now, line) {
			t.Errorf("%s was promised, and is gone", line)
		}
	}
	if *update {
		all := slices.Compact(slices.Sorted(slices.Values(slices.Concat(promised, now))))
		if err := os.WriteFile(fieldsFile, []byte(strings.Join(all, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, line := range now {
		if !slices.Contains(promised, line) {
			t.Errorf("%s is new: go test ./internal/cli -run TestJSONFields -update promises it", line)
		}
	}
}
