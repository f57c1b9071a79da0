package cli

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Runs of acme/sdk's release workflow that GitHub has on record, and nobody
// carried out, so that they can be such as no workflow of ours would make:
//
//	asks LOGIN N [KEY=VALUE...]
//	                     LOGIN has started one, whose job record attests the record of issue N
//	                     as LOGIN's; RUN is its ID/ATTEMPT. The keys event, file, ref and sha make
//	                     it another run, requester, base and rehearsal another record; by=JOB has that
//	                     job leave it, and also=JOB that one, too; form=N is the form that it is for
//	asksagain LOGIN N [requester=WHO]
//	                     LOGIN has started the run RUN once more, with a record as LOGIN's, or WHO's
var askingCmds = map[string]func(*testscript.TestScript, bool, []string){
	"asks": func(ts *testscript.TestScript, neg bool, args []string) {
		h := boxOf(ts).Hub()
		keys := map[string]string{
			"event": "workflow_dispatch", "file": ".github/workflows/release.yml", "ref": "refs/heads/main",
			"sha": headOf(ts, "acme/sdk", "refs/heads/main"), "requester": args[0], "by": "record", "title": "release",
		}
		for _, arg := range args[2:] {
			key, value, _ := strings.Cut(arg, "=")
			keys[key] = value
			if key == "form" {
				keys["title"], keys["requester"] = "release sdk (form "+value+")", ""
			}
		}
		source := h.Settings("acme/sdk").ID()
		id, _ := h.NextRun(source, keys["file"])
		_, err := h.AddRun(hub.RunSpec{
			ID: id, Repo: source, Workflow: hub.WorkflowFile{Name: "release", Path: keys["file"]}, Title: keys["title"],
			Event: keys["event"], Ref: keys["ref"], SHA: keys["sha"], Actor: h.As(args[0]).User, Status: "in_progress",
		})
		ts.Check(err)
		attest(ts, release.Run{ID: id, Attempt: 1}, args[1], keys, keys["by"], keys["also"])
	},
	"asksagain": func(ts *testscript.TestScript, neg bool, args []string) {
		h := boxOf(ts).Hub()
		run, err := release.ParseRun(ts.Getenv("RUN"))
		ts.Check(err)
		ts.Check(h.RerunRun(h.As(args[0]), h.Settings("acme/sdk").ID(), run.ID, false))
		run.Attempt++
		requester := args[0]
		if len(args) > 2 {
			_, requester, _ = strings.Cut(args[2], "=")
		}
		attest(ts, run, args[1], map[string]string{"requester": requester}, "record")
	},
}

// attest ends a run, after jobs of it left the record of an issue, changed by keys.
func attest(ts *testscript.TestScript, run release.Run, number string, keys map[string]string, by ...string) {
	issue := issueOf(ts, number)
	parsed, problems := record.Parse(issue.Title, issue.Body, "github.com")
	if len(problems) > 0 {
		ts.Fatalf("issue %s is no request: %v", number, problems)
	}
	asked := parsed.Request
	asked.Run, asked.Requester, asked.Rehearsal = run.String(), keys["requester"], keys["rehearsal"] != ""
	asked.Base = cmp.Or(keys["base"], asked.Base)
	message, err := record.Attestation(asked, parsed.Changelog, "github.com")
	ts.Check(err)
	h := boxOf(ts).Hub()
	for _, name := range []string{"prepare", "record"} {
		job, err := h.AddJob(run.ID, name, "release / "+name)
		ts.Check(err)
		for _, who := range by {
			if who != name {
				continue
			}
			leave := func(title, text string) {
				note := hub.Annotation{Path: ".github", StartLine: 1, EndLine: 1, Level: "notice", Title: title, Message: text}
				ts.Check(h.ChangeJob(job.ID, hub.JobChange{Note: &note}))
			}
			leave(record.AttestationTitle, message)
			if parsed.Changelog != "" {
				leave(record.ChangelogTitle, parsed.Changelog)
			}
			if keys["form"] != "" {
				leave(record.IssueTitle, keys["form"])
			}
		}
		ts.Check(h.ChangeJob(job.ID, hub.JobChange{Status: "completed", Conclusion: "success"}))
	}
	ts.Check(h.SetRunStatus(run.ID, "completed", "success"))
	ts.Setenv("RUN", strconv.FormatInt(run.ID, 10)+"/"+strconv.Itoa(run.Attempt))
}
