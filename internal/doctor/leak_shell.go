package doctor

import (
	"regexp"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// command is one command of a script: its words, the program first, without
// quotes. What only a running shell knows is the word unknown.
type command struct {
	words []string
	line  int // from 1, in the script
}

const unknown = "$"

var (
	// expression is what Actions puts in before a shell sees the script.
	// https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
	expression = regexp.MustCompile(`(?s)\$\{\{.*?\}\}`)
	opener     = regexp.MustCompile("[({[`]|\\b(?:if|for|while|until|case|select|function|do)\\b")
	joined     = regexp.MustCompile("[\\\\`^][ \t]*\n")
)

// The parser takes time by the square of how deep a script is nested, and falls
// over what is nested without end. These are far above what people write.
const (
	longestScript = 16 << 10
	mostOpeners   = 400
)

// commands lists the commands of a script. What is no shell script, such as one
// for PowerShell, is read line by line.
func commands(script string) []command {
	script = expression.ReplaceAllStringFunc(script, func(e string) string {
		return "$EXPRESSION" + strings.Repeat("\\\n", strings.Count(e, "\n"))
	})
	if found, ok := parsed(script); ok {
		return found
	}
	var all []command
	line := 1
	for piece := range strings.Lines(joined.ReplaceAllStringFunc(script, func(string) string { return joint })) {
		found, ok := parsed(strings.ReplaceAll(piece, joint, " "))
		if !ok {
			found = rough(strings.ReplaceAll(piece, joint, " "))
		}
		for _, c := range found {
			all = append(all, command{c.words, line})
		}
		line += 1 + strings.Count(piece, joint)
	}
	return all
}

// joint stands for an end of line that the script joins to the next.
const joint = "\x00"

func parsed(script string) ([]command, bool) {
	if len(script) > longestScript || len(opener.FindAllStringIndex(script, mostOpeners+1)) > mostOpeners {
		return nil, false
	}
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(script), "")
	if err != nil {
		return nil, false
	}
	var found []command
	for n := range syntax.Preorder(file) {
		if call, ok := n.(*syntax.CallExpr); ok && len(call.Args) > 0 {
			c := command{line: int(call.Args[0].Pos().Line())}
			for _, w := range call.Args {
				c.words = append(c.words, plainWord(w.Parts))
			}
			found = append(found, c)
		}
	}
	return found, true
}

var escape = regexp.MustCompile(`\\(.)`)

func plainWord(parts []syntax.WordPart) string {
	var b strings.Builder
	for _, part := range parts {
		switch p := part.(type) {
		case *syntax.Lit:
			b.WriteString(escape.ReplaceAllString(p.Value, "$1"))
		case *syntax.SglQuoted:
			b.WriteString(p.Value)
		case *syntax.DblQuoted:
			b.WriteString(plainWord(p.Parts))
		default:
			b.WriteString(unknown)
		}
	}
	return b.String()
}

// rough splits a line of a language that is not known here where a command
// could begin.
func rough(line string) []command {
	var found []command
	for piece := range strings.FieldsFuncSeq(line, func(r rune) bool { return strings.ContainsRune("(){};|&`", r) }) {
		if words := strings.Fields(piece); len(words) > 0 {
			found = append(found, command{words: words, line: 1})
		}
	}
	return found
}
