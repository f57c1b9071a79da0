package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A passage is a part of a document that asks for something to be done:
//
//   - a command, typed by the person at the place that its prompt names, as in
//     olivia:~/publish$ git status
//     with what is shown then: "..." stands for anything, and alone on a line
//     for any number of lines; where [y/N] is asked, what follows is typed
//   - a file: a block whose first line is a comment with its path; with "at the
//     end" behind, the rest of it goes to the end of the file that is there;
//     "key: ..." is filled in from what was shown before
//   - what somebody does in the browser: a paragraph that begins so
type passage struct {
	doc  string
	line int // of the document, from 1

	who, dir, command string // empty: no command
	shown             []string
	answer            string // as in shown, where it is not shown

	path, content string // of a file; no path: an excerpt of a policy
	atEnd         bool
	browser       string
}

var (
	prompted = regexp.MustCompile(`^([a-z]+):(\S+)\$ (.*)$`)
	named    = regexp.MustCompile(`^# (\S+?)(, at the end)?$`)
)

const inTheBrowser = "In the browser"

// passagesOf reads a document. A block of a language that is not known is a
// failure: nobody could tell whether it is true.
func passagesOf(t *testing.T, path string) []passage {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(path)))
	if err != nil {
		t.Fatal(err)
	}
	var found []passage
	lines := strings.Split(string(text), "\n")
	for i := 0; i < len(lines); i++ {
		start, first := i, strings.TrimSpace(lines[i])
		switch language, fenced := strings.CutPrefix(first, "```"); {
		case fenced:
			indent := len(lines[i]) - len(strings.TrimLeft(lines[i], " "))
			var block []string
			for i++; i < len(lines) && strings.TrimSpace(lines[i]) != "```"; i++ {
				block = append(block, lines[i][min(indent, len(lines[i])):])
			}
			found = append(found, inBlock(t, passage{doc: path, line: start + 2}, language, block)...)
		case strings.HasPrefix(first, inTheBrowser):
			paragraph := []string{first}
			for ; i+1 < len(lines) && strings.TrimSpace(lines[i+1]) != ""; i++ {
				paragraph = append(paragraph, strings.TrimSpace(lines[i+1]))
			}
			found = append(found, passage{doc: path, line: start + 1, browser: strings.Join(paragraph, " ")})
		}
	}
	return found
}

// inBlock reads a fenced block that begins at the passage's line. In one without
// a language each line is a command, typed by nobody in particular.
func inBlock(t *testing.T, at passage, language string, block []string) []passage {
	t.Helper()
	var found []passage
	for i, line := range block {
		one := at
		one.line += i
		prompt := prompted.FindStringSubmatch(line)
		switch {
		case language == "text", language == "go", language == "mermaid", language == "" && strings.HasPrefix(block[0], " "): // to look at
		case (language == "yaml" || language == "sh") && i == 0:
			one.content = strings.Join(block, "\n") + "\n"
			if path := named.FindStringSubmatch(line); path != nil {
				one.path, one.atEnd = path[1], path[2] != ""
			}
			return []passage{one}
		case language == "console" && prompt != nil:
			one.who, one.dir, one.command = prompt[1], prompt[2], prompt[3]
			found = append(found, one)
		case language == "console" && len(found) > 0:
			last := &found[len(found)-1]
			last.shown = append(last.shown, line)
		case language == "":
			command, _, _ := strings.Cut(strings.TrimPrefix(line, "$ "), " #")
			if one.command = strings.TrimSpace(command); one.command != "" {
				found = append(found, one)
			}
		default:
			t.Fatalf("%s:%d: nobody knows what to do with %q in a block of %q", at.doc, one.line, line, language)
		}
	}
	return found
}
