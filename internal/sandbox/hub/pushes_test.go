package hub_test

import (
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func sha(digit string) string { return strings.Repeat(digit, 40) }

func TestPushed_isActivityNewestFirst(t *testing.T) {
	w := newWorld(t)
	wendy, id := w.As("wendy"), w.publish.ID()
	for _, u := range []hub.RefUpdate{
		{Ref: "refs/heads/main", Before: hub.ZeroSHA, After: sha("a")},
		{Ref: "refs/heads/side", Before: hub.ZeroSHA, After: sha("b")},
		{Ref: "refs/heads/main", Before: sha("a"), After: sha("c"), Forced: true},
		{Ref: "refs/heads/side", Before: sha("b"), After: hub.ZeroSHA},
	} {
		if err := w.Pushed(wendy, id, u); err != nil {
			t.Fatal(err)
		}
	}
	all := w.Pushes(id, "")
	if len(all) != 4 || !all[0].Deleted() || !all[1].Forced || !all[3].Created() || all[0].Pusher.Login != "wendy" || all[0].ID <= all[1].ID {
		t.Errorf("all: %v", all)
	}
	if main := w.Pushes(id, "refs/heads/main"); len(main) != 2 || main[0].After != sha("c") {
		t.Errorf("main: %v", main)
	}
	refused(t, w.Pushed(wendy, 7, hub.RefUpdate{}), hub.NotFound)
}

func TestReportCheckOnPush_reportsOnlyForBranchesThatHaveCommits(t *testing.T) {
	w := newWorld(t)
	w.AddApp("ci", "acme", nil)
	w.publish.ReportCheckOnPush("tests", "ci", "success")
	w.publish.ReportCheckOnPush("lint", "ci", "failure")
	id := w.publish.ID()
	if err := w.Pushed(w.As("wendy"), id,
		hub.RefUpdate{Ref: "refs/heads/main", Before: hub.ZeroSHA, After: sha("a")},
		hub.RefUpdate{Ref: "refs/tags/v1", Before: hub.ZeroSHA, After: sha("b")},
		hub.RefUpdate{Ref: "refs/heads/old", Before: sha("c"), After: hub.ZeroSHA},
	); err != nil {
		t.Fatal(err)
	}
	runs, err := w.CheckRuns(w.As("rita"), id, sha("a"))
	if err != nil || len(runs) != 2 || runs[0].Name != "tests" || runs[0].Conclusion != "success" || runs[1].Conclusion != "failure" || runs[0].Suite != runs[1].Suite {
		t.Errorf("%v, %v", runs, err)
	}
	for _, other := range []string{sha("b"), sha("c"), hub.ZeroSHA} {
		if runs, err := w.CheckRuns(w.As("rita"), id, other); err != nil || len(runs) != 0 {
			t.Errorf("%s: %v, %v", other, runs, err)
		}
	}
}

func TestAddCheckRun_takesAnApp(t *testing.T) {
	w := newWorld(t)
	w.AddApp("ci", "acme", nil)
	run := hub.CheckRun{SHA: sha("a"), Name: "tests", Status: "completed", Conclusion: "success"}
	_, err := w.AddCheckRun(w.As("olga"), w.publish.ID(), "main", run)
	refused(t, err, hub.Forbidden)
	_, err = w.AddCheckRun(w.caller(hub.TokenSpec{App: "ci", Repos: []string{"acme/publish"}}), w.publish.ID(), "main", run)
	refused(t, err, hub.Forbidden)
	made, err := w.AddCheckRun(w.caller(hub.TokenSpec{App: "ci", Repos: []string{"acme/publish"}, Permissions: map[string]hub.Access{"checks": hub.WriteAccess}}), w.publish.ID(), "main", run)
	if err != nil || made.App != "ci" || made.ID == 0 {
		t.Errorf("%v, %v", made, err)
	}
}

func TestAddStatus_takesWriteAndAKnownState(t *testing.T) {
	w := newWorld(t)
	id := w.publish.ID()
	_, err := w.AddStatus(w.As("tara"), id, hub.Status{SHA: sha("a"), State: "success"})
	refused(t, err, hub.NotFound)
	_, err = w.AddStatus(w.As("wendy"), id, hub.Status{SHA: sha("a"), State: "fine"})
	refused(t, err, hub.Invalid)
	for _, state := range []string{"pending", "success"} {
		if _, err := w.AddStatus(w.As("wendy"), id, hub.Status{SHA: sha("a"), State: state}); err != nil {
			t.Fatal(err)
		}
	}
	list, err := w.Statuses(w.As("rita"), id, sha("a"))
	if err != nil || len(list) != 2 || list[0].State != "success" || list[0].Context != "default" || list[0].Creator.Login != "wendy" {
		t.Errorf("%v, %v", list, err)
	}
}

func TestCheckPush_protectedBranchesRefuse(t *testing.T) {
	w := newWorld(t)
	id := w.publish.ID()
	w.publish.Protect(hub.Protection{Pattern: "main", Reviews: 1})
	w.publish.Protect(hub.Protection{Pattern: "release/*"})
	w.publish.Protect(hub.Protection{Pattern: "release/open", AllowForce: true, AllowDeletion: true})
	w.publish.Protect(hub.Protection{Pattern: "strict", Reviews: 1, EnforceAdmins: true})
	move := func(branch string) hub.RefUpdate {
		return hub.RefUpdate{Ref: "refs/heads/" + branch, Before: sha("a"), After: sha("b")}
	}
	force := func(branch string) hub.RefUpdate { u := move(branch); u.Forced = true; return u }
	remove := func(branch string) hub.RefUpdate { u := move(branch); u.After = hub.ZeroSHA; return u }
	for _, test := range []struct {
		name, who string
		update    hub.RefUpdate
		kind      hub.Kind
	}{
		{"triage pushes anywhere", "tara", move("free"), hub.NotFound},
		{"main directly", "wendy", move("main"), hub.Invalid},
		{"main deleted", "wendy", remove("main"), hub.Invalid},
		{"main by an owner", "olga", move("main"), 0},
		{"an enforced rule by an owner", "olga", move("strict"), hub.Invalid},
		{"release moved", "wendy", move("release/1"), 0},
		{"release forced", "wendy", force("release/1"), hub.Invalid},
		{"release deleted", "wendy", remove("release/1"), hub.Invalid},
		{"the rule of the very name goes first", "wendy", force("release/open"), 0},
		{"and allows deletion", "wendy", remove("release/open"), 0},
		{"an unprotected branch", "wendy", force("free"), 0},
		{"a tag", "wendy", hub.RefUpdate{Ref: "refs/tags/main", Before: hub.ZeroSHA, After: sha("b")}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := w.CheckPush(w.As(test.who), id, test.update)
			if test.kind != 0 {
				refused(t, err, test.kind)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
	w.publish.Unprotect("main")
	if err := w.CheckPush(w.As("wendy"), id, move("main")); err != nil {
		t.Error(err)
	}
}
