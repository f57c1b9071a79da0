package doctor

import (
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/release-request/gh-release-request/internal/lazyregexp"
)

// document is one YAML file. Reading it asks for what may be there and passes
// over what is not as expected: GitHub judges whether it is a workflow.
type document struct {
	body    ast.Node
	anchors map[string]ast.Node
}

// The library takes time by the square of how deep a file is nested and of how
// many keys stand together, and falls over what is nested without end. These are
// far above what people write.
const (
	longestFile = 256 << 10
	mostLines   = 10_000
	deepestFile = 100
)

// parseDocument reads a file that anybody may have written. The error says why
// it could not.
func parseDocument(text string) (d document, err error) {
	switch {
	case len(text) > longestFile:
		return d, fmt.Errorf("it has more than %d KiB", longestFile>>10)
	case strings.Count(text, "\n")+strings.Count(text, "\r")-strings.Count(text, "\r\n") > mostLines:
		return d, fmt.Errorf("it has more than %d lines", mostLines)
	}
	defer func() {
		if r := recover(); r != nil {
			d, err = document{}, fmt.Errorf("the YAML library fell over it: %v", r)
		}
	}()
	tokens := lexer.Tokenize(text)
	if dashes.MatchString(text) || tangled(tokens) {
		return d, fmt.Errorf("it is nested more than %d deep", deepestFile)
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		if e, ok := errors.AsType[yaml.Error](err); ok && e.GetToken() != nil {
			return d, fmt.Errorf("line %d: this is not valid YAML: %s", e.GetToken().Position.Line, e.GetMessage())
		}
		return d, errors.New("this is not valid YAML")
	}
	d.anchors = map[string]ast.Node{}
	for _, doc := range file.Docs {
		switch {
		case doc.Body == nil:
		case d.body != nil:
			return d, errors.New("it holds more than one document")
		default:
			d.body = doc.Body
			ast.Walk(d, doc.Body)
		}
	}
	for name, value := range d.anchors {
		if value == nil {
			return d, fmt.Errorf("the anchor %q is there twice", name)
		}
	}
	return d, nil
}

var dashes = lazyregexp.New(fmt.Sprintf(`(?m)(?:[-?:][ \t]+){%d}`, deepestFile))

// tangled reports whether a text is nested deeper than people write, as the
// library reads it: a bracket in quotes or in a remark closes nothing.
func tangled(tokens token.Tokens) bool {
	depth := 0
	for _, t := range tokens {
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			depth++
		case token.SequenceEndType, token.MappingEndType:
			depth = max(depth-1, 0)
		}
		if depth > deepestFile {
			return true
		}
	}
	return false
}

// Visit collects the anchors. What stands for more than one thing is nil: which
// of them an alias means, depends on where it is.
func (d document) Visit(n ast.Node) ast.Visitor {
	if a, ok := n.(*ast.AnchorNode); ok && a.Name != nil {
		name, value := a.Name.GetToken().Value, a.Value
		if _, again := d.anchors[name]; again {
			value = nil
		}
		d.anchors[name] = value
	}
	return d
}

// bare takes aliases, anchors and tags off a value.
func (d document) bare(n ast.Node) ast.Node {
	for range deepestFile { // an alias may lead to itself
		switch of := n.(type) {
		case *ast.AnchorNode:
			n = of.Value
		case *ast.TagNode:
			n = of.Value
		case *ast.AliasNode:
			if of.Value == nil {
				return nil
			}
			n = d.anchors[of.Value.GetToken().Value]
		default:
			return n
		}
	}
	return nil
}

// entries are the keys of a mapping and their values, both made bare.
func (d document) entries(n ast.Node) iter.Seq2[ast.Node, ast.Node] {
	return func(yield func(key, value ast.Node) bool) {
		m, ok := d.bare(n).(ast.MapNode)
		if !ok {
			return
		}
		for all := m.MapRange(); all.Next(); {
			var key ast.Node = all.Key()
			if marked, ok := key.(*ast.MappingKeyNode); ok { // with a question mark
				key = marked.Value
			}
			if !yield(d.bare(key), d.bare(all.Value())) {
				return
			}
		}
	}
}

// under returns the value of a key, nil for none.
func (d document) under(n ast.Node, key string) ast.Node {
	for k, v := range d.entries(n) {
		if scalar(k) == key {
			return v
		}
	}
	return nil
}

// items are those of a list, made bare.
func (d document) items(n ast.Node) []ast.Node {
	list, ok := d.bare(n).(*ast.SequenceNode)
	if !ok {
		return nil
	}
	all := make([]ast.Node, len(list.Values))
	for i, v := range list.Values {
		all[i] = d.bare(v)
	}
	return all
}

// scalar is a value's text; empty for a list, a mapping or nothing.
func scalar(n ast.Node) string {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value
	case *ast.LiteralNode:
		return n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value
	}
	return ""
}

// lineOf is where a value begins, or, in a block that keeps its lines, where its
// given line stands. In others the lines are folded, and it is the first.
func lineOf(n ast.Node, line int) int {
	first := 1
	if t := n.GetToken(); t != nil && t.Position != nil {
		first = t.Position.Line
	}
	if block, ok := n.(*ast.LiteralNode); ok && strings.HasPrefix(block.Start.Value, "|") {
		return first + line
	}
	return first
}
