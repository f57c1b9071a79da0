package graphql_test

import (
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// checked asks for fields of the commit that main is at.
func (w *world) checked(fields, data string) {
	w.t.Helper()
	w.inSDK(`object(expression:"main"){...on Commit{`+fields+`}}`, nil, `"object":{`+data+`}`)
}

func TestChecks_ofACommitWithoutAny(t *testing.T) {
	w := newWorld(t)
	w.checked(`checkSuites(first:9){totalCount} status{state} statusCheckRollup{state}`, `"checkSuites":{"totalCount":0},"status":null,"statusCheckRollup":null`)
}

func TestStatus_isTheNewestOfEachContext(t *testing.T) {
	w := newWorld(t)
	for _, s := range []hub.Status{{Context: "a", State: "failure"}, {Context: "b", State: "pending", Description: "wait"}, {Context: "a", State: "success"}} {
		s.SHA = w.head("main")
		if _, err := w.hub.AddStatus(w.hub.As("wendy"), w.sdk.ID(), s); err != nil {
			t.Fatal(err)
		}
	}
	w.checked(`status{state contexts{context state description creator{login}} context(name:"no"){id}} statusCheckRollup{state contexts(first:9){totalCount statusContextCount nodes{...on StatusContext{context}}}}`,
		`"status":{"state":"PENDING","contexts":[{"context":"a","state":"SUCCESS","description":null,"creator":{"login":"wendy"}},{"context":"b","state":"PENDING","description":"wait","creator":{"login":"wendy"}}],"context":null},`+
			`"statusCheckRollup":{"state":"PENDING","contexts":{"totalCount":2,"statusContextCount":2,"nodes":[{"context":"a"},{"context":"b"}]}}`)
}

func TestCheckSuites_tellTheirAppAndOutcome(t *testing.T) {
	w := newWorld(t)
	w.hub.AddApp("robot", "acme", map[string]hub.Access{"checks": hub.WriteAccess})
	robot := w.hub.NewToken(hub.TokenSpec{App: "robot", Repos: []string{"acme/sdk"}, Permissions: map[string]hub.Access{"checks": hub.WriteAccess}})
	caller := hub.Caller{User: robot.User, Token: &robot}
	add := func(name, status, conclusion string) {
		t.Helper()
		if _, err := w.hub.AddCheckRun(caller, w.sdk.ID(), "main", hub.CheckRun{SHA: w.head("main"), Name: name, Status: status, Conclusion: conclusion, StartedAt: w.hub.Now()}); err != nil {
			t.Fatal(err)
		}
	}
	add("ci", "completed", "failure")
	add("ci", "completed", "success")
	const query = `checkSuites(first:9){nodes{status conclusion app{slug} branch{name} workflowRun{databaseId} all:checkRuns(first:9){nodes{name conclusion}} latest:checkRuns(first:9,filterBy:{checkType:LATEST}){totalCount} bad:checkRuns(first:9,filterBy:{conclusions:[FAILURE]}){totalCount}}} statusCheckRollup{state contexts(first:9){checkRunCount}}`
	const runs = `"app":{"slug":"robot"},"branch":{"name":"main"},"workflowRun":null,"all":{"nodes":[{"name":"ci","conclusion":"FAILURE"},{"name":"ci","conclusion":"SUCCESS"}`
	w.checked(query, `"checkSuites":{"nodes":[{"status":"COMPLETED","conclusion":"SUCCESS",`+runs+`]},"latest":{"totalCount":1},"bad":{"totalCount":1}}]},"statusCheckRollup":{"state":"SUCCESS","contexts":{"checkRunCount":1}}`)
	add("lint", "in_progress", "")
	w.checked(query, `"checkSuites":{"nodes":[{"status":"IN_PROGRESS","conclusion":null,`+runs+`,{"name":"lint","conclusion":null}]},"latest":{"totalCount":2},"bad":{"totalCount":1}}]},"statusCheckRollup":{"state":"PENDING","contexts":{"checkRunCount":2}}`)
	w.checked(`a:checkSuites(first:9,filterBy:{checkName:"no"}){totalCount} b:checkSuites(first:9,filterBy:{appId:15368}){totalCount}`, `"a":{"totalCount":0},"b":{"totalCount":0}`)
}

func TestCheckSuites_ofAWorkflowRun(t *testing.T) {
	w := newWorld(t)
	id, _ := w.hub.NextRun(w.sdk.ID(), ".github/workflows/ci.yml")
	run, err := w.hub.AddRun(hub.RunSpec{ID: id, Repo: w.sdk.ID(), Workflow: hub.WorkflowFile{Path: ".github/workflows/ci.yml", Name: "CI"},
		Title: "t", Event: "push", Ref: "refs/heads/main", SHA: w.head("main"), Actor: w.hub.As("wendy").User, Status: "queued"})
	if err != nil {
		t.Fatal(err)
	}
	job, err := w.hub.AddJob(run.ID, "build", "build it")
	if err == nil {
		err = w.hub.ChangeJob(job.ID, hub.JobChange{Status: "completed", Conclusion: "success", Step: &hub.Step{Number: 1, Name: "make", Status: "completed", Conclusion: "success"}})
	}
	if err == nil {
		err = w.hub.SetRunStatus(run.ID, "completed", "success")
	}
	if err != nil {
		t.Fatal(err)
	}
	w.checked(`checkSuites(first:9){nodes{status conclusion workflowRun{event runNumber workflow{name} file{path}} checkRuns(first:9){nodes{name steps(first:9){nodes{name conclusion}}}}}}`,
		`"checkSuites":{"nodes":[{"status":"COMPLETED","conclusion":"SUCCESS","workflowRun":{"event":"push","runNumber":1,"workflow":{"name":"CI"},"file":{"path":".github/workflows/ci.yml"}},"checkRuns":{"nodes":[{"name":"build it","steps":{"nodes":[{"name":"make","conclusion":"SUCCESS"}]}}]}}]}`)
	if got := w.ask("rita", `query($id:ID!){node(id:$id){...on WorkflowRun{databaseId url checkSuite{commit{oid}}}}}`, vars{"id": run.NodeID()}); !strings.Contains(got, w.head("main")) || strings.Contains(got, "errors") {
		t.Error(got)
	}
}
