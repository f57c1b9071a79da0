package cli

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const threats = 30

var (
	threatHead = regexp.MustCompile(`(?m)^## T([0-9]+)\. .`)
	mdLink     = regexp.MustCompile(`\]\(([^)]+)\)`)
	// inCode is something that the program declares, as prose names it.
	inCode = regexp.MustCompile("`([a-z]+)((?:\\.[A-Za-z]+)+)`")
)

// The threat model tells of every threat and of every attack, of scripts and
// code that are there, and says plainly where nothing is built yet.
func TestThreatModel_tellsOfEveryThreatAndEveryAttack(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "threat-model.md"))
	if err != nil {
		t.Fatal(err)
	}
	scripts, err := filepath.Glob(filepath.Join("testdata", "script", "attack", "*.txtar"))
	if err != nil || len(scripts) == 0 {
		t.Fatal(scripts, err)
	}
	refusals, err := os.ReadFile(filepath.Join("..", "..", "docs", "refusals.md"))
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string]string{} // by the first letters of a script, t07
	var order []string
	heads := threatHead.FindAllStringSubmatchIndex(string(text), -1)
	for i, head := range heads {
		end := len(text)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		number := fmt.Sprintf("t%02s", text[head[2]:head[3]])
		order = append(order, number)
		sections[number] = string(text[head[0]:end])
	}
	for i := range threats {
		if number := fmt.Sprintf("t%02d", i+1); i >= len(order) || order[i] != number {
			t.Fatalf("%s is not told of in its place: %v", number, order)
		}
	}
	for _, script := range scripts {
		name, _, _ := strings.Cut(filepath.Base(script), "-")
		if !strings.Contains(sections[name], "/"+filepath.Base(script)+")") {
			t.Errorf("the section of %s does not name %s", name, filepath.Base(script))
		}
	}
	for name, section := range sections {
		for _, part := range []string{"- **Guard:** ", "- **Attack:** ", "- **Outside:** "} {
			if strings.Count(section, part) != 1 {
				t.Errorf("%s has not exactly one %q", name, part)
			}
		}
		_, attack, _ := strings.Cut(section, "- **Attack:** ")
		if !strings.HasPrefix(attack, "[") {
			t.Errorf("%s has no attack", name)
		}
		for _, link := range mdLink.FindAllStringSubmatch(section, -1) {
			if anchor, ok := strings.CutPrefix(link[1], "refusals.md#"); ok {
				if !strings.Contains(string(refusals), "(#"+anchor+")") {
					t.Errorf("%s: there is no reason %s", name, anchor)
				}
			} else if _, err := os.Stat(filepath.Join("..", "..", "docs", link[1])); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	for _, found := range inCode.FindAllStringSubmatch(string(text), -1) {
		if pkg, name := found[1], found[2][1:]; name != "yml" && !slices.Contains(declared(t, pkg), name) {
			t.Errorf("there is no %s.%s", pkg, name)
		}
	}
}

// declared lists the functions, methods and types of a package.
func declared(t *testing.T, pkg string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", pkg, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				names[receiver(d)+d.Name.Name] = true
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if named, ok := spec.(*ast.TypeSpec); ok {
						names[named.Name.Name] = true
					}
				}
			}
		}
	}
	return slices.Collect(maps.Keys(names))
}

// receiver is the type of a method, with a dot.
func receiver(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return ""
	}
	of := d.Recv.List[0].Type
	if pointer, ok := of.(*ast.StarExpr); ok {
		of = pointer.X
	}
	if name, ok := of.(*ast.Ident); ok {
		return name.Name + "."
	}
	return ""
}
