package publish

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// result is the last one that was left on the request.
func (t *trial) result() record.Result {
	t.Helper()
	found := facts.Receipts(t.w.Read(t.number, nil).Comments)
	for _, f := range slices.Backward(found) {
		if f.Receipt.Result != nil {
			return *f.Receipt.Result
		}
	}
	t.Fatal("no result was left")
	return record.Result{}
}

func TestLand_leavesWhatIsOthersAndSaysSo(t *testing.T) {
	t.Parallel()
	w := factstest.New(t, "land")
	push := func(refs ...string) { w.Git("erin", w.Clone, append([]string{"push", "-q", "origin"}, refs...)...) }
	more := func() { w.Git("erin", w.Clone, "commit", "-q", "--allow-empty", "-m", "more") }
	for i, test := range []struct {
		when      string
		before    func(version, commit string)
		state     release.State
		exception string
		tagged    bool // at the commit
		merged    bool
		branch    bool // is still there
		pull      bool
	}{
		{"the tag stands elsewhere", func(version, _ string) { push("origin/main:refs/tags/" + version) },
			release.Published, "stands at ", false, true, false, false},
		{"the tag stands there already", func(version, commit string) { push(commit + ":refs/tags/" + version) },
			release.Published, "", true, true, false, false},
		{"the branch moved", func(version, _ string) { more(); push("HEAD:release/" + version) },
			release.Published, "", true, true, true, false},
		{"the branch is gone", func(version, _ string) { push(":release/" + version) },
			release.Published, "", true, true, false, false},
		{"it is merged already", func(_, commit string) { push(commit + ":main") },
			release.Published, "", true, true, false, false},
		{"the base is protected", func(string, string) { protect(w) },
			release.MergeByHand, "", true, false, true, true},
		{"the base is protected, and the branch moved", func(version, _ string) { protect(w); more(); push("HEAD:release/" + version) },
			release.MergeByHand, "no pull request was opened, for the branch", true, false, true, false},
		{"it does not fit the base any more", func(string, string) {
			w.Git("erin", w.Clone, "switch", "-q", "--detach", "origin/main")
			w.Write("VERSION", "other\n")
			w.Git("erin", w.Clone, "commit", "-q", "-m", "other")
			push("HEAD:main")
		}, release.MergeByHand, "", true, false, true, true},
	} {
		t.Run(test.when, func(t *testing.T) {
			version := fmt.Sprintf("2.0.%d", i)
			commit := w.Push(release.Version(version))
			c := published(t, w, release.Version(version), commit, "success", "success")
			test.before(version, commit)
			state, err := c.report(nil)
			c.run.End("success")
			w.Source.Unprotect("main")
			if err != nil || state != test.state {
				t.Fatalf("%s, %v, want %s", state, err, test.state)
			}
			result := c.result()
			if got := strings.Join(result.Exceptions, "; "); test.exception == "" && got != "" || !strings.Contains(got, test.exception) {
				t.Errorf("exceptions %q, want %q", got, test.exception)
			}
			after := strings.Join(refs(w), " ")
			if tagged := strings.Contains(after, "refs/tags/"+version+" "+commit); tagged != test.tagged || (result.Tag != "") != test.tagged {
				t.Errorf("tagged at the commit: %v, told %q", tagged, result.Tag)
			}
			if merged := holds(w, commit); merged != test.merged || result.Merge.Merged != test.merged {
				t.Errorf("merged: %v, told %v", merged, result.Merge.Merged)
			}
			if there := strings.Contains(after, "refs/heads/release/"+version); there != test.branch || result.Merge.Deleted == test.branch {
				t.Errorf("the branch is there: %v, told that it is deleted: %v", there, result.Merge.Deleted)
			}
			if opened := pullOf(t, w, "release/"+version); opened != test.pull || (result.Merge.Pull != "") != test.pull {
				t.Errorf("a pull request is open: %v, told %q", opened, result.Merge.Pull)
			}
			if issue := c.issue(); issue.State != hub.ClosedState || issue.StateReason != hub.Completed {
				t.Errorf("the issue is %s, %s", issue.State, issue.StateReason)
			}
			c.wantSaid(0, "verdict publish", "result "+string(test.state), "closed "+string(test.state))
		})
	}
}

// pullOf reports whether a pull request from the branch is open.
func pullOf(t *testing.T, w *factstest.World, branch string) bool {
	t.Helper()
	pulls, err := w.Client("olivia").OpenPulls(t.Context(), w.Name(), "acme", branch, "main")
	if err != nil {
		t.Fatal(err)
	}
	return len(pulls) == 1
}

// protect lets nobody push to main.
func protect(w *factstest.World) {
	w.Source.Protect(hub.Protection{Pattern: "main", Reviews: 1, EnforceAdmins: true})
}

func TestLand_leavesATagThatCameUpMeanwhileToTheNextRun(t *testing.T) {
	t.Parallel()
	w := factstest.New(t, "meanwhile")
	c := published(t, w, "1.2.3", w.Commit, "success", "success")
	_, err := c.report(func(what string) error {
		if what == "tag" {
			w.Git("erin", w.Clone, "push", "-q", "origin", w.Commit+":refs/tags/1.2.3")
		}
		return nil
	})
	if err == nil || holds(w, w.Commit) {
		t.Fatalf("got %v", err)
	}
	if state, err := c.report(nil); err != nil || state != release.Published {
		t.Errorf("the next time: %s, %v", state, err)
	}
	if result := c.result(); len(result.Exceptions) > 0 || result.Tag != "1.2.3" {
		t.Errorf("%+v", result)
	}
}
