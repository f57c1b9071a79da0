package doctor

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write docs/doctor.md anew")

var manualPath = filepath.Join("..", "..", "docs", "doctor.md")

const manualHead = `<!-- Made from the checks by: go test ./internal/doctor -run TestManual -update -->

# doctor: is the set-up what the policy believes it is

` + "`gh release-request doctor`" + ` compares the central repository, its organisation and the source repositories with the policy. It changes nothing, and
it needs no value of a secret: of secrets it reads names and times. Run it after setting up, after each change of who has access, and
regularly, best as an owner of the organisation.

| severity | means |
|---|---|
| ` + "`error`" + ` | A promise of the policy does not hold. The command ends with exit code 3. |
| ` + "`warning`" + ` | The promise holds, and a second thing that should be there is not. |
| ` + "`note`" + ` | It could not be told. The finding names the right that it takes to look: it is never good news. |

The command ends with 0 where there is no error, and with 1 where it could not look at all, for want of a policy or of the repository. In a
pipe it writes a line for each finding: severity, code, where, what, and how to mend it. ` + "`--json`" + ` has the same fields. A code never changes its
meaning.

## What it takes to look

| who | is told |
|---|---|
| who may read | workflows, labels, environments, rulesets, workflows of source repositories |
| who may write | and the names of secrets, and people's roles |
| an administrator | and teams, deploy keys, branch protection, settings of Actions, releases, retention |
| an owner of the organisation | and the base permission and Apps, with a token that shows them: ` + "`gh auth refresh --scopes admin:org`" + ` |

On which repositories an App is installed GitHub tells classic tokens only, and that of ` + "`gh auth login`" + `. Enterprise Server has no immutable releases, and before
3.19 no settings of retention and of pull requests from forks.

## What --fix does

` + "`gh release-request doctor --fix`" + ` shows what it would do, asks, does it, and looks again. It makes and renames labels; it makes environments, and has
them take deployments from the default branch only, leaving reviewers and waiting times as they are; it makes the keys that the gate
seals tokens to. Of such a key it keeps the private half as the secret ` + "`RELEASE_SEAL_KEY`" + ` of the target's environment, where nobody can read it
again, and prints the public half as a line for the policy. It never edits the policy. While the line is not in the policy yet, no other
key is made. Whether the two halves belong together nobody can tell from outside: a job that cannot open its token says so.

Everything else is for people, since only they know what else depends on it.

## What it does not see

What an owner of the organisation or of the enterprise may change later; people's own tokens; who can reach a machine of your own that
runs jobs; organisation roles beside those that GitHub shows as access to the repository. What is not looked at in source repositories is said
[below](#what-is-left-in-source-repositories).

`

// manual writes the page from the checks.
func manual() string {
	var b strings.Builder
	b.WriteString(manualHead)
	b.WriteString("| looks at | findings |\n|---|---|\n")
	for _, c := range checks {
		var links []string
		for _, k := range c.kinds {
			links = append(links, fmt.Sprintf("[`%s`](#%s)", k.code, k.code))
		}
		fmt.Fprintf(&b, "| %s | %s |\n", c.asks, strings.Join(links, ", "))
	}
	fmt.Fprintf(&b, "| anything | [`%s`](#%s), [`%s`](#%s) |\n", notTold.code, notTold.code, notRead.code, notRead.code)
	for _, c := range checks {
		fmt.Fprintf(&b, "\n## %s\n\nLooks at %s.\n", c.name, c.asks)
		writeKinds(&b, c.kinds)
	}
	b.WriteString("\n## Anything\n")
	writeKinds(&b, []kind{notTold, notRead})
	b.WriteString(leakManual())
	return b.String()
}

// writeKinds makes a heading of each code: GitHub gives it an anchor of its text.
func writeKinds(b *strings.Builder, kinds []kind) {
	for _, k := range kinds {
		fmt.Fprintf(b, "\n### %s\n\n(%s) %s\n\n**What to do:** %s\n", k.code, k.severity, k.means, k.remedy)
	}
}

func TestManual_saysWhatTheChecksSay(t *testing.T) {
	if *update {
		if err := os.WriteFile(manualPath, []byte(manual()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(manualPath)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(manual(), strings.ReplaceAll(string(have), "\r\n", "\n")); diff != "" {
		t.Errorf("docs/doctor.md is not what the checks make it; run this test with -update (-checks +file):\n%s", diff)
	}
}

// A finding that no check lists would be missing in the manual, and one that two
// list would be there twice.
func TestChecks_listEveryKindOnce(t *testing.T) {
	var listed []string
	for _, k := range append(kindsListed(), notTold, notRead) {
		listed = append(listed, k.code)
		if k.means == "" || k.remedy == "" {
			t.Errorf("%s lacks what it means or its remedy", k.code)
		}
	}
	slices.Sort(listed)
	if diff := cmp.Diff(kindsDeclared(t), listed); diff != "" {
		t.Errorf("kinds (-declared +listed):\n%s", diff)
	}
}

func kindsListed() (all []kind) {
	for _, c := range checks {
		all = append(all, c.kinds...)
	}
	return all
}

// kindsDeclared reads the codes of all kinds from the source.
func kindsDeclared(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if made, ok := n.(*ast.CompositeLit); ok && len(made.Elts) == 4 {
				if of, ok := made.Type.(*ast.Ident); ok && of.Name == "kind" {
					code, err := strconv.Unquote(made.Elts[0].(*ast.BasicLit).Value)
					if err != nil {
						t.Fatal(err)
					}
					codes = append(codes, code)
				}
			}
			return true
		})
	}
	slices.Sort(codes)
	return codes
}

// What no test ever found could as well not be there.
func TestChecks_areAllSeenToFind(t *testing.T) {
	var proofs strings.Builder
	for _, dir := range []string{".", filepath.Join("..", "cli", "testdata", "script")} {
		err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
			if err == nil && (strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, ".txtar")) {
				text, err := os.ReadFile(path)
				proofs.Write(text)
				return err
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, k := range kindsListed() {
		if !strings.Contains(proofs.String(), k.code) {
			t.Errorf("no test finds %s", k.code)
		}
	}
}
