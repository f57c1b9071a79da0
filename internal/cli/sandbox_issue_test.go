package cli

import (
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// issueOf is an issue of the central repository, as its owner sees it.
func issueOf(ts *testscript.TestScript, word string) hub.Issue {
	h := boxOf(ts).Hub()
	number, err := strconv.Atoi(word)
	ts.Check(err)
	issue, err := h.Issue(h.As("olivia"), h.Settings(centralName).ID(), number)
	ts.Check(err)
	return issue
}

func wantState(ts *testscript.TestScript, neg bool, args []string) {
	issue := issueOf(ts, args[0])
	got := "open"
	if issue.State == hub.ClosedState {
		got = strings.ToLower(string(issue.StateReason))
	}
	if got != args[1] {
		ts.Fatalf("issue %s is %s, want %s", args[0], got, args[1])
	}
}

func wantComments(ts *testscript.TestScript, neg bool, args []string) {
	h := boxOf(ts).Hub()
	comments, err := h.Comments(h.As("olivia"), issueOf(ts, args[0]).ID)
	ts.Check(err)
	var got []string
	for _, c := range comments {
		got = append(got, c.Author.Login+": "+c.Body)
	}
	if !slices.Equal(got, args[1:]) {
		ts.Fatalf("issue %s has the comments %q, want %q", args[0], got, args[1:])
	}
}

// stageRun records a run that nobody carried out.
func stageRun(ts *testscript.TestScript, neg bool, args []string) {
	h := boxOf(ts).Hub()
	central := h.Settings(centralName)
	issue := issueOf(ts, args[0])
	parsed, problems := record.Parse(issue.Title, issue.Body, "github.com")
	if len(problems) > 0 {
		ts.Fatalf("issue %s is no request: %v", args[0], problems)
	}
	head, err := exec.Command("git", "--git-dir", central.Repository().Dir, "rev-parse", "refs/heads/main").Output()
	ts.Check(err)
	id, _ := h.NextRun(central.ID(), facts.WorkflowPath)
	_, err = h.AddRun(hub.RunSpec{
		ID: id, Repo: central.ID(), Workflow: hub.WorkflowFile{Name: "publish", Path: facts.WorkflowPath}, Title: fmt.Sprintf("#%d", issue.Number),
		Event: "issues", Ref: "refs/heads/main", SHA: strings.TrimSpace(string(head)), Actor: h.As("adam").User, Status: "in_progress",
	})
	ts.Check(err)
	for _, arg := range args[1:] {
		target, conclusion, _ := strings.Cut(arg, "=")
		job, err := h.AddJob(id, "publish-"+target, "publish "+target+" "+facts.JobSuffix(parsed.Digest, parsed.Request.Rehearsal))
		ts.Check(err)
		ts.Check(h.ChangeJob(job.ID, hub.JobChange{Step: &hub.Step{Number: 1, Name: facts.PublishStep, Status: "completed", Conclusion: conclusion}}))
		ts.Check(h.ChangeJob(job.ID, hub.JobChange{Status: "completed", Conclusion: conclusion}))
	}
	ts.Check(h.SetRunStatus(id, "completed", "failure"))
}
