package facts_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// logins lists people, those whom GitHub cannot name as "?".
func logins(people []release.Person) string {
	var list []string
	for _, p := range people {
		if !p.Known() {
			p.Login = ""
		}
		list = append(list, cmp.Or(p.Login, "?"))
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

func TestRead_namesEverybodyWithAHandInACommit(t *testing.T) {
	w := factstest.New(t, "hands")
	for i, test := range []struct {
		args []string
		want string // authors
	}{
		{nil, "erin"},
		{[]string{"--author", "Rita <rita@acme.test>"}, "rita"},
		{[]string{"--author", "Nobody <nobody@nowhere.test>"}, "?"},
		{[]string{"-m", "Co-authored-by: Adam <adam@acme.test>"}, "adam erin"},
		{[]string{"-m", "Co-authored-by: Stranger <who@nowhere.test>"}, "? erin"},
	} {
		version := release.Version(fmt.Sprintf("2.0.%d", i))
		reading := w.Read(w.FileAs("erin", w.Request(version, w.Push(version, test.args...))), nil)
		compare, known := reading.Facts.Compare.Get()
		if !known || compare.Ahead != 1 || len(compare.Commits) != 1 || !compare.GitHubFolderSame {
			t.Fatalf("%v: %+v %s", test.args, compare, reading.Facts.Compare.Why())
		}
		if got := logins(compare.Commits[0].Authors); got != test.want || compare.Commits[0].Committer.Login != "erin" {
			t.Errorf("%v: authors %q, want %q; committer %+v", test.args, got, test.want, compare.Commits[0].Committer)
		}
	}
}

// withheld is what must be withheld when an answer is not whole: the fact's own
// words.
type withheld struct {
	change factstest.Change
	of     func(policy.Facts) string
	want   string
}

func source(f policy.Facts) string  { return f.Source.Why() }
func compare(f policy.Facts) string { return f.Compare.Why() }
func checks(f policy.Facts) string  { return f.Checks.Why() }
func pushers(f policy.Facts) string { return f.Pushers.Why() }

func sub(call, pattern, with string) factstest.Change {
	return factstest.On(call, func(a *factstest.Answer) { a.Sub(pattern, with) })
}

func refuse(call string, status int, message string) factstest.Change {
	return factstest.On(call, func(a *factstest.Answer) { a.Refuse(status, message) })
}

func TestRead_takesNoPartOfTheSourceForTheWhole(t *testing.T) {
	w := factstest.New(t, "parts")
	number := w.File()
	api := "GET /repos/" + w.Name()
	for name, test := range map[string]withheld{
		"authors not all listed": {sub("GraphQL Source", `"authors":\{"totalCount":1`, `"authors":{"totalCount":2`), compare, "does not list all authors"},
		"parents not all listed": {sub("GraphQL Source", `"parents":\{"totalCount":1`, `"parents":{"totalCount":2`), compare, "does not list all authors and parents"},
		"no comparison":          {sub("GraphQL Source", `"compare":\{.*\},"commit":\{`, `"compare":null},"commit":{`), compare, "cannot compare"},
		"no base":                {sub("GraphQL Source", `"base":\{`, `"base":null,"was":{`), compare, "no branch main"},
		"no commit":              {sub("GraphQL Source", `"commit":\{`, `"commit":null,"was":{`), checks, "has no commit"},
		"a check suite is null":  {sub("GraphQL Source", `("checkSuites":\{.*?"nodes":\[)`, `${1}null,`), checks, "does not list all checks"},
		"checks not all listed":  {sub("GraphQL Source", `"checkRuns":\{"totalCount":1`, `"checkRuns":{"totalCount":2`), checks, "does not list all checks"},
		"a check is null":        {sub("GraphQL Source", `("checkRuns":\{"totalCount":1,"nodes":\[)\{[^}]*\}`, `${1}null`), checks, "does not list all checks"},
		"a check without id":     {sub("GraphQL Source", `("checkRuns":\{"totalCount":1,"nodes":\[\{"databaseId":)[0-9]+`, `${1}null`), checks, "which check \"test\" is the newest"},
		"tags refused":           {refuse(api+"/git/matching-refs", 403, "Resource not accessible"), source, "the tags of the source repository"},
		"tags moved":             {refuse(api+"/git/matching-refs", 301, "Moved Permanently"), source, "the tags of the source repository"},
		"protection refused":     {refuse(api+"/branches/", 403, "Resource not accessible"), source, "whether the release branch is protected"},
		"pushes refused":         {refuse(api+"/activity", 403, "Resource not accessible"), pushers, "who pushed the release branch"},
		"no push listed":         {sub(api+"/activity", `.*`, `[]`), pushers, "does not list the push of " + w.Commit},
		"an older push only":     {sub(api+"/activity", w.Commit, strings.Repeat("1", 40)), pushers, "does not list the push of " + w.Commit},
		"repository not there":   {sub("GraphQL Source", `.*`, `{"data":{"repository":null},"errors":[{"type":"NOT_FOUND","message":"Could not resolve"}]}`), source, "Could not resolve"},
	} {
		t.Run(name, func(t *testing.T) {
			reading := w.Read(number, test.change)
			if got := test.of(reading.Facts); !strings.Contains(got, test.want) {
				t.Errorf("withheld for %q, want %q in it", got, test.want)
			}
			if verdict := reading.Verdict(); verdict.Decision != policy.Refuse {
				t.Errorf("the decision is %s", verdict.Decision)
			}
		})
	}
}

func TestRead_failsOnWhatSaysNothing(t *testing.T) {
	w := factstest.New(t, "nothing")
	number := w.File()
	api, central := "GET /repos/"+w.Name(), "GET /repos/"+w.Repository()
	for name, change := range map[string]factstest.Change{
		"rate limit on tags":            refuse(api+"/git/matching-refs", 403, "You have exceeded a secondary rate limit"),
		"rate limit on roles":           refuse(central+"/collaborators", 403, "API rate limit exceeded"),
		"rate limit on environments":    refuse(central+"/environments", 429, "Too many requests"),
		"source query ran out of time":  sub("GraphQL Source", `.*`, `{"data":{"repository":null},"errors":[{"message":"Something went wrong while executing your query"}]}`),
		"empty timeline":                sub(central+"/issues/", `.*`, ``),
		"half of the search":            sub("GraphQL IssuesTitled", `"issueCount":[0-9]+`, `"issueCount":7`),
		"half of the mentions":          sub("GraphQL IssuesMentioning", `"issueCount":[0-9]+`, `"issueCount":7`),
		"search does not find itself":   sub("GraphQL IssuesTitled", `publish: `, `other: `),
		"runs not all listed":           sub(central+"/actions/workflows", `"total_count":0`, `"total_count":3`),
		"the workflow's account is not": refuse("GET /users/", 404, "Not Found"),
		"a person is called like it":    sub("GET /users/", `"type":"Bot"`, `"type":"User"`),
	} {
		t.Run(name, func(t *testing.T) {
			if reading, err := w.TryRead(number, change); err == nil {
				t.Errorf("it reads as a decision: %s", reading.Verdict().Decision)
			}
		})
	}
}

func TestRead_ciIsWhatTheNewestOfEachSays(t *testing.T) {
	w := factstest.New(t, "ci")
	h := w.Hub()
	app, err := h.Authenticate(h.NewToken(hub.TokenSpec{App: "acme-ci", Repos: []string{w.Name()}, Permissions: map[string]hub.Access{"checks": hub.WriteAccess}}).Secret)
	if err != nil {
		t.Fatal(err)
	}
	number := w.File()
	check := func(name, status, conclusion string) {
		t.Helper()
		run := hub.CheckRun{SHA: w.Commit, Name: name, Status: status, Conclusion: conclusion}
		if _, err := h.AddCheckRun(app, w.Source.ID(), "release/1.2.3", run); err != nil {
			t.Fatal(err)
		}
	}
	status := func(state string) {
		t.Helper()
		if _, err := h.AddStatus(h.As("erin"), w.Source.ID(), hub.Status{SHA: w.Commit, State: state, Context: "legacy/build"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct {
		does string
		do   func()
		want string // reason of ci-passed
	}{
		{"the check of the push", func() {}, policy.RuleCIPassed},
		{"a newer run of it fails", func() { check("test", "completed", "failure") }, policy.ReasonCIFailed},
		{"a still newer one runs", func() { check("test", "in_progress", "") }, policy.ReasonCIPending},
		{"and succeeds", func() { check("test", "completed", "success") }, policy.RuleCIPassed},
		{"a status is pending", func() { status("pending") }, policy.ReasonCIPending},
		{"the status fails", func() { status("error") }, policy.ReasonCIFailed},
		{"the status succeeds", func() { status("success") }, policy.RuleCIPassed},
		{"a workflow waits for a runner", func() { ciRun(t, w, 1, "queued") }, policy.ReasonCIPending},
		{"it could not start", func() { end(t, w, 1, "startup_failure") }, policy.ReasonCIFailed},
		{"a newer run of the workflow succeeds", func() { ciRun(t, w, 2, "queued"); end(t, w, 2, "success") }, policy.RuleCIPassed},
	} {
		step.do()
		if got := w.Read(number, nil).Verdict().Finding(policy.RuleCIPassed); got.Reason != step.want {
			t.Errorf("%s: %s (%s), want %s", step.does, got.Reason, got.Sentence, step.want)
		}
	}
	missing := w.Read(number, sub("GraphQL Source", `"status":\{"contexts.*`, `"status":null,"checkSuites":{"nodes":[],"pageInfo":{}}}}}}`))
	if got := missing.Verdict().Finding(policy.RuleCIPassed); got.Reason != policy.ReasonCIMissing {
		t.Errorf("no check at all: %s (%s)", got.Reason, got.Sentence)
	}
}

// ciRun stages a run of the source repository's own workflow, without any job.
func ciRun(t *testing.T, w *factstest.World, id int64, status string) {
	t.Helper()
	spec := hub.RunSpec{ID: id, Repo: w.Source.ID(), Workflow: hub.WorkflowFile{Name: "ci", Path: ".github/workflows/ci.yml"},
		Title: "ci", Event: "push", Ref: "refs/heads/release/1.2.3", SHA: w.Commit, Actor: w.Hub().As("erin").User, Status: status}
	if _, err := w.Hub().AddRun(spec); err != nil {
		t.Fatal(err)
	}
}

func end(t *testing.T, w *factstest.World, id int64, conclusion string) {
	t.Helper()
	if err := w.Hub().SetRunStatus(id, "completed", conclusion); err != nil {
		t.Fatal(err)
	}
}

func TestRead_sourceAsItIs(t *testing.T) {
	w := factstest.New(t, "asis")
	number := w.File()
	reasons := func() string {
		t.Helper()
		var list []string
		w.Agree(number)
		for _, f := range w.Read(number, nil).Verdict().Against() {
			list = append(list, f.Reason)
		}
		return strings.Join(list, " ")
	}
	steps := []struct {
		does string
		do   func()
		want string
	}{
		{"as pushed", func() {}, "not-approved"},
		{"a tag like the branch", func() { w.Git("erin", w.Clone, "push", "-q", "origin", "HEAD:refs/tags/release/1.2.3") }, "not-approved tag-like-branch"},
		{"it is gone, an annotated tag of the version at the commit", func() {
			w.Git("erin", w.Clone, "push", "-q", "origin", ":refs/tags/release/1.2.3")
			w.Git("erin", w.Clone, "tag", "-m", "x", "1.2.3")
			w.Git("erin", w.Clone, "push", "-q", "origin", "refs/tags/1.2.3")
		}, "not-approved"},
		{"the tag elsewhere", func() { w.Git("erin", w.Clone, "push", "-q", "-f", "origin", "origin/main:refs/tags/1.2.3") }, "version-exists not-approved"},
		{"a newer version is tagged", func() {
			w.Git("erin", w.Clone, "push", "-q", "origin", ":refs/tags/1.2.3", "origin/main:refs/tags/1.2.4")
		}, "version-not-newer not-approved"},
		{"the branch is protected", func() {
			w.Git("erin", w.Clone, "push", "-q", "origin", ":refs/tags/1.2.4")
			w.Source.Protect(hub.Protection{Pattern: "release/*"})
		}, "branch-protected not-approved"},
		{"the branch moves, by somebody who may", func() {
			w.Source.Unprotect("release/*")
			w.Git("olivia", w.Clone, "-c", "user.name=O", "-c", "user.email=olivia@acme.test", "commit", "-q", "--allow-empty", "-m", "more")
			w.Git("olivia", w.Clone, "push", "-q", "origin", "HEAD:release/1.2.3")
		}, "not-approved branch-moved"},
		{"the branch is gone", func() { w.Git("erin", w.Clone, "push", "-q", "origin", ":release/1.2.3") }, "not-approved branch-gone"},
	}
	for _, step := range steps {
		step.do()
		if got := reasons(); got != step.want {
			t.Errorf("%s: %q, want %q", step.does, got, step.want)
		}
	}
	if people, _ := w.Read(number, nil).Facts.Pushers.Get(); logins(people) != "erin olivia" {
		t.Errorf("pushers are %s", logins(people))
	}
	reader := w.Reader("olivia", false)
	w.Source.Rename("elsewhere")
	reading, err := reader.Read(t.Context(), number)
	if err != nil || reading.Verdict().Finding(policy.RuleProjectKnown).Reason != policy.ReasonProjectMoved {
		t.Errorf("renamed: %+v, %v", reading, err)
	}
}

func TestRead_releaseBranchThatChangesItsCI(t *testing.T) {
	w := factstest.New(t, "arranged")
	w.Git("erin", w.Clone, "switch", "-q", "--detach", "origin/main")
	w.Write(".github/workflows/ci.yml", "on: push\njobs: {}\n")
	commit := w.Push("3.0.0")
	number := w.FileAs("erin", w.Request("3.0.0", commit))
	if got := w.Read(number, nil).Verdict().Finding(policy.RuleCIPassed); got.Reason != policy.ReasonCIChanged {
		t.Errorf("%s: %s", got.Reason, got.Sentence)
	}
}
