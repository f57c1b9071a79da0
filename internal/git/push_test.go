package git_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/git"
)

// pusher is a person with a clone of a repository whose release branch others
// may move.
type pusher struct {
	*person
	bare, work string
	r          git.Repository
	base, next string // two commits of the clone, the later on top of the earlier
}

func newPusher(t *testing.T) *pusher {
	t.Helper()
	p := &pusher{person: newPerson(t)}
	p.bare, p.work = p.upstream()
	p.base = p.git(p.work, "rev-parse", "HEAD")
	p.next = p.commit(p.work, map[string]string{"VERSION": "1.2.3\n"})
	p.r = p.in(p.work)
	return p
}

const branch = "release/1.2.3"

// at is where the branch is on the other side; empty: nowhere.
func (p *pusher) at(ref string) string {
	out, _ := p.tryGit(p.bare, "rev-parse", "--quiet", "--verify", ref)
	return out
}

func (p *pusher) move(commit string) {
	p.t.Helper()
	p.git(p.work, "push", "--quiet", "--force", "origin", commit+":refs/heads/"+branch)
}

func TestPush_movesTheBranchOnlyFromWhereItIsExpected(t *testing.T) {
	for _, c := range []struct {
		claim                 string
		was, expected, pushed func(*pusher) string
		moved                 bool // by somebody else
	}{
		{"makes a branch that is absent", none, none, next, false},
		{"moves one that is where it was seen", base, base, next, false},
		{"also back", next, next, base, false},
		{"does nothing where it is there already", next, none, next, false},
		{"refuses where somebody made it", base, none, next, true},
		{"refuses where somebody moved it", other, base, next, true},
		{"refuses where somebody moved it to an ancestor", base, next, other, true},
		{"refuses where somebody deleted it", none, base, next, true},
	} {
		t.Run(c.claim, func(t *testing.T) {
			p := newPusher(t)
			was := c.was(p)
			if was != "" {
				p.move(was)
			}
			pushed := c.pushed(p)
			err := p.r.Push(t.Context(), pushed, branch, c.expected(p))
			if !c.moved {
				if err != nil || p.at("refs/heads/"+branch) != pushed {
					t.Errorf("the branch is at %q: %v", p.at("refs/heads/"+branch), err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), "the branch "+branch+" was moved by somebody else") || fault.HintOf(err) == "" {
				t.Errorf("the error is %v, its hint %q", err, fault.HintOf(err))
			}
			if p.at("refs/heads/"+branch) != was {
				t.Errorf("the branch is at %q, and was at %q", p.at("refs/heads/"+branch), was)
			}
		})
	}
}

func none(*pusher) string   { return "" }
func base(p *pusher) string { return p.base }
func next(p *pusher) string { return p.next }

// other is a commit of somebody else's on the same base.
func other(p *pusher) string {
	p.t.Helper()
	p.git(p.work, "switch", "--quiet", "--detach", p.base)
	return p.commit(p.work, map[string]string{"VERSION": "6.6.6\n"})
}

// serverHook makes the other side run a line of shell at each push.
func (p *pusher) serverHook(name, line string) {
	p.t.Helper()
	path := filepath.Join(p.bare, "hooks", name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+line+"\n"), 0o700); err != nil {
		p.t.Fatal(err)
	}
}

// TestPush_refusesABranchThatMovesWhileItPushes has the branch moved after git
// looked, when only the other side can see it.
func TestPush_refusesABranchThatMovesWhileItPushes(t *testing.T) {
	for _, c := range []struct {
		claim    string
		was, now func(*pusher) string
	}{
		{"made", none, base},
		{"moved", base, other},
	} {
		t.Run(c.claim, func(t *testing.T) {
			p := newPusher(t)
			was, now := c.was(p), c.now(p)
			p.git(p.work, "push", "--quiet", "origin", now+":refs/heads/elsewhere")
			if was != "" {
				p.move(was)
			}
			p.serverHook("pre-receive", "unset GIT_QUARANTINE_PATH; exec git update-ref refs/heads/"+branch+" "+now)
			err := p.r.Push(t.Context(), p.next, branch, was)
			if err == nil || !strings.Contains(err.Error(), "was moved by somebody else") || fault.HintOf(err) == "" {
				t.Errorf("the error is %v", err)
			}
			if p.at("refs/heads/"+branch) != now {
				t.Errorf("the branch is at %q", p.at("refs/heads/"+branch))
			}
		})
	}
}

