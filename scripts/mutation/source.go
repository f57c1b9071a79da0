package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// source is a package as it stands, without its tests.
type source struct {
	dir       string
	name      string // of the package
	set       *token.FileSet
	text      map[string][]byte   // by path
	functions []*ast.FuncDecl     // in the order of files and lines
	values    map[string]ast.Expr // of package variables and constants
}

func parse(dir string) (*source, error) {
	s := &source{dir: dir, set: token.NewFileSet(), text: map[string][]byte{}, values: map[string]ast.Expr{}}
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(s.set, path, text, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		s.name, s.text[path] = file.Name.Name, text
		for _, d := range file.Decls {
			s.declare(d)
		}
	}
	return s, nil
}

func (s *source) declare(d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		s.functions = append(s.functions, d)
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if v, ok := spec.(*ast.ValueSpec); ok && len(v.Values) == len(v.Names) {
				for i, name := range v.Names {
					s.values[name.Name] = v.Values[i]
				}
			}
		}
	}
}

// function returns the function of a name, a method by Type.name; nil for none.
func (s *source) function(name string) *ast.FuncDecl {
	i := slices.IndexFunc(s.functions, func(f *ast.FuncDecl) bool { return functionName(f) == name })
	if i < 0 {
		return nil
	}
	return s.functions[i]
}

func functionName(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return d.Name.Name
	}
	of := d.Recv.List[0].Type
	if star, ok := of.(*ast.StarExpr); ok {
		of = star.X
	}
	if name, ok := of.(*ast.Ident); ok {
		return name.Name + "." + d.Name.Name
	}
	return d.Name.Name
}

// literal returns what a string constant holds.
func (s *source) literal(e ast.Expr) string {
	if name, ok := e.(*ast.Ident); ok {
		e = s.values[name.Name]
	}
	if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		if text, err := strconv.Unquote(lit.Value); err == nil {
			return text
		}
	}
	return ""
}

// line returns the line of a node as FILE:LINE.
func (s *source) line(n ast.Node) string {
	at := s.set.Position(n.Pos())
	return filepath.Base(at.Filename) + ":" + strconv.Itoa(at.Line)
}

// words returns the text of a node on one line.
func (s *source) words(n ast.Node) string {
	from, to := s.set.Position(n.Pos()), s.set.Position(n.End())
	return string(bytes.Join(bytes.Fields(s.text[from.Filename][from.Offset:to.Offset]), []byte(" ")))
}
