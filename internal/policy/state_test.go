package policy

import (
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/release"
)

// idle ends every run.
func (s *scene) idle() { s.facts.Unfinished = Known([]Run(nil)) }

// ended closes the issue with a receipt.
func (s *scene) ended(state release.State) {
	s.idle()
	s.issue(func(i *Issue) { i.Open = false })
	s.then(receipt(900, Receipt{Kind: ReceiptClosed, State: state}), Event{Kind: "closed", Actor: workflow, At: at(91)})
}

func (s *scene) closedBy(p release.Person) {
	s.issue(func(i *Issue) { i.Open = false })
	s.then(Event{Kind: "closed", Actor: p, At: at(95)})
}

// settings puts a scene into each state.
func settings() map[release.State]func(*scene) {
	return map[release.State]func(*scene){
		release.Pending: func(s *scene) {
			s.idle()
			s.ledger()
		},
		release.Waiting: func(s *scene) {
			s.idle()
			change(&s.facts.Checks, func(c *Checks) { c.Runs[0].Status = "queued" })
		},
		release.Publishing: func(s *scene) {
			s.then(receipt(900, Receipt{Kind: ReceiptVerdict, Decision: Publish, LastEvent: 101}))
		},
		release.Failed: func(s *scene) {
			s.idle()
			s.target("npm", TargetFact{State: TargetPublished})
			s.then(receipt(900, Receipt{Kind: ReceiptResult}))
		},
		release.Published: func(s *scene) {
			s.over()
			s.ended(release.Published)
		},
		release.MergeByHand: func(s *scene) {
			s.over()
			s.facts.Landed = Known(Landed{Tagged: true})
			s.ended(release.MergeByHand)
		},
		release.Rehearsed: func(s *scene) {
			s.request.Rehearsal = true
			s.idle()
			s.issue(func(i *Issue) { i.Open = false })
			s.then(receipt(900, Receipt{Kind: ReceiptClosed, State: release.Published, Rehearsal: true}), Event{Kind: "closed", Actor: workflow, At: at(91)})
		},
		release.Unknown: func(s *scene) {
			s.idle()
			s.target("npm", TargetFact{State: TargetUnknown, Why: "its run was cancelled"})
		},
		release.Retracted: func(s *scene) { s.ended(release.Retracted) },
		release.Rejected:  func(s *scene) { s.ended(release.Rejected) },
		release.Superseded: func(s *scene) {
			s.idle()
			s.sibling(func(o *Sibling) { o.Number, o.Requester, o.CreatedAt = 43, alice, at(30) })
		},
		release.Changed: func(s *scene) {
			s.idle()
			s.facts.Edits = Known([]Edit{{By: alice, At: at(5)}})
		},
		release.Expired: func(s *scene) { s.ended(release.Expired) },
		release.Refused: func(s *scene) {
			s.idle()
			s.source(func(o *Source) { o.TagLikeBranch = true })
		},
		release.Malformed: func(s *scene) {
			s.idle()
			s.facts.Record.Problems = []string{"the text was cut"}
		},
	}
}

// columns are what can happen to a request.
var columns = []struct {
	name string
	do   func(*scene)
}{
	{"nothing", func(*scene) {}},
	{"edited", func(s *scene) { s.facts.Edits = Known([]Edit{{By: alice, At: at(95)}}) }},
	{"unreadable", func(s *scene) { s.facts.Record.Problems = []string{"the text was cut"} }},
	{"pressed", func(s *scene) { s.then(accepted(195, carol, 95)) }},
	{"taken off", func(s *scene) { s.then(takenOff(195, erin, 95)) }},
	{"run begins", func(s *scene) {
		s.facts.Unfinished = Known([]Run{{ID: 500, Request: 42, Project: "acme/sdk", CreatedAt: at(95)}})
	}},
	{"target lost", func(s *scene) { s.target("github", TargetFact{State: TargetUnknown, Why: "gone"}) }},
	{"all out", (*scene).allOut},
	{"branch moved", func(s *scene) { s.source(func(o *Source) { o.BranchHead = elsewhere }) }},
	{"grown old", func(s *scene) { s.facts.Now = filed.Add(14 * 24 * time.Hour) }},
	{"newer request", func(s *scene) {
		s.sibling(func(o *Sibling) { o.Number, o.Requester, o.CreatedAt = 44, alice, at(90) })
	}},
	{"closed by requester", func(s *scene) { s.closedBy(alice) }},
	{"closed by another", func(s *scene) { s.closedBy(bob) }},
	{"reopened", func(s *scene) {
		s.issue(func(i *Issue) { i.Open = true })
		s.then(Event{Kind: "reopened", Actor: alice, At: at(96)})
	}},
}

