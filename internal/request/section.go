package request

import (
	"regexp"
	"slices"
	"strings"
)

// section returns what a changelog file says of a version, without the heading;
// found is false where it says nothing. names are how a heading may name the
// version: itself, and its tag. The forms are those of keepachangelog.com and
// of the programs that write such files: "## 1.2.3", "## [1.2.3] - 2026-03-09",
// "# v1.2.3", "### [1.2.3](https://…) (2026-03-09)", "Version 1.2.3" over a line
// of dashes.
func section(file string, names []string) (text string, found bool) {
	lines := strings.Split(strings.ReplaceAll(file, "\r\n", "\n"), "\n")
	headings := headingsIn(lines)
	begin := slices.IndexFunc(headings, func(h heading) bool {
		return slices.Contains(names, h.version) || slices.Contains(names, strings.TrimLeft(h.version, "vV"))
	})
	if begin < 0 {
		return "", false
	}
	h, end := headings[begin], len(lines)
	for _, next := range headings[begin+1:] {
		// Some programs write the parts of a version as headings of its own level.
		if next.level < h.level || next.level == h.level && next.version != "" {
			end = next.line
			break
		}
	}
	body := lines[h.after:end]
	for len(body) > 0 && (strings.TrimSpace(body[len(body)-1]) == "" || linkForm.MatchString(body[len(body)-1])) {
		body = body[:len(body)-1] // links to comparisons stand at the end of the file
	}
	text = strings.Trim(strings.Join(body, "\n"), "\n")
	return text, text != ""
}

// heading is one of Markdown's.
type heading struct {
	line, after int // where it begins, and the line behind it
	level       int
	version     string // what it says first, if that may be a version
}

// https://spec.commonmark.org/0.31.2/#atx-headings and what follows there
var (
	atxForm    = regexp.MustCompile(`^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$`)
	setextForm = regexp.MustCompile(`^ {0,3}(=+|-+)[ \t]*$`)
	fenceForm  = regexp.MustCompile("^ {0,3}(```+|~~~+)")
	textForm   = regexp.MustCompile(`^ {0,3}[\[A-Za-z0-9]`)
	itemForm   = regexp.MustCompile(`^ {0,3}[0-9]+[.)][ \t]`)
	linkForm   = regexp.MustCompile(`^ {0,3}\[[^\]]+\]:[ \t]`)
)

// headingsIn finds the headings, and none in blocks of code.
func headingsIn(lines []string) []heading {
	var all []heading
	fence := ""
	for i, line := range lines {
		mark := ""
		if f := fenceForm.FindStringSubmatch(line); f != nil {
			mark = f[1]
		}
		switch {
		case fence != "":
			if strings.HasPrefix(mark, fence) && strings.Trim(line, " \t"+fence[:1]) == "" {
				fence = ""
			}
		case mark != "":
			fence = mark
		default:
			if h := atxForm.FindStringSubmatch(line); h != nil {
				all = append(all, heading{i, i + 1, len(h[1]), versionIn(h[2])})
			} else if h := setextForm.FindStringSubmatch(line); h != nil && i > 0 && isText(lines[i-1]) {
				level := 1
				if h[1][0] == '-' {
					level = 2
				}
				all = append(all, heading{i - 1, i + 1, level, versionIn(lines[i-1])})
			}
		}
	}
	return all
}

// isText reports whether a line can be the text of a heading underlined.
func isText(line string) bool { return textForm.MatchString(line) && !itemForm.MatchString(line) }

var (
	leadForm    = regexp.MustCompile(`^(?i:(?:version|release)[ \t]+)?\[?`)
	versionForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._+!/@-]*`)
)

// versionIn returns the word of a heading that names a version; empty where the
// heading is not of one.
func versionIn(text string) string {
	text = strings.TrimSpace(text)
	word := versionForm.FindString(text[len(leadForm.FindString(text)):])
	if strings.ContainsAny(word, "0123456789") || strings.EqualFold(word, "unreleased") {
		return word
	}
	return ""
}
