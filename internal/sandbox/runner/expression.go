package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/nektos/act/pkg/exprparser"
	"github.com/rhysd/actionlint"
)

// evaluator evaluates the expressions of one place in a workflow.
type evaluator struct {
	interpreter exprparser.Interpreter
	literals    map[string]any // properties of the github context that act's type has no field for
}

// value evaluates one expression, without its ${{ }}.
func (e evaluator) value(expression string, check exprparser.DefaultStatusCheck) (result any, err error) {
	defer func() {
		// act's functions panic on some malformed format strings.
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
		if err != nil {
			err = fmt.Errorf("the expression %q: %w", strings.TrimSpace(expression), err)
		}
	}()
	expression, err = e.spellOut(expression)
	if err != nil {
		return nil, err
	}
	return e.interpreter.Evaluate(expression, check)
}

// text replaces every ${{ }} of a template.
func (e evaluator) text(template string) (string, error) {
	var out strings.Builder
	err := walk(template, func(literal string) error {
		out.WriteString(literal)
		return nil
	}, func(expression string) error {
		value, err := e.value("format('{0}', "+expression+")", exprparser.DefaultStatusCheckNone)
		if err != nil {
			return err
		}
		out.WriteString(fmt.Sprint(value))
		return nil
	})
	return out.String(), err
}

// holds evaluates a condition. It may be written with or without ${{ }};
// success() is implied where no status function is called.
func (e evaluator) holds(condition string) (bool, error) {
	expression := condition
	if strings.Contains(condition, "${{") {
		var parts []string
		var format strings.Builder
		err := walk(condition, func(literal string) error {
			format.WriteString(escapeFormat.Replace(literal))
			return nil
		}, func(inner string) error {
			fmt.Fprintf(&format, "{%d}", len(parts))
			parts = append(parts, inner)
			return nil
		})
		if err != nil {
			return false, err
		}
		expression = fmt.Sprintf("format('%s', %s)", format.String(), strings.Join(parts, ", "))
		if strings.TrimSpace(format.String()) == "{0}" {
			expression = parts[0]
		}
	}
	value, err := e.value(expression, exprparser.DefaultStatusCheckSuccess)
	return exprparser.IsTruthy(value), err
}

var escapeFormat = strings.NewReplacer("{", "{{", "}", "}}", "'", "''")

// number evaluates a numeric field.
func (e evaluator) number(field *actionlint.Float) (float64, error) {
	if field.Expression == nil {
		return field.Value, nil
	}
	result, err := e.text(field.Expression.Value)
	if err != nil {
		return 0, err
	}
	number, err := strconv.ParseFloat(result, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is not a number", result)
	}
	return number, nil
}

// truth evaluates a boolean field; a missing one is false.
func (e evaluator) truth(field *actionlint.Bool) (bool, error) {
	if field == nil || field.Expression == nil {
		return field != nil && field.Value, nil
	}
	result, err := e.text(field.Expression.Value)
	return result == "true", err
}

// walk cuts a template into its literal parts and its expressions.
func walk(template string, literal, expression func(string) error) error {
	for {
		before, rest, found := strings.Cut(template, "${{")
		if err := literal(before); err != nil {
			return err
		}
		if !found {
			return nil
		}
		// The lexer knows that }} within a string does not end an expression.
		_, length, err := actionlint.LexExpression(rest)
		if err != nil {
			return fmt.Errorf("the expression in %q: %s", template, err.Message)
		}
		if err := expression(strings.TrimSuffix(rest[:length], "}}")); err != nil {
			return err
		}
		template = rest[length:]
	}
}

// spellOut writes the values of github properties that act's context type does
// not know in place of their names.
func (e evaluator) spellOut(expression string) (string, error) {
	tokens, _, lexError := actionlint.LexExpression(expression + "}}")
	if lexError != nil {
		return "", errors.New(lexError.Message)
	}
	var out strings.Builder
	end := 0
	for i := 0; i+2 < len(tokens); i++ {
		isMember := i > 0 && tokens[i-1].Kind == actionlint.TokenKindDot
		if isMember || !strings.EqualFold(tokens[i].Value, "github") || tokens[i+1].Kind != actionlint.TokenKindDot {
			continue
		}
		value, ok := e.literals[strings.ToLower(tokens[i+2].Value)]
		if !ok {
			continue
		}
		out.WriteString(expression[end:tokens[i].Offset])
		out.WriteString("'" + strings.ReplaceAll(fmt.Sprint(value), "'", "''") + "'")
		end = tokens[i+2].Offset + len(tokens[i+2].Value)
	}
	out.WriteString(expression[end:])
	return out.String(), nil
}
