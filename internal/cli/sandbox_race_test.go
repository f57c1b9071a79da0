package cli

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/sandbox"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// What scripts do to time, and to GitHub's health. A CALL is a method and a path,
// as GitHub describes it or as it really is, or the name of a GraphQL operation:
//
//	fail CALL [STATUS]   GitHub answers such calls with that error from then on, 501 if none is
//	                     said, which nobody tries again; without CALL, GitHub is well again
//	outages N            the gate decides on issue N again and again, and each time another kind
//	                     of call fails: each time it must fail as well, leave the label and hand
//	                     nothing on; in the end it decides, when all have failed once
//	when CALL LOGIN ARG...
//	                     just before the next such call is served, somebody runs our program to
//	                     its end; when CALL by LOGIN VERB ARG... is somebody in the browser
//	happened EXIT [TEXT] that has happened, the program ended so, and printed the text
//	hold CALL            such calls wait from then on, until unhold
//	held                 waits until one of them does
//	unhold               lets them all go on
//	called CALL N        GitHub has served so many such calls
//	flood LOGIN N TITLE [PIECE]
//	                     somebody files N issues of that title without a record, or with one that
//	                     is nothing but that piece, as often as it fits
//	check REPO REF APP NAME CONCLUSION
//	                     an App reports a check of a ref's head; pending is no conclusion yet
//	status REPO REF LOGIN CONTEXT STATE
//	                     somebody sets a commit status there
var raceCmds = map[string]func(*testscript.TestScript, bool, []string){
	"fail":     failCalls,
	"outages":  sufferOutages,
	"when":     whenCalled,
	"happened": wantHappened,
	"hold":     holdCalls,
	"held":     waitHeld,
	"unhold":   unholdCalls,
	"called":   wantCalled,
	"flood":    floodIssues,
	"check":    reportCheck,
	"status":   setStatus,
}

// race is what a script has arranged to happen between calls.
type race struct {
	mu   sync.Mutex
	fate map[string]sandbox.Fate // of calls
	once map[string]func()       // before calls
	hold string
	held chan struct{} // closed when a call is held
	free chan struct{} // closed when it may go on

	happened bool
	exit     int
	err      error
	printed  string
}

// raceOf is the script's, which interferes from the first time on.
func raceOf(ts *testscript.TestScript) *race {
	holder := ts.Value(boxKey{}).(*boxHolder)
	if holder.race == nil {
		holder.race = &race{fate: map[string]sandbox.Fate{}, once: map[string]func(){}}
		boxOf(ts).Interfere(holder.race.decide)
	}
	return holder.race
}

// names are those by which a script knows a call.
func names(c sandbox.Call, path string) []string {
	return []string{c.Path, c.Method + " " + c.Path, c.Method + " " + path}
}

func (r *race) decide(c sandbox.Call, path string) sandbox.Fate {
	var before func()
	var wait chan struct{}
	var fate sandbox.Fate
	r.mu.Lock()
	for _, name := range names(c, path) {
		if f := r.once[name]; f != nil {
			before = f
			delete(r.once, name)
		}
		if name == r.hold {
			wait = r.free
			select {
			case <-r.held:
			default:
				close(r.held)
			}
		}
		fate = max(fate, r.fate[name])
	}
	r.mu.Unlock()
	if before != nil {
		before()
	}
	if wait != nil {
		<-wait
	}
	return fate
}

func failCalls(ts *testscript.TestScript, neg bool, args []string) {
	r := raceOf(ts)
	r.mu.Lock()
	defer r.mu.Unlock()
	switch len(args) {
	case 0:
		clear(r.fate)
	case 1:
		r.fate[args[0]] = http.StatusNotImplemented
	default:
		status, err := strconv.Atoi(args[1])
		ts.Check(err)
		r.fate[args[0]] = sandbox.Fate(status)
	}
}

func sufferOutages(ts *testscript.TestScript, neg bool, args []string) {
	box := boxOf(ts)
	failed := map[string]bool{}
	for {
		var mu sync.Mutex
		down := ""
		box.Interfere(func(c sandbox.Call, _ string) sandbox.Fate {
			mu.Lock()
			defer mu.Unlock()
			if name := c.Method + " " + c.Path; down == "" && !failed[name] {
				down, failed[name] = name, true
			} else if name != down {
				return 0
			}
			return http.StatusNotImplemented
		})
		run := addRun(ts, facts.WorkflowPath, "#"+args[0])
		job := addJob(ts, run, "gate", gateMay)
		maps.Copy(job.env, gateSecrets(ts))
		job.env[actions.EnvIssue] = args[0]
		ok := job.step("gate")
		job.end(box.Hub(), conclusion(ok))
		ts.Check(box.Hub().SetRunStatus(run, "completed", conclusion(ok)))
		switch {
		case down == "" && ok:
			box.Interfere(nil)
			return
		case down == "":
			ts.Fatalf("nothing fails any more, and the gate does")
		case ok:
			ts.Fatalf("the gate decides although %s fails:\n%s", down, job.printed.String())
		case strings.Contains(job.printed.String(), "decision"):
			ts.Fatalf("the gate tells of a decision although %s fails:\n%s", down, job.printed.String())
		}
		if b, err := os.ReadFile(job.env["GITHUB_OUTPUT"]); err == nil && len(b) > 0 {
			ts.Fatalf("the gate hands on %s although %s fails", b, down)
		}
		wantLabels(ts, false, []string{args[0], "accepted"})
		if strings.HasPrefix(down, "GET ") || !strings.Contains(down, "/") { // a question, no statement
			wantReceipts(ts, false, []string{args[0]})
		}
	}
}

