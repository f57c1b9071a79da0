package main

import (
	"fmt"
	"go/ast"
	"go/token"
)

// mutant is one guard that is broken.
type mutant struct {
	name  string   // for people
	tests []string // regular expressions of the tests that are to notice, tried in this order
	edits []edit
}

// condition stands in an edit for: this is the mutant that is tried.
const condition = "MUTANT"

// edit inserts a text into a file.
type edit struct {
	at   token.Position
	text string
}

// without returns a mutant for each statement of a function that is left out.
// One that is all of a case is left out with the case, so that what comes after
// it has its turn. The function's last one stays, since that is what it returns.
func (s *source) without(f *ast.FuncDecl, of string, tests []string, guard func(ast.Stmt) bool) []mutant {
	var mutants []mutant
	cases := s.casesOf(f)
	ast.Inspect(f.Body, func(n ast.Node) bool {
		stmt, ok := n.(ast.Stmt)
		if !ok || !guard(stmt) || stmt == f.Body.List[len(f.Body.List)-1] {
			return true
		}
		edits := s.around(stmt, "if !"+condition+" { ", " }")
		if conditions := cases[stmt]; len(conditions) > 0 {
			edits = nil
			for _, c := range conditions {
				edits = append(edits, s.around(c, "!"+condition+" && (", ")")...)
			}
		}
		mutants = append(mutants, mutant{name: fmt.Sprintf("%s without %s", of, s.line(stmt)), tests: tests, edits: edits})
		return true
	})
	return mutants
}

// casesOf returns the conditions of each case that is one statement.
func (s *source) casesOf(f *ast.FuncDecl) map[ast.Stmt][]ast.Expr {
	cases := map[ast.Stmt][]ast.Expr{}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if choice, ok := n.(*ast.SwitchStmt); ok && choice.Tag == nil {
			for _, c := range choice.Body.List {
				if c := c.(*ast.CaseClause); len(c.Body) == 1 {
					cases[c.Body[0]] = c.List
				}
			}
		}
		return true
	})
	return cases
}

// around puts a node between two texts.
func (s *source) around(n ast.Node, before, after string) []edit {
	return []edit{{s.set.Position(n.Pos()), before}, {s.set.Position(n.End()), after}}
}

// called returns the functions of the package that are called below a node;
// methods are known by their name alone.
func (s *source) called(below ast.Node) []*ast.FuncDecl {
	names := map[string]bool{}
	ast.Inspect(below, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			names[calledName(call)] = true
		}
		return true
	})
	var called []*ast.FuncDecl
	for _, f := range s.functions {
		if names[f.Name.Name] {
			called = append(called, f)
		}
	}
	return called
}

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func callOf(n ast.Stmt) (*ast.CallExpr, bool) {
	expr, ok := n.(*ast.ExprStmt)
	if !ok {
		return nil, false
	}
	call, ok := expr.X.(*ast.CallExpr)
	return call, ok
}
