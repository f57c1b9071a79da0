package sandbox

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// ghWorld has one open issue, #1, and the label accepted.
func ghWorld(t *testing.T) *Sandbox {
	t.Helper()
	s := start(t, Options{})
	sdk := s.Hub().Settings("acme/sdk")
	sdk.AddLabel("accepted", "0e8a16", "May be published")
	if _, err := s.Hub().CreateIssue(s.Hub().As("rita"), sdk.ID(), hub.NewIssue{Title: "publish: acme/sdk@1.0.0", Body: "Please."}); err != nil {
		t.Fatal(err)
	}
	return s
}

func issue(t *testing.T, s *Sandbox, number int) hub.Issue {
	t.Helper()
	i, err := s.Hub().Issue(s.Hub().As("olga"), s.Hub().Settings("acme/sdk").ID(), number)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func TestGh_issues(t *testing.T) {
	s := ghWorld(t)
	tara := s.shell(t, "tara")
	const repo = "--repo=acme/sdk"
	if out := tara.must("gh", "issue", "list", repo); !strings.Contains(out, "publish: acme/sdk@1.0.0") {
		t.Errorf("issue list:\n%s", out)
	}
	if out := tara.must("gh", "issue", "view", "1", repo); !strings.Contains(out, "Please.") {
		t.Errorf("issue view:\n%s", out)
	}
	tara.must("gh", "issue", "edit", "1", repo, "--add-label", "accepted")
	if i := issue(t, s, 1); len(i.Labels) != 1 || i.Labels[0].Name != "accepted" {
		t.Errorf("labels = %v", i.Labels)
	}
	if out := tara.must("gh", "issue", "list", repo, "--label", "accepted", "--json", "number,labels,author"); !strings.Contains(out, `"login":"rita"`) {
		t.Errorf("issue list --json:\n%s", out)
	}
	if out := tara.must("gh", "issue", "comment", "1", repo, "--body", "Seen."); !strings.Contains(out, "https://github.com/acme/sdk/issues/1#issuecomment-") {
		t.Errorf("issue comment:\n%s", out)
	}
	if out := tara.must("gh", "issue", "view", "1", repo, "--comments"); !strings.Contains(out, "tara") || !strings.Contains(out, "Seen.") {
		t.Errorf("issue view --comments:\n%s", out)
	}
	tara.must("gh", "issue", "close", "1", repo, "--reason", "not planned")
	if i := issue(t, s, 1); i.State != "closed" {
		t.Errorf("state = %s", i.State)
	}
	tara.must("gh", "issue", "reopen", "1", repo)
	if out := tara.must("gh", "issue", "create", repo, "--title", "Two", "--body", "b"); !strings.Contains(out, "/acme/sdk/issues/2") {
		t.Errorf("issue create:\n%s", out)
	}
	if refused := s.Refused(); len(refused) != 0 {
		t.Errorf("gh tried %v", refused)
	}
}

func TestGh_issuesOfAReader(t *testing.T) {
	s := ghWorld(t)
	rita := s.shell(t, "rita")
	const repo = "--repo=acme/sdk"
	rita.must("gh", "issue", "view", "1", repo)
	rita.refused("", "gh", "issue", "edit", "1", repo, "--add-label", "accepted")
	rita.refused("403", "gh", "api", "-X", "POST", "repos/acme/sdk/issues/1/labels", "-f", "labels[]=accepted")
	if i := issue(t, s, 1); len(i.Labels) != 0 {
		t.Errorf("a reader set %v", i.Labels)
	}
	rita.must("gh", "issue", "comment", "1", repo, "--body", "Mine.")
	rita.must("gh", "issue", "close", "1", repo)
}

func TestGh_api(t *testing.T) {
	s := ghWorld(t)
	wendy := s.shell(t, "wendy")
	if out := wendy.must("gh", "api", "user", "--jq", ".login"); out != "wendy\n" {
		t.Errorf("login = %q", out)
	}
	for range 3 {
		wendy.must("gh", "api", "repos/acme/sdk/issues", "-f", "title=more")
	}
	out := wendy.must("gh", "api", "--paginate", "repos/acme/sdk/issues?per_page=1", "--jq", ".[].number")
	if out != "4\n3\n2\n1\n" {
		t.Errorf("pages: %q", out)
	}
	out = wendy.must("gh", "api", "graphql", "-f", "query={viewer{login}}")
	var answer struct {
		Data struct{ Viewer struct{ Login string } }
	}
	if err := json.Unmarshal([]byte(out), &answer); err != nil || answer.Data.Viewer.Login != "wendy" {
		t.Errorf("graphql: %s, %v", out, err)
	}
	wendy.refused("Not Found (HTTP 404)", "gh", "api", "repos/acme/nope")
	calls := s.Calls()
	if first := calls[0]; first != (Call{Method: "GET", Path: "/user", Login: "wendy", Status: 200}) {
		t.Errorf("first call = %+v", first)
	}
	if last := calls[len(calls)-1]; last.Path != "/repos/{owner}/{repo}" || last.Status != 404 {
		t.Errorf("last call = %+v", last)
	}
}

func TestGh_authStatus(t *testing.T) {
	s := ghWorld(t)
	out, problems, err := s.shell(t, "wendy").run("gh", "auth", "status")
	if err != nil || !strings.Contains(out+problems, "Logged in to github.com") || !strings.Contains(out+problems, "wendy") {
		t.Errorf("auth status: %v\n%s%s", err, out, problems)
	}
	nobody := shell{t: t, env: s.EnvWithoutToken(), dir: t.TempDir()}
	nobody.refused("gh auth login", "gh", "issue", "list", "--repo=acme/sdk")
}

func TestGh_repoView(t *testing.T) {
	s := ghWorld(t)
	if out := s.shell(t, "rita").must("gh", "repo", "view", "acme/sdk"); !strings.Contains(out, "A kit") || !strings.Contains(out, "The kit") {
		t.Errorf("repo view:\n%s", out)
	}
	s.shell(t, "rita").refused("Could not resolve to a Repository", "gh", "repo", "view", "acme/nope")
}