// TestPush_saysWhatTheOtherSideSays: a protected branch is no moved one.
func TestPush_saysWhatTheOtherSideSays(t *testing.T) {
	p := newPusher(t)
	p.serverHook("pre-receive", "echo 'error: GH006: Protected branch update failed' >&2; exit 1")
	err := p.r.Push(t.Context(), p.next, branch, "")
	if err == nil || !strings.Contains(err.Error(), "GH006: Protected branch update failed") || strings.Contains(err.Error(), "somebody else") {
		t.Errorf("the error is %v", err)
	}
	if !strings.HasPrefix(err.Error(), "git push: ") || strings.Contains(err.Error(), "\n") {
		t.Errorf("it reads %q", err)
	}
}

// TestPush_pushesTheBranchAlone: a tag that prepare made would be a release
// made beforehand, and the person's settings might send it along.
func TestPush_pushesTheBranchAlone(t *testing.T) {
	p := newPusher(t)
	p.set("push.followTags", "true")
	p.set("push.default", "matching")
	p.set("remote.origin.push", "refs/heads/*:refs/heads/*")
	p.git(p.work, "tag", "--annotate", "--message=x", "1.2.3", p.next)
	p.git(p.work, "tag", "--annotate", "--message=x", branch, p.base)
	p.git(p.work, "branch", "private", p.next)
	if err := p.r.Push(t.Context(), p.next, branch, ""); err != nil {
		t.Fatal(err)
	}
	const want = "refs/heads/main\nrefs/heads/" + branch
	if got := p.git(p.bare, "for-each-ref", "--format=%(refname)"); got != want {
		t.Errorf("the other side has\n%s", got)
	}
	if p.at("refs/heads/"+branch) != p.next {
		t.Errorf("the branch is at the tag of its name, %s", p.at("refs/heads/"+branch))
	}
}

// TestPush_pushesNoSubmodule, which is another repository, nor looks at it.
func TestPush_pushesNoSubmodule(t *testing.T) {
	p := newPusher(t)
	partBare, _ := p.upstream()
	inside := filepath.Join(p.work, "part")
	p.git(p.work, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", partBare, "part")
	before := p.git(partBare, "rev-parse", "main")
	p.commit(inside, map[string]string{"VERSION": "6.6.6\n"})
	next := p.commit(p.work, nil)
	for _, value := range []string{"check", "on-demand"} {
		p.set("push.recurseSubmodules", value)
		if out, err := p.tryGit(p.work, "push", "--quiet", "--dry-run", "origin", "HEAD:x"); value == "check" && err == nil {
			t.Errorf("git would not have checked, so this proves nothing: %s", out)
		}
		if err := p.r.Push(t.Context(), next, branch+value, ""); err != nil {
			t.Errorf("with %s: %v", value, err)
		}
	}
	if after := p.git(partBare, "rev-parse", "main"); after != before {
		t.Errorf("the submodule moved to %s", after)
	}
}

// TestPush_isNotFooledByTagsOnTheOtherSide: the branch is expected, and a tag
// of its name is not it.
func TestPush_isNotFooledByTagsOnTheOtherSide(t *testing.T) {
	p := newPusher(t)
	p.move(p.base)
	p.git(p.bare, "tag", branch, p.base)
	if err := p.r.Push(t.Context(), p.next, branch, p.base); err != nil {
		t.Fatal(err)
	}
	if p.at("refs/heads/"+branch) != p.next || p.at("refs/tags/"+branch) != p.base {
		t.Errorf("branch at %s, tag at %s", p.at("refs/heads/"+branch), p.at("refs/tags/"+branch))
	}
	q := newPusher(t)
	q.git(q.bare, "tag", branch, q.base)
	if err := q.r.Push(t.Context(), q.next, branch, q.base); err == nil || q.at("refs/heads/"+branch) != "" {
		t.Errorf("a tag is taken for the branch: %v", err)
	}
}
