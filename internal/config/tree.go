package config

import (
	"errors"
	"strconv"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/release-request/gh-release-request/internal/lazyregexp"
)

// kind is what a value of the file is.
type kind int

const (
	broken kind = iota // reported already; readers pass over it
	text
	number // whole
	boolean
	empty
	sequence
	mapping
	other // a fraction, infinity, not a number
)

// node is one value of the file. The YAML library's own tree is turned into
// nodes at once, so that the rest of the package sees no anchors, aliases,
// tags or merge keys: they are refused, since a reviewer has to see in one
// place what a policy says.
type node struct {
	kind    kind
	at      position
	path    string // where it stands, such as projects.sdk.ci.wait; empty for the top
	text    string // of a scalar
	items   []*node
	entries []entry
}

// entry is one key of a mapping with its value.
type entry struct {
	key   string
	at    position
	value *node
}

// marks is where each key and item of the file stands, by its path.
type marks map[string]position

// treeReader makes nodes.
type treeReader struct {
	*reporter
	marks marks
}

// read returns the one document of the file; nil when there is none, which
// has been reported.
func (t *treeReader) read(src []byte) *node {
	if !utf8.Valid(src) {
		t.report(position{1, 1}, "the file is not valid UTF-8; a policy is text in UTF-8")
		return nil
	}
	file, err := parser.ParseBytes(src, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		t.syntax(err)
		return nil
	}
	var body ast.Node
	for _, doc := range file.Docs {
		switch {
		case doc.Body == nil:
		case doc.Body.Type() == ast.DirectiveType:
			t.report(place(doc.Body.GetToken()), "a YAML directive is not allowed here; a policy begins with version: 1")
		case body != nil:
			t.report(place(doc.Start), "a second document begins here; a policy is one document")
		default:
			body = doc.Body
		}
	}
	if body == nil {
		t.report(position{1, 1}, "the policy is empty; it begins with version: 1")
		return nil
	}
	return t.node(body, "")
}

// syntax reports why the file is no YAML. The library stops at the first
// error, and what follows it cannot be judged.
func (t *treeReader) syntax(err error) {
	at, message := position{1, 1}, err.Error()
	if e, ok := errors.AsType[yaml.Error](err); ok {
		at, message = place(e.GetToken()), e.GetMessage()
	}
	t.report(at, "this is not valid YAML: %s", message)
}

func (t *treeReader) node(n ast.Node, path string) *node {
	out := &node{path: path, at: place(n.GetToken())}
	switch n := n.(type) {
	case *ast.StringNode:
		out.kind, out.text = text, n.Value
	case *ast.LiteralNode:
		out.kind, out.text = text, n.Value.Value
	case *ast.IntegerNode:
		out.kind, out.text = number, n.Token.Value
	case *ast.BoolNode:
		out.kind, out.text = boolean, n.Token.Value
	case *ast.NullNode:
		out.kind = empty
	case *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		out.kind, out.text = other, n.GetToken().Value
	case *ast.SequenceNode:
		out.kind = sequence
		for i, v := range n.Values {
			t.marks[item(path, i)] = place(v.GetToken())
			out.items = append(out.items, t.node(v, item(path, i)))
		}
	case *ast.MappingNode:
		out.kind = mapping
		t.entries(out, n)
	case *ast.AnchorNode, *ast.AliasNode:
		t.report(out.at, "anchors and aliases are not allowed here; write the value out")
	case *ast.TagNode:
		t.report(out.at, "the tag %s is not allowed here; write the value without it", n.GetToken().Value)
	default:
		t.report(out.at, "this YAML is not allowed here; write plain keys, lists and values")
	}
	return out
}

func (t *treeReader) entries(out *node, m *ast.MappingNode) {
	first := map[string]position{}
	for _, v := range m.Values {
		at := place(v.Key.GetToken())
		key, ok := keyOf(v.Key)
		if !ok {
			t.report(at, "a key must be plain text; merge keys, anchors and lists are not allowed as one")
			continue
		}
		if before, twice := first[key]; twice {
			t.report(at, "the key %q stands here a second time, after line %d; write it once", key, before.line)
			continue
		}
		first[key] = at
		path := join(out.path, key)
		t.marks[path] = at
		out.entries = append(out.entries, entry{key, at, t.node(v.Value, path)})
	}
	// In block style the library gives the place of the first colon.
	if !m.IsFlowStyle && len(m.Values) > 0 {
		out.at = place(m.Values[0].Key.GetToken())
	}
}

// keyOf returns a key's text. Numbers and words like true are keys like any
// other: a project may be called 2048.
func keyOf(k ast.MapKeyNode) (string, bool) {
	switch k := k.(type) {
	case *ast.StringNode:
		return k.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.NullNode:
		return k.GetToken().Value, true
	}
	return "", false
}

var plainKey = lazyregexp.New(`^[A-Za-z0-9_/-]+$`)

// join returns the path of a key below a path. A key that could be taken for
// two is quoted.
func join(path, key string) string {
	switch {
	case !plainKey.MatchString(key):
		return path + "[" + strconv.Quote(key) + "]"
	case path == "":
		return key
	}
	return path + "." + key
}

// item returns the path of an item of the list at a path.
func item(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

func place(t *token.Token) position {
	if t == nil || t.Position == nil {
		return position{1, 1}
	}
	return position{max(t.Position.Line, 1), max(t.Position.Column, 1)}
}
