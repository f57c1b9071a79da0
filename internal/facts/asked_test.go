package facts_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// What a run asked for is found however many came after it, and what is left
// out is told.
func TestReadAsked_saysWhatItLeavesOut(t *testing.T) {
	w := factstest.New(t, "many-asked")
	wanted := w.Ask(nil)
	idle := func(n int, branch, title string) {
		for range n {
			h := w.Hub()
			id, _ := h.NextRun(w.Source.ID(), ".github/workflows/release.yml")
			_, err := h.AddRun(hub.RunSpec{
				ID: id, Repo: w.Source.ID(), Workflow: hub.WorkflowFile{Name: "release", Path: ".github/workflows/release.yml"}, Title: title,
				Event: "workflow_dispatch", Ref: "refs/heads/" + branch, SHA: w.SourceHead(), Actor: h.As("erin").User, Status: "in_progress",
			})
			if err == nil {
				err = h.SetRunStatus(id, "completed", "success")
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	read := func() (found bool, said string) {
		asked, problems := w.Reader("olivia", false).ReadAsked(t.Context())
		return len(asked.Requests) == 1 && asked.Requests[0].Request.Run == wanted.Run, fmt.Sprint(problems)
	}
	idle(60, "main", "release")
	idle(60, "main", "release sdk 1.2.3 (form 99)") // there is no such form: nothing can come of them
	idle(120, "release/1.2.3", "release")           // nor of those that anybody with write makes of a branch
	if found, said := read(); !found || said != "[]" {
		t.Errorf("found %t, %s", found, said)
	}
	idle(40, "main", "release")
	if found, said := read(); found || !strings.Contains(said, "100 of them asked for nothing that is filed: those before run") {
		t.Errorf("found %t, %s", found, said)
	}
}
