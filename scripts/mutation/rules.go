package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// rules returns the mutants of all rules that the function book lists: each
// rule passes always, and each statement that gives one of its reasons,
// wherever it stands, is left out. A rule's tests are those named for the
// function that finds, findX: TestX; a reason may be held by any test.
func (s *source) rules(book string) ([]mutant, error) {
	f := s.function(book)
	if f == nil {
		return nil, fmt.Errorf("there is no function %s", book)
	}
	var rules []ast.Expr
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if list, ok := n.(*ast.CompositeLit); ok {
			rules = append(rules, list.Elts...)
		}
		return true
	})
	var mutants []mutant
	for _, e := range rules {
		r := s.rule(e)
		if r.find == nil {
			return nil, fmt.Errorf("%s: %s is no rule whose code and function can be found", s.line(e), s.words(e))
		}
		own := fmt.Sprintf("^Test%s(_|$)", strings.TrimPrefix(r.find.Name.Name, "find"))
		always := edit{s.set.Position(r.find.Body.Lbrace + 1), " if " + condition + " { var o opinion; o.pass(`mutant`); return o };"}
		mutants = append(mutants, mutant{name: r.code + " passes always", tests: []string{own}, edits: []edit{always}})
		for _, f := range s.functions {
			mutants = append(mutants, s.without(f, r.code, []string{own, "."}, func(n ast.Stmt) bool {
				return r.gives(n) || f == r.find && saysUnknown(n)
			})...)
		}
	}
	if len(mutants) == 0 {
		return nil, fmt.Errorf("%s lists no rule", book)
	}
	return mutants, nil
}

// rule is what a rule's variable says of it.
type rule struct {
	code    string
	find    *ast.FuncDecl
	reasons []string // names of the constants
}

func (s *source) rule(e ast.Expr) (r rule) {
	name, ok := e.(*ast.Ident)
	if !ok {
		return r
	}
	fields, ok := s.values[name.Name].(*ast.CompositeLit)
	if !ok {
		return r
	}
	for _, f := range fields.Elts {
		pair, ok := f.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		switch s.words(pair.Key) {
		case "code":
			r.code = s.literal(pair.Value)
		case "find":
			r.find = s.function(s.words(pair.Value))
		case "reasons":
			ast.Inspect(pair.Value, func(n ast.Node) bool {
				if reason, ok := n.(*ast.KeyValueExpr); ok && s.words(reason.Key) == "Code" {
					r.reasons = append(r.reasons, s.words(reason.Value))
				}
				return true
			})
		}
	}
	return r
}

// gives reports whether a statement says or returns one of the rule's reasons,
// or keeps it for later.
func (r rule) gives(n ast.Stmt) bool {
	switch n := n.(type) {
	case *ast.ExprStmt, *ast.ReturnStmt:
	case *ast.AssignStmt:
		if n.Tok == token.DEFINE {
			return false
		}
	default:
		return false
	}
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		name, ok := n.(*ast.Ident)
		found = found || ok && slices.Contains(r.reasons, name.Name)
		return true
	})
	return found
}

// saysUnknown reports whether a statement says that a fact is missing, which is
// a reason of every rule.
func saysUnknown(n ast.Stmt) bool {
	call, ok := callOf(n)
	return ok && calledName(call) == "unknown"
}
