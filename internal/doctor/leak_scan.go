package doctor

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// leak is one place of a workflow file where something goes out, or something
// of others comes in.
type leak struct {
	kind kind
	line int
	says string
}

// scanned is what a workflow file, or an action of the repository, holds.
type scanned struct {
	leaks  []leak
	local  []string    // files of the repository's own actions that it uses, without ending
	reads  []secretUse // each secret once
	unread error       // why the file was not read
}

// scan reads a workflow file or an action's. It takes any text.
func scan(text string) scanned {
	d, err := parseDocument(text)
	if err != nil {
		return scanned{unread: err}
	}
	s := &scanner{document: d, seen: map[ast.Node]bool{}}
	s.reads = secretsRead(text)
	s.foreign = s.startedByOthers()
	for _, job := range s.entries(s.under(d.body, "jobs")) {
		s.steps(s.under(job, "steps"))
	}
	s.steps(s.under(s.under(d.body, "runs"), "steps")) // of an action
	slices.SortStableFunc(s.leaks, func(a, b leak) int { return cmp.Compare(a.line, b.line) })
	slices.Sort(s.local)
	s.local = slices.Compact(s.local)
	return s.scanned
}

type scanner struct {
	document
	scanned
	foreign string // the event that runs it with this repository's rights for somebody else; empty: none
	seen    map[ast.Node]bool
}

func (s *scanner) found(k kind, line int, says string) {
	s.leaks = append(s.leaks, leak{k, line, says})
}

func (s *scanner) steps(list ast.Node) {
	for _, step := range s.items(list) {
		if step == nil || s.seen[step] {
			continue // an alias: its lines were looked at
		}
		s.seen[step] = true
		if run := s.under(step, "run"); run != nil {
			s.script(step, run)
		}
		if uses := s.under(step, "uses"); uses != nil {
			s.action(step, uses)
		}
	}
}

func (s *scanner) script(step, run ast.Node) {
	for _, c := range commands(scalar(run)) {
		if p := publishing(c.words); p != nil {
			s.publishes(p.String(), p.to, lineOf(run, c.line))
		}
	}
	if s.foreign != "" {
		s.fetchesHead(step, run)
	}
}

func (s *scanner) publishes(with string, to place, line int) {
	k := publishStep
	if to.builds() {
		k = buildStep
	}
	s.found(k, line, with+" publishes to "+string(to))
}

func (s *scanner) action(step, uses ast.Node) {
	name := scalar(uses)
	if local, ok := strings.CutPrefix(name, "./"); ok {
		s.local = append(s.local, path.Join(path.Clean("/" + local)[1:], "action"))
		return
	}
	in := inputs{}
	for k, v := range s.entries(s.under(step, "with")) {
		in[strings.ToLower(scalar(k))] = strings.TrimSpace(scalar(v))
	}
	if image, ok := strings.CutPrefix(name, "docker://"); ok {
		s.image(image, in, lineOf(uses, 1))
		return
	}
	name, _, _ = strings.Cut(name, "@")
	for _, a := range actions {
		if strings.EqualFold(a.name, name) && a.publishes(in) {
			s.publishes(a.name, a.to, lineOf(uses, 1))
		}
	}
	if s.foreign != "" && strings.EqualFold(name, "actions/checkout") && ofOthers.MatchString(in["ref"]+" "+in["repository"]) {
		s.found(headCheckedOut, lineOf(uses, 1), "it checks out the head of the pull request, and "+s.foreign+" runs it with the secrets of this repository")
	}
}

// image looks at what a container runs: its entry point, which an image is
// mostly called after, with the arguments of the step.
func (s *scanner) image(name string, in inputs, line int) {
	name, _, _ = strings.Cut(path.Base(name), ":")
	for _, c := range commands(cmp.Or(in["entrypoint"], name) + " " + in["args"]) {
		if p := publishing(c.words); p != nil {
			s.publishes(p.String(), p.to, line)
		}
	}
}

// secretUse is where a file first reads a secret.
type secretUse struct {
	name string // in upper case, as GitHub keeps it
	line int
}

// secretRef is how an expression names a secret.
// https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#secrets-context
var secretRef = regexp.MustCompile(`\bsecrets\s*(?:\.\s*([A-Za-z_][A-Za-z0-9_]*)|\[\s*'([A-Za-z_][A-Za-z0-9_]*)'\s*\])`)

func secretsRead(text string) []secretUse {
	var all []secretUse
	line := 0
	for row := range strings.Lines(text) {
		line++
		if strings.HasPrefix(strings.TrimSpace(row), "#") {
			continue
		}
		for _, m := range secretRef.FindAllStringSubmatch(row, -1) {
			name := strings.ToUpper(m[1] + m[2])
			if !slices.ContainsFunc(all, func(u secretUse) bool { return u.name == name }) {
				all = append(all, secretUse{name, line})
			}
		}
	}
	return all
}