// TestStateOf_afterEveryEvent says of every state what everything that can
// happen makes of it. Rows are states, columns what happens, in that order.
func TestStateOf_afterEveryEvent(t *testing.T) {
	short := map[string]release.State{
		"pend": release.Pending, "wait": release.Waiting, "publ": release.Publishing, "fail": release.Failed, "done": release.Published,
		"hand": release.MergeByHand, "rehe": release.Rehearsed, "lost": release.Unknown, "retr": release.Retracted, "reje": release.Rejected, "supe": release.Superseded,
		"chan": release.Changed, "expi": release.Expired, "refu": release.Refused, "malf": release.Malformed,
	}
	// A release that is out stays out; what a run does now is told before what
	// may stop it; a target that is lost is told before what else is wrong.
	const matrix = `
	     nothing edited unreadable pressed taken-off run lost all-out moved old  newer closed-requester closed-other reopened
	pend pend    chan   malf       wait    pend      pend lost fail   refu  expi supe  retr             reje         pend
	wait wait    chan   malf       wait    pend      wait lost fail   refu  expi supe  retr             reje         pend
	publ publ    publ   publ       publ    publ      publ publ publ   publ  publ publ  publ             publ         publ
	fail fail    chan   malf       fail    fail      fail lost fail   fail  fail fail  retr             reje         fail
	done done    done   done       done    done      done done done   done  done done  done             done         chan
	hand hand    hand   hand       hand    hand      hand hand hand   hand  hand hand  hand             hand         chan
	rehe rehe    rehe   rehe       rehe    rehe      rehe rehe rehe   rehe  rehe rehe  rehe             rehe         chan
	lost lost    lost   lost       lost    lost      lost lost fail   lost  lost lost  lost             lost         lost
	retr retr    retr   retr       retr    retr      retr retr retr   retr  retr retr  retr             retr         chan
	reje reje    reje   reje       reje    reje      reje reje reje   reje  reje reje  reje             reje         chan
	supe supe    chan   malf       supe    supe      supe lost fail   supe  supe supe  retr             reje         supe
	chan chan    chan   malf       chan    chan      chan lost chan   chan  chan chan  retr             reje         chan
	expi expi    expi   expi       expi    expi      expi expi expi   expi  expi expi  expi             expi         pend
	refu refu    chan   malf       refu    refu      refu lost fail   refu  expi supe  retr             reje         refu
	malf malf    malf   malf       malf    malf      malf lost malf   malf  malf malf  malf             malf         malf`
	seen := 0
	for row := range strings.Lines(matrix) {
		cells := strings.Fields(row)
		if len(cells) != 1+len(columns) {
			continue
		}
		seen++
		for i, column := range columns {
			s := passing()
			settings()[short[cells[0]]](s)
			column.do(s)
			if got, words := StateOf(s.evaluate(), s.request, s.facts); got != short[cells[i+1]] {
				t.Errorf("%s, then %s: %s (%s), want %s", short[cells[0]], column.name, got, words, short[cells[i+1]])
			}
		}
	}
	if seen != len(settings()) {
		t.Errorf("%d rows, want one for each of %d states", seen, len(settings()))
	}
}

