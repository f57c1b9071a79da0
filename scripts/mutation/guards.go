package main

import (
	"fmt"
	"go/ast"
	"strings"
)

// guards returns the mutants of a function that refuses: each problem that it
// adds is left out, each error that it makes, and each that a function makes
// whose problems it adds.
func (s *source) guards(function string, tests ...string) ([]mutant, error) {
	f := s.function(function)
	if f == nil {
		return nil, fmt.Errorf("there is no function %s", function)
	}
	mutants := s.without(f, function, tests, func(n ast.Stmt) bool { return s.addsProblem(n) || returnsError(n) })
	if len(mutants) == 0 {
		return nil, fmt.Errorf("%s refuses nothing", function)
	}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if stmt, ok := n.(ast.Stmt); ok && s.addsProblem(stmt) {
			for _, called := range s.called(stmt) {
				mutants = append(mutants, s.without(called, functionName(called), tests, returnsError)...)
			}
		}
		return true
	})
	return mutants, nil
}

// addsProblem knows the two forms: add(...) and problems = append(problems, ...).
func (s *source) addsProblem(n ast.Stmt) bool {
	if call, ok := callOf(n); ok {
		return s.words(call.Fun) == "add"
	}
	assign, ok := n.(*ast.AssignStmt)
	return ok && strings.HasPrefix(s.words(assign), "problems = append(problems, ")
}

// returnsError reports whether a statement returns an error that it makes. One
// that hands on the error of a call is no guard of its own.
func returnsError(n ast.Stmt) bool {
	r, ok := n.(*ast.ReturnStmt)
	if !ok || len(r.Results) == 0 {
		return false
	}
	_, made := r.Results[len(r.Results)-1].(*ast.CallExpr)
	return made
}

// denials returns the mutants of a function that reports whether something is
// so: each return of false is left out.
func (s *source) denials(function string, tests ...string) ([]mutant, error) {
	f := s.function(function)
	if f == nil {
		return nil, fmt.Errorf("there is no function %s", function)
	}
	mutants := s.without(f, function, tests, func(n ast.Stmt) bool {
		r, ok := n.(*ast.ReturnStmt)
		return ok && len(r.Results) > 0 && s.words(r.Results[0]) == "false"
	})
	if len(mutants) == 0 {
		return nil, fmt.Errorf("%s denies nothing", function)
	}
	return mutants, nil
}

// objections returns the mutants of a function that says why something is not so,
// in its last result, which is empty where it is: each sentence is left out.
func (s *source) objections(function string, tests ...string) ([]mutant, error) {
	f := s.function(function)
	if f == nil {
		return nil, fmt.Errorf("there is no function %s", function)
	}
	mutants := s.without(f, function, tests, func(n ast.Stmt) bool {
		r, ok := n.(*ast.ReturnStmt)
		return ok && len(r.Results) > 0 && s.words(r.Results[len(r.Results)-1]) != `""`
	})
	if len(mutants) == 0 {
		return nil, fmt.Errorf("%s objects to nothing", function)
	}
	return mutants, nil
}
