package cli

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// What people do to workflows and requests beside this program, and what scripts
// see of runs that the runner carried out:
//
//	rerun LOGIN N failed|all|JOB
//	                     runs jobs of the newest run for issue N again, the last by its key in the file
//	dispatch LOGIN REF N starts publish.yml of a branch or tag for issue N
//	cancel LOGIN N TEXT  cancels the newest run for issue N as soon as a step has printed that
//	workflow LOGIN VERB ARG...
//	                     changes what surrounds the workflow, see workflowVerbs
//	forge LOGIN N [FIELD=VALUE...]
//	                     files an issue with the record of issue N, changed so, and all else as
//	                     this program would write it, even where it would refuse to; into=K
//	                     writes it into issue K in place of that
//	commit NAME REPO REF sets a variable to the commit of a ref
//	handed NAME N OUTPUT sets a variable to that output of the gate, of job gate N
//	digest N FILE        replaces DIGEST12 in a file by what the jobs for issue N are named for
//	jobs N [JOB=END...]  the jobs of the newest run for issue N, by their keys in the file, ended so
//	outputs N JOB [NAME...]
//	                     the job of that run has exactly these outputs
//	published [TARGET...]
//	                     the publishers have printed "published TARGET" for these, in this order
//	logged TEXT          a step of a run has printed that
var workflowCmds = map[string]func(*testscript.TestScript, bool, []string){
	"rerun":    rerun,
	"dispatch": dispatchRun,
	"cancel":   cancelRun,
	"workflow": changeWorkflow,
	"forge":    forge,
	"commit": func(ts *testscript.TestScript, neg bool, args []string) {
		ts.Setenv(args[0], headOf(ts, args[1], args[2]))
	},
	"handed": func(ts *testscript.TestScript, neg bool, args []string) {
		ts.Setenv(args[0], runOf(ts, args[1]).outputs[args[2]])
	},
	"digest":    fillDigest,
	"jobs":      wantJobs,
	"outputs":   wantOutputs,
	"published": wantPublished,
	"logged":    wantLogged,
}

// workflowVerbs are what else people can do there.
var workflowVerbs = map[string]func(h *hub.Hub, login string, args []string) error{
	"secret": func(h *hub.Hub, _ string, a []string) error {
		h.Settings(centralName).AddEnvironmentSecret(a[0], a[1], a[2])
		return nil
	},
	"open": func(h *hub.Hub, login string, a []string) error { // to every branch
		_, err := h.PutEnvironment(h.As(login), h.Settings(centralName).ID(), a[0], false, false)
		return err
	},
	"only": func(h *hub.Hub, login string, a []string) error { // to a branch
		repo := h.Settings(centralName).ID()
		if _, err := h.PutEnvironment(h.As(login), repo, a[0], false, true); err != nil {
			return err
		}
		_, err := h.AddBranchPolicy(h.As(login), repo, a[0], a[1], false)
		return err
	},
	"startable": func(h *hub.Hub, _ string, a []string) error { // the gate's key may start workflows, too
		h.Settings(centralName).AddEnvironmentSecret(config.GateEnvironment, actions.EnvSourceToken, h.NewToken(hub.TokenSpec{
			User: "acme-machine", Kind: hub.FineGrained, Permissions: map[string]hub.Access{
				"contents": hub.WriteAccess, "pull_requests": hub.WriteAccess, "checks": hub.ReadAccess, "statuses": hub.ReadAccess,
				"actions": hub.WriteAccess, "issues": hub.ReadAccess, "metadata": hub.ReadAccess,
			}}).Secret)
		return nil
	},
	"protect": func(h *hub.Hub, _ string, a []string) error { // branches of a repository
		h.Settings(a[0]).Protect(hub.Protection{Pattern: a[1]})
		return nil
	},
	"unprotect": func(h *hub.Hub, _ string, a []string) error { h.Settings(a[0]).Unprotect(a[1]); return nil },
}

func changeWorkflow(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || workflowVerbs[args[1]] == nil {
		ts.Fatalf("workflow knows no %q", args)
	}
	ts.Check(workflowVerbs[args[1]](boxOf(ts).Hub(), args[0], args[2:]))
}

// newestRun is the newest run of publish.yml that is named for an issue.
func newestRun(ts *testscript.TestScript, number string) hub.Run {
	h := boxOf(ts).Hub()
	runs, err := h.Runs(h.As("olivia"), h.Settings(centralName).ID())
	ts.Check(err)
	for _, run := range runs {
		if run.Path == facts.WorkflowPath && run.Title == "#"+number {
			return run
		}
	}
	ts.Fatalf("publish.yml has not run for issue %s", number)
	return hub.Run{}
}

func rerun(ts *testscript.TestScript, neg bool, args []string) {
	h := boxOf(ts).Hub()
	central := h.Settings(centralName).ID()
	var err error
	switch args[2] {
	case "failed", "all":
		err = h.RerunRun(h.As(args[0]), central, newestRun(ts, args[1]).ID, args[2] == "failed")
	default:
		err = h.RerunJob(h.As(args[0]), central, jobsOf(ts, args[1])[args[2]].ID)
	}
	if neg == (err == nil) {
		ts.Fatalf("running it again: %v", err)
	}
	settle(ts, false, nil)
}

func dispatchRun(ts *testscript.TestScript, neg bool, args []string) {
	h := boxOf(ts).Hub()
	_, err := h.DispatchWorkflow(h.As(args[0]), h.Settings(centralName).ID(), facts.Workflow, args[1], map[string]any{"issue": args[2]})
	if neg == (err == nil) {
		ts.Fatalf("the dispatch: %v", err)
	}
	settle(ts, false, nil)
}