func TestStateOf_saysOfWhat(t *testing.T) {
	for _, c := range []struct {
		name  string
		do    func(*scene)
		state release.State
		words string
	}{
		{"waiting for CI", settings()[release.Waiting], release.Waiting, `not done: "test"`},
		{"waiting for the second approval", func(s *scene) {
			s.idle()
			s.rules.Approval.Required = 2
		}, release.Waiting, "1 of 2 approvals (bob)"},
		{"waiting for a gate that nobody asked, or that died", (*scene).idle, release.Waiting, "the gate; no run is under way"},
		{"waiting for the gate", func(*scene) {}, release.Waiting, "the gate"},
		{"waiting for the gate, as far as this reader can tell", func(s *scene) {
			s.facts.Preview = true
			s.facts.Unfinished = Withheld[[]Run]("no")
		}, release.Waiting, "the gate"},
		{"waiting for the gate to see what a preview cannot", func(s *scene) {
			s.idle()
			s.preview()
		}, release.Waiting, "the gate; no run is under way"},
		{"a run that is still in its gate", func(s *scene) { s.ledger() }, release.Pending, "0 of 1 approvals"},
		{"publishing the next target", settings()[release.Publishing], release.Publishing, "npm"},
		{"failed at the first target left", settings()[release.Failed], release.Failed, "at github; published already: npm"},
		{"failed for a reason", func(s *scene) {
			settings()[release.Failed](s)
			s.target("github", TargetFact{State: TargetLeft, Why: "its publisher failed"})
		}, release.Failed, "at github (its publisher failed); published already: npm"},
		{"let go, and its run died", func(s *scene) {
			settings()[release.Publishing](s)
			s.idle()
		}, release.Failed, "at npm; its run ended without a report"},
		{"let go, and its run died after a part was out", func(s *scene) {
			settings()[release.Publishing](s)
			s.idle()
			s.target("npm", TargetFact{State: TargetPublished})
		}, release.Failed, "at github; its run ended without a report; published already: npm"},
		{"all out, and its run died", func(s *scene) {
			settings()[release.Publishing](s)
			s.idle()
			s.allOut()
		}, release.Failed, "at tag, merge and closing; its run ended without a report"},
		{"failed before anything was out", func(s *scene) {
			s.idle()
			s.then(receipt(900, Receipt{Kind: ReceiptResult}))
		}, release.Failed, "at npm"},
		{"failed, and refused since", func(s *scene) {
			settings()[release.Failed](s)
			settings()[release.Refused](s)
		}, release.Failed, "at github; a tag is called release/1.2.0 like the release branch; delete it; published already: npm"},
		{"failed after the last target", func(s *scene) {
			settings()[release.Failed](s)
			s.allOut()
		}, release.Failed, "at tag, merge and closing"},
		{"closed by hand before it was finished", func(s *scene) {
			s.idle()
			s.over()
			s.facts.Landed = Known(Landed{})
			s.closedBy(bob)
		}, release.Failed, "at tag, merge and closing"},
		{"closed by hand when all was done", func(s *scene) {
			s.idle()
			s.over()
			s.closedBy(bob)
		}, release.Published, ""},
		{"merged by hand in the end", func(s *scene) {
			settings()[release.MergeByHand](s)
			s.facts.Landed = Known(Landed{Tagged: true, Merged: true})
		}, release.Published, ""},
		{"rejected, although somebody merged it", func(s *scene) {
			s.ended(release.Rejected)
			s.facts.Landed = Known(Landed{Merged: true})
		}, release.Rejected, ""},
		{"rejected, and refused a retry since", func(s *scene) {
			s.ended(release.Rejected)
			s.then(receipt(901, Receipt{Kind: ReceiptVerdict, Decision: Refuse}))
		}, release.Rejected, ""},
		{"closed by another, then talked about by its requester", func(s *scene) {
			s.idle()
			s.closedBy(bob)
			s.then(Event{Kind: "commented", Actor: alice})
		}, release.Rejected, "by bob"},
		{"the copy of an older one", func(s *scene) {
			s.idle()
			s.sibling(func(o *Sibling) { o.Requester, o.Digest = alice, s.facts.Record.Digest })
		}, release.Superseded, "the same request is open already as #41"},
		{"retracted when a part was out", func(s *scene) {
			settings()[release.Failed](s)
			s.closedBy(alice)
		}, release.Retracted, "by alice; published already: npm"},
		{"a rehearsal", func(s *scene) {
			settings()[release.Pending](s)
			s.request.Rehearsal = true
		}, release.Pending, "rehearsal; 0 of 1 approvals"},
		{"a rehearsal that failed at its second target", func(s *scene) {
			settings()[release.Failed](s)
			s.request.Rehearsal = true
		}, release.Failed, "rehearsal; at github; rehearsed already: npm"},
		{"a rehearsal that was rejected when a part was done", func(s *scene) {
			settings()[release.Failed](s)
			s.request.Rehearsal = true
			s.ended(release.Rejected)
		}, release.Rejected, "rehearsal; rehearsed already: npm"},
		{"a rehearsal that was closed by hand when all was done", func(s *scene) {
			s.idle()
			s.over()
			s.request.Rehearsal = true
			s.closedBy(bob)
		}, release.Rehearsed, ""},
		{"a release whose record was made into a rehearsal's afterwards", func(s *scene) {
			settings()[release.Published](s)
			s.request.Rehearsal = true
		}, release.Published, ""},
		{"expired, reopened, and closed by its requester", func(s *scene) {
			s.ended(release.Expired)
			s.then(Event{Kind: "reopened", Actor: bob, At: at(92)})
			s.closedBy(alice)
		}, release.Retracted, "by alice"},
		{"retracted, reopened, and closed by another", func(s *scene) {
			s.ended(release.Retracted)
			s.then(Event{Kind: "reopened", Actor: alice, At: at(92)})
			s.closedBy(bob)
		}, release.Rejected, "by bob"},
		{"expired, reopened, and expired again", func(s *scene) {
			s.ended(release.Expired)
			s.then(Event{Kind: "reopened", Actor: bob, At: at(92)})
			s.ended(release.Expired)
		}, release.Expired, ""},
		{"published, reopened, and closed by hand", func(s *scene) {
			settings()[release.Published](s)
			s.then(Event{Kind: "reopened", Actor: bob, At: at(92)})
			s.closedBy(bob)
		}, release.Published, ""},
		{"to be merged by hand, reopened, and closed by hand", func(s *scene) {
			settings()[release.MergeByHand](s)
			s.then(Event{Kind: "reopened", Actor: bob, At: at(92)})
			s.closedBy(bob)
		}, release.MergeByHand, ""},
		{"closed by an App in the requester's name", func(s *scene) {
			s.idle()
			s.closedBy(alice)
			change(&s.facts.Ledger, func(l *[]Event) { (*l)[len(*l)-1].App = "helper" })
		}, release.Rejected, `by alice through the App "helper"`},
		{"of a bot, closed by it", func(s *scene) {
			s.idle()
			s.issue(func(i *Issue) { i.Author = robot })
			s.closedBy(robot)
		}, release.Rejected, "by robot[bot]"},
		{"closed, and nobody knows by whom", func(s *scene) {
			s.idle()
			s.issue(func(i *Issue) { i.Open = false })
		}, release.Rejected, ""},
		{"older than the policy allows", func(s *scene) {
			s.idle()
			s.facts.Now = filed.Add(15 * 24 * time.Hour)
		}, release.Expired, "it is older than 14 days; ask again"},
		{"reopened although it is too old", func(s *scene) {
			settings()[release.Expired](s)
			s.issue(func(i *Issue) { i.Open = true })
			s.facts.Now = filed.Add(15 * 24 * time.Hour)
		}, release.Expired, "it is older than 14 days; ask again"},
		{"too old, with a part out", func(s *scene) {
			settings()[release.Failed](s)
			s.facts.Now = filed.Add(15 * 24 * time.Hour)
			s.rules.Approval.ValidFor, s.rules.Freezes = 0, nil
		}, release.Failed, "at github; published already: npm"},
		{"blocked", func(s *scene) {
			s.idle()
			s.facts.Blockers = Known([]Blocker{{Number: 1, URL: "https://github.com/acme/sdk/issues/1", Label: "sev1"}})
		}, release.Refused, "open: acme/sdk#1 (sev1)"},
		{"frozen", func(s *scene) {
			s.idle()
			s.rules.Freezes = []Freeze{{From: at(0), Until: at(9000), Reason: "year end"}}
		}, release.Waiting, "frozen until the end of 2026-03-07 (UTC): year end"},
		{"waiting for the gate in an emergency", func(s *scene) {
			s.idle()
			s.rules.Approval.Emergency = []string{"carol"}
			s.ledger(emergency(101, carol, 60))
		}, release.Waiting, "the gate; no run is under way"},
		{"settled as published, and then closed by another", func(s *scene) {
			settings()[release.Unknown](s)
			s.target("npm", TargetFact{State: TargetUnknown, At: at(80), Why: "its run was cancelled"})
			s.then(command(201, bob, 81, "published", "npm"))
			s.closedBy(bob)
		}, release.Rejected, "by bob; published already: npm"},
		{"settled as missing", func(s *scene) {
			settings()[release.Unknown](s)
			s.target("npm", TargetFact{State: TargetUnknown, At: at(80), Why: "its run was cancelled"})
			s.then(receipt(900, Receipt{Kind: ReceiptResult}), command(201, bob, 91, "missing", "npm"))
		}, release.Failed, "at npm (settled by bob)"},
		{"unknown, all of it", func(s *scene) {
			settings()[release.Unknown](s)
			s.target("github", TargetFact{State: TargetUnknown, Why: "gone"})
		}, release.Unknown, "github: gone; npm: its run was cancelled"},
		{"refused by a fact that the gate may not read", func(s *scene) {
			s.idle()
			s.facts.Edits = Withheld[[]Edit]("the token may not")
		}, release.Refused, "cannot tell the edits of the issue (the token may not)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := passing()
			c.do(s)
			state, words := StateOf(s.evaluate(), s.request, s.facts)
			if state != c.state || words != c.words {
				t.Errorf("got %s (%s), want %s (%s)", state, words, c.state, c.words)
			}
		})
	}
}
