package doctor

import (
	"path"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/lazyregexp"
)

// place is where something is published to, in words.
type place string

// publisher is a command that publishes.
type publisher struct {
	program string
	words   []string           // that follow it, with only flags between
	task    *lazyregexp.Regexp // in the place of words, one of its arguments: for a program that takes many tasks
	last    string             // how its last argument begins
	asks    string             // a flag without which it does not publish
	spares  []string           // flags with which it does not publish: --name, or --name=value
	to      place
	source  string
}

// String names the command as people do.
func (p publisher) String() string {
	parts := append([]string{p.program}, p.words...)
	if p.asks != "" {
		parts = append(parts, p.asks)
	}
	return strings.Join(parts, " ")
}

// wrapper is a program that runs another one.
type wrapper struct {
	program string
	words   []string
	skips   int // arguments of its own before the other program
}

var wrappers = []wrapper{
	{program: "sudo"}, {program: "env"}, {program: "command"}, {program: "exec"}, {program: "time"}, {program: "nohup"},
	{program: "xargs"}, {program: "timeout"}, {program: "nice"}, {program: unknown},
	{program: "npx"}, {program: "bunx"}, {program: "corepack"},
	{program: "npm", words: []string{"exec"}},
	{program: "pnpm", words: []string{"exec"}}, {program: "pnpm", words: []string{"dlx"}}, {program: "pnpm"},
	{program: "yarn", words: []string{"run"}}, {program: "yarn", words: []string{"exec"}}, {program: "yarn", words: []string{"dlx"}},
	{program: "yarn", words: []string{"workspaces", "foreach"}}, {program: "yarn", words: []string{"workspace"}, skips: 1}, {program: "yarn"},
	{program: "python", words: []string{"-m"}}, {program: "uvx"}, {program: "uv", words: []string{"run"}}, {program: "uv", words: []string{"tool", "run"}},
	{program: "pipx", words: []string{"run"}}, {program: "poetry", words: []string{"run"}}, {program: "pdm", words: []string{"run"}},
	{program: "hatch", words: []string{"run"}}, {program: "bundle", words: []string{"exec"}},
}

// Programs may run one another so deep in one line, each with so many arguments
// of its own.
const (
	deepest   = 4
	mostFlags = 20
)

// publishing finds what a command publishes with; nil for nothing.
func publishing(words []string) *publisher { return within(words, deepest) }

func within(words []string, depth int) *publisher {
	if depth == 0 || len(words) == 0 {
		return nil
	}
	name, args := programName(words[0]), words[1:]
	for i := range publishers {
		if p := &publishers[i]; p.program == name && p.matches(args) {
			return p
		}
	}
	for _, script := range scripts(name, args) {
		for _, c := range commands(script) {
			if p := within(c.words, depth-1); p != nil {
				return p
			}
		}
	}
	for _, w := range wrappers {
		if w.program != name {
			continue
		}
		if rest, ok := following(args, w.words); ok && len(rest) >= w.skips {
			if p := behind(rest[w.skips:], depth-1); p != nil {
				return p
			}
		}
	}
	return nil
}

// behind looks for the program that a wrapper runs, after the wrapper's flags.
func behind(args []string, depth int) *publisher {
	for i := range args[:min(len(args), mostFlags)] {
		if p := within(args[i:], depth); p != nil {
			return p
		}
		if !isAside(args, i) {
			return nil
		}
	}
	return nil
}

func (p *publisher) matches(args []string) bool {
	if p.task != nil {
		if !slices.ContainsFunc(args, p.task.MatchString) {
			return false
		}
	} else if _, ok := following(args, p.words); !ok {
		return false
	}
	switch {
	case p.asks != "" && !hasFlag(args, p.asks):
		return false
	case p.last != "" && !strings.HasPrefix(args[len(args)-1], p.last):
		return false
	}
	return !slices.ContainsFunc(args, isLocal) && !slices.ContainsFunc(p.spares, func(f string) bool { return hasFlag(args, f) })
}

// following finds words, one after the other, behind nothing but flags, and
// returns what comes after them.
func following(args, words []string) (rest []string, ok bool) {
	for i := 0; i+len(words) <= len(args); i++ {
		if slices.Equal(args[i:i+len(words)], words) {
			return args[i+len(words):], true
		}
		if i < len(args) && !isAside(args, i) {
			break
		}
	}
	return nil, false
}

var asideForm = lazyregexp.New(`^(?:[-+$].*|[A-Za-z_][A-Za-z0-9_]*=.*|[0-9]+[smhd]?)$`)

// isAside reports whether an argument is a flag, possibly the value of the flag
// before it, an assignment, or nothing for all one knows. Which flags have a value
// only the program knows.
func isAside(args []string, i int) bool {
	return asideForm.MatchString(args[i]) || i > 0 && strings.HasPrefix(args[i-1], "-") && !strings.Contains(args[i-1], "=")
}

// hasFlag reports whether a flag is there and not switched off. A flag with a
// value, --skip=publish, is there too as --skip publish or --skip=sign,publish.
func hasFlag(args []string, flag string) bool {
	name, want, valued := strings.Cut(flag, "=")
	for i, arg := range args {
		before, value, given := strings.Cut(arg, "=")
		if before != name {
			continue
		}
		if !valued {
			return !given || value != "false"
		}
		if !given && i+1 < len(args) {
			value = args[i+1]
		}
		if slices.Contains(strings.Split(value, ","), want) {
			return true
		}
	}
	return false
}

var (
	shellFlag  = lazyregexp.New(`(?i)^-(?:[a-z]*c|command)$`)
	pythonForm = lazyregexp.New(`^(?:python[0-9.]*|py)$`)
	localForm  = lazyregexp.New(`(?:^|//|=)(?:localhost|127\.0\.0\.1)(?:[:/]|$)`)
)

// isLocal reports whether an argument names this machine: what is pushed to a
// registry that the job started itself is out for nobody.
func isLocal(arg string) bool { return localForm.MatchString(arg) }

// scripts returns the scripts that a shell is handed as arguments.
func scripts(name string, args []string) []string {
	switch name {
	case "eval":
		return []string{strings.Join(args, " ")}
	case "sh", "bash", "dash", "zsh", "pwsh", "powershell":
		if i := slices.IndexFunc(args, shellFlag.MatchString); i >= 0 && i+1 < len(args) {
			return args[i+1 : i+2]
		}
	}
	return nil
}

// programName is a program without its folder, its ending and the version
// that package runners take.
func programName(word string) string {
	if i := strings.LastIndex(word, "@"); i > 0 {
		word = word[:i]
	}
	if word == changesets {
		return "changeset"
	}
	name := strings.ToLower(path.Base(strings.ReplaceAll(word, `\`, "/")))
	for _, ending := range []string{".exe", ".cmd", ".bat"} {
		name = strings.TrimSuffix(name, ending)
	}
	if pythonForm.MatchString(name) {
		return "python"
	}
	return name
}

// changesets is the package of the program changeset.
const changesets = "@changesets/cli"
