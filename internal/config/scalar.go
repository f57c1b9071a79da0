package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// text reads text that check has nothing against; a nil check allows any text
// of one line.
func (d *decoder) text(into *string, check func(string) error) reader {
	r := reader{form{kind: "string"}, func(n *node) {
		if s, ok := d.checked(n, check); ok {
			*into = s
		}
	}}
	if check == nil {
		r.form.length = 1
	}
	if *into != "" {
		return r.otherwise(*into)
	}
	return r
}

// checked returns the text of a value and whether it is as it must be.
func (d *decoder) checked(n *node, check func(string) error) (string, bool) {
	if !d.is(n, text, "text (in quotes, if YAML would read it as something else)") {
		return "", false
	}
	if check == nil {
		check = oneLine
	}
	if err := check(n.text); err != nil {
		d.report(n.at, "%s: %v", n.name(), err)
		return "", false
	}
	return n.text, true
}

// texts reads a list of texts, none of them twice. Upper and lower case are
// told apart only if exact.
func (d *decoder) texts(into *[]string, what string, exact bool, check func(string) error) reader {
	item := d.text(new(string), check).form
	return reader{form{kind: "array", unique: true, item: &item, left: append([]string{}, *into...)}, func(n *node) {
		list := []string{}
		d.list(what, reader{item, func(item *node) {
			s, ok := d.checked(item, check)
			same := func(other string) bool { return other == s || !exact && strings.EqualFold(other, s) }
			switch {
			case !ok:
			case slices.ContainsFunc(list, same):
				d.wrong(item, "it stands in the list already; write it once")
			default:
				list = append(list, s)
			}
		}}).read(n)
		if n.kind == sequence {
			*into = list
		}
	}}
}

// whole reads a whole number from least to most, both included.
func (d *decoder) whole(into *int, least, most int) reader {
	r := reader{form{kind: "integer", least: least, most: most}, func(n *node) {
		allowed := fmt.Sprintf("a whole number from %d to %d", least, most)
		if !d.is(n, number, allowed) {
			return
		}
		// Only the plain form: YAML's 010 is eight to some readers.
		v, err := strconv.Atoi(n.text)
		if err != nil || strconv.Itoa(v) != n.text || v < least || v > most {
			d.wrong(n, "it must be %s", allowed)
			return
		}
		*into = v
	}}
	if *into >= least {
		return r.otherwise(*into)
	}
	return r
}

// truth reads true or false.
func (d *decoder) truth(into *bool) reader {
	return reader{form{kind: "boolean", left: *into}, func(n *node) {
		if d.is(n, boolean, "true or false") {
			*into = strings.EqualFold(n.text, "true")
		}
	}}
}

// choice reads one of some words. also says what else the key allows, for the
// message; the caller reads that.
func (d *decoder) choice(into *string, also string, words ...string) reader {
	r := reader{form{kind: "string"}, func(n *node) {
		allowed := words
		if also != "" {
			allowed = append(slices.Clone(words), also)
		}
		if !d.is(n, text, oneOf(allowed)) {
			return
		}
		if !slices.Contains(words, n.text) {
			d.wrong(n, "it must be %s", oneOf(allowed))
			return
		}
		*into = n.text
	}}
	for _, word := range words {
		r.form.allowed = append(r.form.allowed, word)
	}
	if slices.Contains(words, *into) {
		return r.otherwise(*into)
	}
	return r
}

func oneOf(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// oneLine refuses what could not be shown as it is: control and format
// characters, bidirectional ones among them.
func oneLine(s string) error {
	odd := func(r rune) bool { return !unicode.IsPrint(r) }
	if strings.TrimSpace(s) == "" || strings.ContainsFunc(s, odd) {
		return fmt.Errorf("%q is not allowed; it must be one line of text without control characters", s)
	}
	return nil
}
