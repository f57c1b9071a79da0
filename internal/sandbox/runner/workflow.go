package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/nektos/act/pkg/model"
	"github.com/rhysd/actionlint"
	"gopkg.in/yaml.v3"
)

// workflow is a workflow file that was read. Its tree is actionlint's, because
// act's has neither run-name nor concurrency, permissions and environments.
type workflow struct {
	path string
	tree *actionlint.Workflow // nil if the file is not even YAML
	jobs []*actionlint.Job    // in the order of the file

	called map[string]*called // by what stands in uses
}

// readWorkflow reads a file and says every problem for which GitHub would not
// run it, and everything in it that this program does not interpret.
func readWorkflow(path, text string, files map[string]CalledFile) (workflow, []string) {
	tree, syntax := actionlint.Parse([]byte(text))
	w := workflow{path: path, tree: tree, called: map[string]*called{}}
	var problems []string
	for _, e := range syntax {
		problems = append(problems, fmt.Sprintf("%s:%d:%d: %s", path, e.Line, e.Column, e.Message))
	}
	if tree == nil {
		return w, problems
	}
	for _, job := range tree.Jobs {
		w.jobs = append(w.jobs, job)
	}
	slices.SortFunc(w.jobs, func(a, b *actionlint.Job) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col))
	})
	problems = append(problems, w.broken()...)
	if len(problems) == 0 {
		// act's schema is GitHub's own and knows which context is available
		// where; its messages are hard to read, so it speaks only when nothing
		// else was found.
		if _, err := model.ReadWorkflow(strings.NewReader(text), true); err != nil {
			problems = append(problems, fmt.Sprintf("%s: %v", path, err))
		}
	}
	problems = append(problems, w.unsupported()...)
	return w, append(problems, w.readCalled(files)...)
}

// broken finds what is wrong between the parts of the file: needs without a
// job, cycles, names used twice, events and permissions that do not exist.
func (w workflow) broken() []string {
	rules := []actionlint.Rule{
		actionlint.NewRuleJobNeeds(),
		actionlint.NewRuleID(),
		actionlint.NewRuleEvents(),
		actionlint.NewRulePermissions(),
		actionlint.NewRuleGlob(),
	}
	visitor := actionlint.NewVisitor()
	for _, rule := range rules {
		visitor.AddPass(rule)
	}
	if err := visitor.Visit(w.tree); err != nil {
		return []string{fmt.Sprintf("%s: %v", w.path, err)}
	}
	var problems []string
	for _, rule := range rules {
		for _, e := range rule.Errs() {
			problems = append(problems, fmt.Sprintf("%s:%d:%d: %s", w.path, e.Line, e.Column, e.Message))
		}
	}
	return problems
}

// job finds a job by its id, which is case-insensitive in needs.
func (w workflow) job(id string) *actionlint.Job {
	return w.tree.Jobs[strings.ToLower(id)]
}

// needs returns the ids of the jobs that a job names in needs.
func (w workflow) needs(job *actionlint.Job) []string {
	var ids []string
	for _, need := range job.Needs {
		ids = append(ids, w.job(need.Value).ID.Value)
	}
	return ids
}

// name is the workflow's name: GitHub shows the path of a workflow without one.
func (w workflow) name() string {
	if w.tree == nil || text(w.tree.Name) == "" {
		return w.path
	}
	return w.tree.Name.Value
}

// graph is the workflow as act's evaluator wants it for success() and
// failure(), which look at the results of all ancestors.
func (w workflow) graph(finished map[string]FinishedJob) *model.Workflow {
	graph := &model.Workflow{Name: w.name(), Jobs: map[string]*model.Job{}}
	for _, job := range w.jobs {
		needs := yaml.Node{Kind: yaml.SequenceNode}
		for _, id := range w.needs(job) {
			needs.Content = append(needs.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: id})
		}
		graph.Jobs[job.ID.Value] = &model.Job{RawNeeds: needs, Result: finished[job.ID.Value].Result}
	}
	return graph
}

// text is the value of a string that may be missing.
func text(s *actionlint.String) string {
	if s == nil {
		return ""
	}
	return s.Value
}
