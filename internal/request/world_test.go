package request_test

import (
	"io"
	"os"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/request"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestMain(m *testing.M) { os.Exit(factstest.Main(m)) }

// world is a small one in which requests are made. Its policy is the test's.
type world struct {
	*factstest.World
	t *testing.T
}

func newWorld(t *testing.T) world {
	t.Helper()
	name := strings.ToLower(strings.NewReplacer("/", "-", "_", "-", ",", "", "TestRequest", "").Replace(t.Name()))
	return world{factstest.New(t, strings.Trim(name, "-")), t}
}

// project returns the project sdk of a policy in which it has these keys.
func (w world) project(keys string) *config.Project {
	w.t.Helper()
	policy, err := config.Parse("policy.yml", []byte(`version: 1
binary: path
blockers: []
requests: {expire-after: never}
targets: {npm: {environment: npm}, docs: {environment: docs}}
projects:
  sdk: {repository: `+w.Name()+`, targets: [npm, docs], publish: {run: ["true"]}, `+keys+`}
`), "acme")
	if err != nil {
		w.t.Fatal(err)
	}
	project, ok := policy.Lookup("sdk")
	if !ok {
		w.t.Fatal("there is no project")
	}
	return project
}

// as is a person who asks. git acts as olivia, who may do everything.
func (w world) as(who string) *request.Requester {
	w.t.Helper()
	central, _, err := w.Reader(who, true).Policy(w.t.Context(), 0)
	if err != nil {
		w.t.Fatal(err)
	}
	return &request.Requester{
		Hub: w.Client(who), Central: central, Output: io.Discard, Step: func(string) {},
		Clone: func(repository string) string { return "https://github.com/" + repository + ".git" },
	}
}

// ask is the whole way of a request.
func ask(t *testing.T, r *request.Requester, wish request.Wish) (*request.Filed, error) {
	t.Helper()
	plan, err := r.Look(t.Context(), wish)
	if err != nil {
		return nil, err
	}
	if plan.Open != nil {
		_, err := r.Resume(t.Context(), plan)
		return plan.Open, err
	}
	prepared, err := r.Prepare(t.Context(), plan)
	if err != nil {
		return nil, err
	}
	return r.File(t.Context(), plan, prepared)
}

// plan looks, which must succeed.
func (w world) plan(r *request.Requester, wish request.Wish) *request.Plan {
	w.t.Helper()
	plan, err := r.Look(w.t.Context(), wish)
	if err != nil {
		w.t.Fatal(err)
	}
	return plan
}

// branch is the head of a branch of the source repository; empty if it is none.
func (w world) branch(name string) string {
	w.t.Helper()
	line := w.Git("olivia", "", "ls-remote", "https://github.com/"+w.Name()+".git", "refs/heads/"+name)
	head, _, _ := strings.Cut(line, "\t")
	return head
}

// push moves a branch by one empty commit, as somebody else would meanwhile.
func (w world) push(branch string) string {
	w.t.Helper()
	w.Git("erin", w.Clone, "fetch", "-q", "origin")
	from := "origin/" + branch
	if w.branch(branch) == "" {
		from = "origin/main"
	}
	w.Git("erin", w.Clone, "checkout", "-q", "--detach", from)
	w.Git("erin", w.Clone, "commit", "-q", "--allow-empty", "-m", "meanwhile")
	w.Git("erin", w.Clone, "push", "-q", "origin", "HEAD:refs/heads/"+branch)
	return w.Git("erin", w.Clone, "rev-parse", "HEAD")
}

// issues are the numbers of the open issues.
func (w world) open() []hub.Issue {
	w.t.Helper()
	h := w.Hub()
	all, err := h.Issues(h.As("olivia"), w.Central.ID())
	if err != nil {
		w.t.Fatal(err)
	}
	var open []hub.Issue
	for _, issue := range all {
		if issue.State == hub.Open {
			open = append(open, issue)
		}
	}
	return open
}

// only is the one open issue, and the commit that it is for.
func (w world) only() (hub.Issue, string) {
	w.t.Helper()
	open := w.open()
	if len(open) != 1 {
		w.t.Fatalf("there are %d open issues", len(open))
	}
	parsed, problems := record.Parse(open[0].Title, open[0].Body, "github.com")
	if len(problems) > 0 {
		w.t.Fatal(problems)
	}
	return open[0], parsed.Request.Commit
}

// comments are the texts of an issue's comments.
func (w world) comments(issue hub.Issue) []string {
	w.t.Helper()
	h := w.Hub()
	all, err := h.Comments(h.As("olivia"), issue.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	var texts []string
	for _, c := range all {
		texts = append(texts, c.Body)
	}
	return texts
}

func (w world) close(issue hub.Issue) {
	w.t.Helper()
	h := w.Hub()
	if _, err := h.UpdateIssue(h.As("erin"), issue.ID, hub.IssueChange{State: new(hub.ClosedState), StateReason: hub.NotPlanned}); err != nil {
		w.t.Fatal(err)
	}
}