func cancelRun(ts *testscript.TestScript, neg bool, args []string) {
	h, log := boxOf(ts).Hub(), &ts.Value(boxKey{}).(*boxHolder).log
	for over := time.Now().Add(time.Minute); !strings.Contains(log.String(), args[2]); <-time.After(5 * time.Millisecond) {
		if time.Now().After(over) {
			ts.Fatalf("no step has printed %q:\n%s", args[2], log.String())
		}
	}
	err := h.CancelRun(h.As(args[0]), h.Settings(centralName).ID(), newestRun(ts, args[1]).ID)
	if neg == (err == nil) {
		ts.Fatalf("the cancellation: %v", err)
	}
	if err == nil {
		settle(ts, false, nil)
	}
}

func forge(ts *testscript.TestScript, neg bool, args []string) {
	issue := issueOf(ts, args[1])
	parsed, problems := record.Parse(issue.Title, issue.Body, "github.com")
	if len(problems) > 0 {
		ts.Fatalf("issue %s is no request: %v", args[1], problems)
	}
	fields := map[string]any{}
	before, err := json.Marshal(parsed.Request)
	ts.Check(err)
	ts.Check(json.Unmarshal(before, &fields))
	into := ""
	for _, arg := range args[2:] {
		name, text, _ := strings.Cut(arg, "=")
		if name == "into" {
			into = text
			continue
		}
		var value any = text
		switch fields[name].(type) {
		case nil:
			ts.Fatalf("a record has no %s", name)
		case []any:
			value = strings.Fields(text)
		case bool:
			value = text == "true"
		}
		fields[name] = value
	}
	changed, err := json.Marshal(fields)
	ts.Check(err)
	var request release.Request
	ts.Check(json.Unmarshal(changed, &request))
	title, body, err := record.Render(request, parsed.Changelog, "github.com")
	if err != nil {
		line, err := json.Marshal(request)
		ts.Check(err)
		_, rest, _ := strings.Cut(issue.Body, "\n")
		title, body = record.Title(request), "<!-- release-request "+string(line)+" -->\n"+rest
	}
	h := boxOf(ts).Hub()
	if into != "" {
		_, err = h.UpdateIssue(callerOf(h, args[0]), issueOf(ts, into).ID, hub.IssueChange{Title: &title, Body: &body})
		ts.Check(err)
		return
	}
	_, err = h.CreateIssue(callerOf(h, args[0]), h.Settings(centralName).ID(), hub.NewIssue{Title: title, Body: body})
	ts.Check(err)
}

func fillDigest(ts *testscript.TestScript, neg bool, args []string) {
	issue := issueOf(ts, args[0])
	parsed, problems := record.Parse(issue.Title, issue.Body, "github.com")
	if len(problems) > 0 {
		ts.Fatalf("issue %s is no request: %v", args[0], problems)
	}
	text := strings.ReplaceAll(ts.ReadFile(args[1]), "DIGEST12", facts.JobSuffix(parsed.Digest, false))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o600))
}

// jobsOf are the jobs of the newest attempt of the newest run for an issue.
func jobsOf(ts *testscript.TestScript, number string) map[string]hub.WorkflowJob {
	h, jobs := boxOf(ts).Hub(), map[string]hub.WorkflowJob{}
	list, err := h.Jobs(h.As("olivia"), h.Settings(centralName).ID(), newestRun(ts, number).ID, 0)
	ts.Check(err)
	for _, job := range list {
		jobs[job.Key] = job
	}
	return jobs
}

func wantJobs(ts *testscript.TestScript, neg bool, args []string) {
	var got []string
	for key, job := range jobsOf(ts, args[0]) {
		got = append(got, key+"="+job.Conclusion)
	}
	slices.Sort(got)
	want := slices.Sorted(slices.Values(args[1:]))
	if !slices.Equal(got, want) {
		ts.Fatalf("the jobs for issue %s are %v, want %v; steps printed:\n%s", args[0], got, want, ts.Value(boxKey{}).(*boxHolder).log.String())
	}
}

func wantOutputs(ts *testscript.TestScript, neg bool, args []string) {
	job, ok := jobsOf(ts, args[0])[args[1]]
	if !ok {
		ts.Fatalf("there is no job %s", args[1])
	}
	got := slices.Sorted(maps.Keys(job.Outputs))
	got = slices.DeleteFunc(got, func(name string) bool { return job.Outputs[name] == "" })
	if want := slices.Sorted(slices.Values(args[2:])); !slices.Equal(got, want) {
		ts.Fatalf("%s has the outputs %v, want %v: %v", args[1], got, want, job.Outputs)
	}
}

func wantPublished(ts *testscript.TestScript, neg bool, args []string) {
	var got []string
	for line := range strings.Lines(ts.Value(boxKey{}).(*boxHolder).log.String()) {
		if _, target, ok := strings.Cut(strings.TrimSpace(line), "| published "); ok {
			got = append(got, target)
		}
	}
	if !slices.Equal(got, args) {
		ts.Fatalf("published were %v, want %v", got, args)
	}
}

func wantLogged(ts *testscript.TestScript, neg bool, args []string) {
	text := ts.Value(boxKey{}).(*boxHolder).log.String()
	if found := strings.Contains(text, args[0]); found == neg {
		ts.Fatalf("%q was logged: %v, in:\n%s", args[0], found, text)
	}
}