func whenCalled(ts *testscript.TestScript, neg bool, args []string) {
	r, h := raceOf(ts), boxOf(ts).Hub()
	call, rest := args[0], args[1:]
	program := filepath.Join(filepath.SplitList(ts.Getenv("PATH"))[0], "gh-release-request")
	var printed bytes.Buffer
	act := func() error {
		cmd := exec.Command(program, rest[1:]...)
		cmd.Env = append(boxOf(ts).Env(rest[0]), "RELEASE_REQUEST_REPO="+centralName)
		cmd.Dir, cmd.Stdout, cmd.Stderr = ts.Getenv("WORK"), &printed, &printed
		return cmd.Run()
	}
	if rest[0] == "by" {
		verb := browserVerbs[rest[2]]
		v := visit{Hub: h, ts: ts, caller: callerOf(h, rest[1]), repo: h.Settings(centralName).ID(), issue: issueOf(ts, rest[3])}
		act = func() error { return verb(v, rest[4:]) }
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.happened = false
	r.once[call] = func() {
		err := act()
		r.mu.Lock()
		defer r.mu.Unlock()
		r.happened, r.exit, r.err, r.printed = true, 0, err, printed.String()
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			r.exit, r.err = exit.ExitCode(), nil
		}
	}
}

func wantHappened(ts *testscript.TestScript, neg bool, args []string) {
	r := raceOf(ts)
	r.mu.Lock()
	defer r.mu.Unlock()
	ts.Check(r.err)
	if !r.happened || strconv.Itoa(r.exit) != args[0] {
		ts.Fatalf("it happened: %v, and ended with %d:\n%s", r.happened, r.exit, r.printed)
	}
	if len(args) > 1 && !strings.Contains(r.printed, args[1]) {
		ts.Fatalf("%q was not said:\n%s", args[1], r.printed)
	}
}

func holdCalls(ts *testscript.TestScript, neg bool, args []string) {
	r := raceOf(ts)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.hold, r.held, r.free = args[0], make(chan struct{}), make(chan struct{})
	ts.Defer(func() { unholdCalls(ts, false, nil) }) // or the sandbox could not close
}

func waitHeld(ts *testscript.TestScript, neg bool, args []string) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	select {
	case <-raceOf(ts).held:
	case <-ctx.Done():
		ts.Fatalf("there is no such call")
	}
}

func unholdCalls(ts *testscript.TestScript, neg bool, args []string) {
	r := raceOf(ts)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.hold != "" {
		close(r.free)
	}
	r.hold = ""
}

func wantCalled(ts *testscript.TestScript, neg bool, args []string) {
	n := 0
	for _, c := range boxOf(ts).Calls() {
		if c.Status < http.StatusBadRequest && slices.Contains(names(c, ""), args[0]) {
			n++
		}
	}
	if strconv.Itoa(n) != args[1] {
		ts.Fatalf("%d calls of %s were served", n, args[0])
	}
}

func floodIssues(ts *testscript.TestScript, neg bool, args []string) {
	h := boxOf(ts).Hub()
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	body := "Please."
	if len(args) > 3 {
		body = `<!-- release-request {"base":"` + strings.Repeat(args[3], 65000/len(args[3])) + `"} -->`
	}
	for range n {
		_, err := h.CreateIssue(h.As(args[0]), h.Settings(centralName).ID(), hub.NewIssue{Title: args[2], Body: body})
		ts.Check(err)
	}
}

func reportCheck(ts *testscript.TestScript, neg bool, args []string) {
	h := boxOf(ts).Hub()
	repo, app := h.Settings(args[0]), args[2]
	may := map[string]hub.Access{"checks": hub.WriteAccess}
	if _, err := h.App(app); err != nil {
		h.AddApp(app, "acme", may)
	}
	caller, err := h.Authenticate(h.NewToken(hub.TokenSpec{App: app, Repos: []string{args[0]}, Permissions: may}).Secret)
	ts.Check(err)
	run := hub.CheckRun{SHA: headOf(ts, args[0], "refs/heads/"+args[1]), Name: args[3], Status: "in_progress", StartedAt: h.Now()}
	if args[4] != "pending" {
		run.Status, run.Conclusion, run.CompletedAt = "completed", args[4], h.Now()
	}
	_, err = h.AddCheckRun(caller, repo.ID(), args[1], run)
	ts.Check(err)
}

func setStatus(ts *testscript.TestScript, neg bool, args []string) {
	h := boxOf(ts).Hub()
	sha := headOf(ts, args[0], "refs/heads/"+args[1])
	_, err := h.AddStatus(h.As(args[2]), h.Settings(args[0]).ID(), hub.Status{SHA: sha, Context: args[3], State: args[4]})
	ts.Check(err)
}
