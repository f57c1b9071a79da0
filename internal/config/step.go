package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/release"
)

// How a step of a release is carried out.
const (
	ByCraft = "craft" // by the craft program
	ByRun   = "run"   // by a command of the project
	ByNone  = "none"  // not at all: the base is released as it is
)

// Step says how a project prepares or publishes a release.
type Step struct {
	By      string   // ByCraft, ByRun or ByNone
	Command []string // program and arguments, with ByRun
}

// Values are what a command's placeholders stand for.
type Values struct {
	Version release.Version
	Tag     string
	Commit  string
	Target  string
	Path    string // folder of the project, empty for the whole repository
}

// Fill returns the command with {version}, {tag}, {commit}, {target} and
// {path} replaced in each argument. What is filled in stays one argument and
// is not looked through again; other braces are left as they are.
func Fill(command []string, v Values) []string {
	replacer := strings.NewReplacer(
		"{version}", string(v.Version), "{tag}", v.Tag, "{commit}", v.Commit, "{target}", v.Target, "{path}", v.Path,
	)
	filled := make([]string, len(command))
	for i, argument := range command {
		filled[i] = replacer.Replace(argument)
	}
	return filled
}

func (d *decoder) prepare(s *Step) reader {
	// A release is prepared before its commit exists, and for all targets.
	return d.step(s, []string{"{commit}", "{target}"}, ByCraft, ByNone)
}

func (d *decoder) publish(s *Step) reader { return d.step(s, nil, ByCraft) }

func (d *decoder) step(s *Step, unknown []string, words ...string) reader {
	word, run := d.choice(&s.By, "{run: [program, argument]}", words...), d.run(&s.Command)
	return split(mapping, reader{run.form, func(n *node) {
		if run.read(n); len(s.Command) > 0 {
			s.By = ByRun
		}
		for _, placeholder := range unknown {
			if slices.ContainsFunc(s.Command, func(a string) bool { return strings.Contains(a, placeholder) }) {
				d.report(n.at, "%s holds %s, which is not known yet when a release is prepared; allowed: {version}, {tag}, {path}", n.name(), placeholder)
			}
		}
	}}, word).otherwise(word.form.left)
}

// run reads {run: [program, argument]}: never a line for a shell.
func (d *decoder) run(into *[]string) reader {
	argument := d.text(new(string), checkArgument).form
	words := reader{form{kind: "array", item: &argument, length: 1}, func(n *node) {
		var command []string
		d.list("program and arguments", reader{argument, func(item *node) {
			if s, ok := d.checked(item, checkArgument); ok {
				command = append(command, s)
			}
		}}).read(n)
		if n.kind == sequence && (len(n.items) == 0 || n.items[0].kind == text && n.items[0].text == "") {
			d.report(n.at, "%s names no program; write a list such as [make, release]", n.name())
			return
		}
		*into = command
	}}
	return d.object(field{
		key: "run", read: words,
		about: "A program and its arguments, never a line for a shell.",
	}.must("write a list such as {run: [make, release]}"))
}

func checkArgument(s string) error {
	switch {
	case strings.ContainsRune(s, 0):
		return fmt.Errorf("%q holds a NUL character, which no program can be given", s)
	case strings.Contains(s, "${{"):
		return fmt.Errorf("%q holds an expression of Actions, which nobody evaluates here; only literal text and placeholders such as {version} are allowed", s)
	}
	return nil
}
