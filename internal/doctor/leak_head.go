package doctor

import (
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/release-request/gh-release-request/internal/lazyregexp"
)

// ofOthers is what names the commit of a pull request, which anybody may have
// written. In a run of workflow_run it is the run that was waited for.
// https://docs.github.com/en/actions/reference/security/secure-use
var ofOthers = lazyregexp.New(`github\.head_ref|github\.event\.pull_request\.head\.|github\.event\.pull_request\.merge_commit_sha|refs/pull/|` +
	`github\.event\.workflow_run\.(?:head_|pull_requests)`)

var fetching = lazyregexp.New(`\bgh\s+pr\s+checkout\b|\bgit\s+(?:-\S+\s+)*(?:fetch|pull|checkout|switch|clone)\b`)

// startedByOthers finds the event that runs a workflow of the default branch,
// with its secrets, for somebody who may not push here.
// https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request_target
func (s *scanner) startedByOthers() string {
	on := s.under(s.body, "on")
	var events []ast.Node
	switch {
	case scalar(on) != "":
		events = []ast.Node{on}
	case len(s.items(on)) > 0:
		events = s.items(on)
	default:
		for k := range s.entries(on) {
			events = append(events, k)
		}
	}
	foreign := ""
	for _, e := range events {
		if e == nil {
			continue
		}
		name := strings.TrimSpace(scalar(e))
		if name == "pull_request_target" {
			s.found(targetTrigger, lineOf(e, 1), name+" starts it for pull requests of anybody, with the secrets of this repository")
		}
		if name == "pull_request_target" || name == "workflow_run" {
			foreign = name
		}
	}
	return foreign
}

// fetchesHead looks for a script that gets the code of a pull request: by its
// number, by an expression, or by a variable of the step that holds one.
func (s *scanner) fetchesHead(step, run ast.Node) {
	named := []string{"pull/"}
	for k, v := range s.entries(s.under(step, "env")) {
		if ofOthers.MatchString(scalar(v)) {
			named = append(named, "$"+scalar(k), "${"+scalar(k))
		}
	}
	line := 0
	for row := range strings.Lines(scalar(run)) {
		line++
		got := fetching.FindAllString(row, 1)
		if got == nil || strings.HasPrefix(strings.TrimSpace(row), "#") {
			continue
		}
		if strings.HasPrefix(got[0], "gh") || ofOthers.MatchString(row) || containsAny(row, named) {
			s.found(headCheckedOut, lineOf(run, line), "it fetches the code of a pull request, and "+s.foreign+" runs it with the secrets of this repository")
		}
	}
}

func containsAny(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
