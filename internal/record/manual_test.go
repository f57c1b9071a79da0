package record_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
)

// The manual of refusals is made here because this is the lowest floor that
// knows both the rules and the problems of records.
var manualPath = filepath.Join("..", "..", "docs", "refusals.md")

const manualHead = `<!-- Made from the rules by: go test ./internal/record -run TestManual -update -->

# Refusals, and how to get past them

Before anything is published, the gate holds a request against the rules on this page. What it finds is the **verdict**:

| verdict | what happens |
|---|---|
| ` + "`publish`" + ` | Every rule passes. The targets that are left are published. |
| ` + "`finish`" + ` | Every target is published already. The tag, the merge and the closing of the issue are left, and are done. |
| ` + "`wait`" + ` | Something has to happen that needs nobody to ask again: checks have to end, an approver has to approve. |
| ` + "`refuse`" + ` | Not as it stands. Nothing is published, and the approvals so far are spent. |

Each rule passes, waits or refuses, and says so in one sentence with two codes: that of the rule, and that of the **reason** if it does
not pass. One rule that refuses makes the whole verdict ` + "`refuse`" + `. A code never changes its meaning, so scripts can rely on it. The codes
appear

- in the workflow's comments on the request's issue, with what to do;
- in ` + "`gh release-request view N`" + ` and ` + "`gh release-request approve N`" + `, which ask the same rules before anything is set in motion;
- in ` + "`gh release-request view N --json rules`" + ` and in the workflow's machine-readable comments (receipts), as ` + "`rule`" + ` and ` + "`reason`" + `.

A command that ends because a rule refuses has the **exit code 3**: trying again alone will not help. (1 means that the command itself
failed or was misused, 8 that nothing is wrong but it is not done yet.)

In a view on your own machine a rule may also be **unknown**: GitHub tells some facts, such as people's roles, only to those with push
access. Then the gate will check.

In the commands below, N is the number of the request's issue. "Ask again" means: run ` + "`gh release-request PROJECT VERSION`" + ` once more; the
new request takes the place of the old one.

`

// manual writes the page from the rules, the reasons and the problems.
func manual() string {
	var b strings.Builder
	b.WriteString(manualHead)
	b.WriteString("| rule | reasons |\n|---|---|\n")
	for _, r := range policy.RuleTexts() {
		var links []string
		for _, reason := range reasonsOf(r.Code) {
			links = append(links, link(reason.Code))
		}
		fmt.Fprintf(&b, "| %s | %s |\n", link(r.Code), strings.Join(links, ", "))
	}
	fmt.Fprintf(&b, "| any rule | %s |\n", link(policy.ReasonUnknown))
	for _, r := range policy.RuleTexts() {
		fmt.Fprintf(&b, "\n## %s\n\nPasses when %s.\n", r.Code, r.Passes)
		writeReasons(&b, reasonsOf(r.Code))
	}
	b.WriteString("\n## Any rule\n")
	writeReasons(&b, reasonsOf(""))
	fmt.Fprintf(&b, "\n## Problems of a record\n\nThe first line of a request's issue is its record, and the rest of the text follows from it."+
		" Where the two do not fit, the rule %s refuses with the reason %s, and its sentence lists what does not fit. The codes name these problems on this page only.\n",
		link(policy.RuleRequestWellformed), link(policy.ReasonMalformed))
	for _, p := range record.ProblemTexts() {
		writeEntry(&b, p.Code, p.Means, p.Remedy)
	}
	return b.String()
}

func reasonsOf(rule string) []policy.Reason {
	return slices.DeleteFunc(policy.Reasons(), func(r policy.Reason) bool { return r.Rule != rule })
}

func link(code string) string { return fmt.Sprintf("[`%s`](#%s)", code, code) }

func writeReasons(b *strings.Builder, reasons []policy.Reason) {
	for _, r := range reasons {
		writeEntry(b, r.Code, r.Means, r.Remedy)
	}
}

// writeEntry makes a heading of a code: GitHub gives each heading an anchor of
// its text.
func writeEntry(b *strings.Builder, code, means, remedy string) {
	fmt.Fprintf(b, "\n### %s\n\n%s\n\n**What to do:** %s\n", code, means, remedy)
}

func TestManual_saysWhatTheRulesSay(t *testing.T) {
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
		t.Errorf("docs/refusals.md is not what the rules make it; run this test with -update (-rules +file):\n%s", diff)
	}
}

// GitHub tells headings of the same text apart by a number, so that a link to
// the second would lead to the first.
func TestManual_hasEachHeadingOnce(t *testing.T) {
	seen := map[string]bool{}
	for line := range strings.Lines(manual()) {
		if heading := strings.ToLower(strings.TrimSpace(strings.TrimLeft(line, "#"))); strings.HasPrefix(line, "#") {
			if seen[heading] {
				t.Errorf("two headings are %q", heading)
			}
			seen[heading] = true
		}
	}
}

func TestProblemTexts_explainEveryCodeOnce(t *testing.T) {
	var explained []string
	for _, p := range record.ProblemTexts() {
		explained = append(explained, p.Code)
		if p.Means == "" || p.Remedy == "" {
			t.Errorf("problem %s lacks what it means or its remedy", p.Code)
		}
	}
	if diff := cmp.Diff(problemCodes(t), explained); diff != "" {
		t.Errorf("codes (-declared +explained):\n%s", diff)
	}
}

// problemCodes reads the Problem constants from the source.
func problemCodes(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "problem.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && strings.HasPrefix(spec.Names[0].Name, "Problem") {
			code, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			codes = append(codes, code)
		}
		return true
	})
	return codes
}
