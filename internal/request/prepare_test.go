package request_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/request"
)

type configProject = config.Project

// script is a project that is prepared by a line of shell.
func (w world) script(line string) *configProject {
	return w.project("prepare: {run: [sh, -c, '" + line + "']}")
}

func TestPrepare_commitsWhatTheProgramLeft(t *testing.T) {
	w := newWorld(t)
	main := w.branch("main")
	for name, test := range map[string]struct{ line, subject, files string }{
		"changed files":            {"echo 2 > VERSION", "release: 2.0.0", "VERSION"},
		"new files":                {"mkdir new && echo 2 > new/file", "release: 2.0.0", "new/file"},
		"a commit of its own":      {"echo 2 > VERSION && git commit -qam own", "own", "VERSION"},
		"nothing of another clone": {"test -z \"$GIT_DIR\" && echo 2 > VERSION", "release: 2.0.0", "VERSION"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("GIT_DIR", filepath.Join(w.Clone, ".git"))
			r := w.as("erin")
			plan := world{w.World, t}.plan(r, request.Wish{Project: w.script(test.line), Version: "2.0.0", Fresh: true})
			prepared, err := r.Prepare(t.Context(), plan)
			if err != nil {
				t.Fatal(err)
			}
			os.Unsetenv("GIT_DIR")
			w.Git("erin", w.Clone, "fetch", "-q", "origin", "release/2.0.0")
			if got := w.Git("erin", w.Clone, "log", "--format=%H %P %s", "-1", "FETCH_HEAD"); got != prepared.Commit+" "+main+" "+test.subject {
				t.Errorf("pushed is %s", got)
			}
			if got := w.Git("erin", w.Clone, "diff", "--name-only", main, prepared.Commit); got != test.files {
				t.Errorf("changed are %s", got)
			}
		})
	}
}

func TestPrepare_pushesNothingThatTheGateWouldRefuse(t *testing.T) {
	w := newWorld(t)
	for name, test := range map[string]struct{ line, want string }{
		"changes nothing": {"true", "prepare changed nothing, so there is nothing to release on top of main"},
		"commits too often": {"for n in 1 2; do git commit -q --allow-empty -m $n; done",
			"prepare made 2 commits, and the policy allows 1 (release-commits)"},
		"commits, and leaves more": {"git commit -q --allow-empty -m 1 && echo 2 > VERSION", "prepare made 2 commits"},
		"leaves the base": {"git checkout -q --orphan other && git commit -q --allow-empty -m other",
			"which does not contain main"},
		"fails":        {"echo sorry; exit 3", "preparing 2.0.0: sh: exit status 3"},
		"is not there": {"exec no-such-program", "preparing 2.0.0: sh: exit status 127"},
	} {
		t.Run(name, func(t *testing.T) {
			r := w.as("erin")
			var said bytes.Buffer
			r.Output = &said
			filed, err := ask(t, r, request.Wish{Project: w.script(test.line), Version: "2.0.0"})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%+v, %v", filed, err)
			}
			if name == "fails" && said.String() != "sorry\n" {
				t.Errorf("shown is %q", &said)
			}
		})
	}
	if head := w.branch("release/2.0.0"); head != "" || len(w.open()) > 0 {
		t.Errorf("there is a branch at %s, and %d requests", head, len(w.open()))
	}
}

func TestPrepare_refusesWhatMovedMeanwhile(t *testing.T) {
	w := newWorld(t)
	r, project := w.as("erin"), w.script("echo 2 > VERSION")
	refused := func(plan *request.Plan, words string) {
		t.Helper()
		prepared, err := r.Prepare(t.Context(), plan)
		if err == nil || !strings.Contains(err.Error(), words) || fault.HintOf(err) != "run the same command again" {
			t.Errorf("%+v, %v; hint %q", prepared, err, fault.HintOf(err))
		}
	}
	// Somebody made the branch, and then moved it.
	unborn := w.plan(r, request.Wish{Project: project, Version: "2.0.0"})
	theirs := w.push("release/2.0.0")
	refused(unborn, "the branch release/2.0.0 was moved by somebody else meanwhile")
	seen := w.plan(r, request.Wish{Project: project, Version: "2.0.0", Fresh: true})
	if head := w.branch("release/2.0.0"); head != theirs {
		t.Errorf("the branch is at %s", head)
	}
	theirs = w.push("release/2.0.0")
	refused(seen, "the branch release/2.0.0 was moved by somebody else meanwhile")
	if head := w.branch("release/2.0.0"); head != theirs {
		t.Errorf("the branch is at %s", head)
	}
	// A branch that was to be taken as it is moved.
	w.push("release/2.1.0")
	taken := w.plan(r, request.Wish{Project: project, Version: "2.1.0"})
	if !taken.Take {
		t.Fatalf("it is planned as %+v", taken)
	}
	w.push("release/2.1.0")
	refused(taken, "release/2.1.0 moved from ")
	// The base moved.
	plan := w.plan(r, request.Wish{Project: project, Version: "3.0.0"})
	w.push("main")
	refused(plan, "main moved from ")
	if head := w.branch("release/3.0.0"); head != "" {
		t.Errorf("release/3.0.0 is at %s", head)
	}
}

func TestPrepare_isStoppedByAnInterrupt(t *testing.T) {
	w := newWorld(t)
	r := w.as("erin")
	ctx, cancel := context.WithCancel(t.Context())
	r.Output = writer(func(p []byte) { cancel() })
	plan := w.plan(r, request.Wish{Project: w.script("trap \"exit 9\" INT; echo ready; while :; do sleep 0.1; done"), Version: "2.0.0"})
	if _, err := r.Prepare(ctx, plan); err == nil || !strings.Contains(err.Error(), "exit status 9") {
		t.Errorf("it ended with %v", err)
	}
	if head := w.branch("release/2.0.0"); head != "" {
		t.Errorf("pushed is %s", head)
	}
}

type writer func([]byte)

func (f writer) Write(p []byte) (int, error) { f(p); return len(p), nil }

func TestFile_callsTheApprovers(t *testing.T) {
	w := newWorld(t)
	for keys, want := range map[string]string{
		"approval: {approvers: [adam, Erin, rita]}": "@adam @rita: this release waits",
		"approval: {approvers: [erin]}":             "",
		"approval: {approvers: []}":                 "",
	} {
		if _, err := ask(t, w.as("erin"), request.Wish{Project: w.project("prepare: none, " + keys), Version: "2.0.0"}); err != nil {
			t.Fatal(err)
		}
		issue, _ := w.only()
		if got := strings.Join(w.comments(issue), "\n"); want == "" && got != "" || !strings.HasPrefix(got, want) {
			t.Errorf("%s: the comments are %q", keys, got)
		}
		w.close(issue)
	}
}

// mute cannot comment.
type mute struct{ *github.Client }

func (mute) CreateComment(context.Context, string, int, string) (github.Comment, error) {
	return github.Comment{}, errors.New("no comments today")
}

func TestFile_saysWhatIsFiledEvenIfNobodyCouldBeCalled(t *testing.T) {
	w := newWorld(t)
	r := w.as("erin")
	r.Hub = mute{w.Client("erin")}
	filed, err := ask(t, r, request.Wish{Project: w.project("prepare: none, approval: {approvers: [adam]}"), Version: "2.0.0"})
	if filed == nil || filed.Number != 1 || err == nil || !strings.Contains(err.Error(), "its approvers could not be called") {
		t.Errorf("%+v, %v", filed, err)
	}
}
