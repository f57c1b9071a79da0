package cli

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// What scripts do as people in the browser, beyond what our program offers:
//
//	by WHO VERB ARG...   WHO does it on acme/publish, see browserVerbs; with ! GitHub must
//	                     refuse it. WHO is LOGIN, LOGIN/APP for a person through an App,
//	                     or APP[bot]; github-actions[bot] is any job of acme/publish
//	change VERB ARG...   changes what only an administrator or time can, see changeVerbs
//	said N TEXT          the workflow says that on issue N
//	receipts N WHAT...   exactly these receipts of the workflow stand on issue N, each what it
//	                     decided or came to, and no comment of the workflow's looks like one
var peopleCmds = map[string]func(*testscript.TestScript, bool, []string){
	"by":       byPerson,
	"change":   changeWorld,
	"receipts": wantReceipts,
	"said":     wantSaid,
}

// visit is somebody on the page of an issue.
type visit struct {
	*hub.Hub
	ts     *testscript.TestScript
	caller hub.Caller
	repo   int64
	issue  hub.Issue // zero where the first argument is no number
}

// browserVerbs are called with what follows the number of the issue. Newlines
// in texts are written \n.
var browserVerbs = map[string]func(visit, []string) error{
	"press": func(v visit, a []string) error { _, err := v.AddLabels(v.caller, v.issue.ID, a[0]); return err },
	// by adam suggestion 1 LABEL: accepts what an agent suggests
	"suggestion": func(v visit, a []string) error {
		_, err := v.AddLabel(v.caller, v.issue.ID, a[0], &hub.Intent{Rationale: "it looks good", Confidence: "HIGH"})
		return err
	},
	"unpress": func(v visit, a []string) error { _, err := v.RemoveLabel(v.caller, v.issue.ID, a[0]); return err },
	"title":   func(v visit, a []string) error { return v.update(hub.IssueChange{Title: &a[0]}) },
	// by adam body 1 OLD NEW
	"body": func(v visit, a []string) error {
		body := v.replaced(v.issue.Body, a)
		return v.update(hub.IssueChange{Body: &body})
	},
	"close": func(v visit, _ []string) error {
		state := hub.ClosedState
		return v.update(hub.IssueChange{State: &state})
	},
	"reopen": func(v visit, _ []string) error { state := hub.Open; return v.update(hub.IssueChange{State: &state}) },
	// by olivia detour 1 REPO: moves it there, and back, where it gets another number
	"detour": func(v visit, a []string) error {
		moved, err := v.TransferIssue(v.caller, v.issue.ID, v.Settings(a[0]).ID())
		if err == nil {
			_, err = v.TransferIssue(v.caller, moved.ID, v.repo)
		}
		return err
	},
	// by rita file 1 [OLD NEW]...: files what issue 1 says, changed, as an issue of their own
	"file": func(v visit, a []string) error { return v.file(a) },
	// by erin labelled 1 LABEL [OLD NEW]...: the same, bearing a label from the beginning
	"labelled": func(v visit, a []string) error { return v.file(a[1:], a[0]) },
	// by erin form PROJECT VERSION BRANCH NOTES: opens the issue form, so answered
	"form": func(v visit, a []string) error {
		_, err := v.CreateIssue(v.caller, v.repo, hub.NewIssue{Title: "release", Body: answered(a)})
		return err
	},
	// by erin answer N PROJECT VERSION BRANCH NOTES: edits a form to these answers
	"answer": func(v visit, a []string) error {
		body := answered(a)
		return v.update(hub.IssueChange{Body: &body})
	},
	"comment": func(v visit, a []string) error { _, err := v.AddComment(v.caller, v.issue.ID, lines(a[0])); return err },
	// by rita copy 1 K N [OLD NEW]...: says on issue N what comment K of issue 1 says, changed
	"copy": func(v visit, a []string) error {
		c, err := v.comment(a[0])
		if err != nil {
			return err
		}
		to, err := numbered(v.Hub, a[1])
		if err == nil {
			_, err = v.AddComment(v.caller, to.ID, v.replaced(c.Body, a[2:]))
		}
		return err
	},
	// by olivia recomment 1 K OLD NEW: edits comment K
	"recomment": func(v visit, a []string) error {
		c, err := v.comment(a[0])
		if err == nil {
			_, err = v.EditComment(v.caller, c.ID, v.replaced(c.Body, a[1:]))
		}
		return err
	},
	// by olivia rewrite 1 K TEXT: all of comment K
	"rewrite": func(v visit, a []string) error {
		c, err := v.comment(a[0])
		if err == nil {
			_, err = v.EditComment(v.caller, c.ID, lines(a[1]))
		}
		return err
	},
	"uncomment": func(v visit, a []string) error {
		c, err := v.comment(a[0])
		if err == nil {
			err = v.DeleteComment(v.caller, c.ID)
		}
		return err
	},
	"make": func(v visit, a []string) error {
		_, err := v.CreateLabel(v.caller, v.repo, a[0], "0e8a16", "")
		return err
	},
	"drop": func(v visit, a []string) error { return v.DeleteLabel(v.caller, v.repo, a[0]) },
	// by olivia rename OLD NEW: a label
	"rename": func(v visit, a []string) error {
		_, err := v.UpdateLabel(v.caller, v.repo, a[0], hub.LabelChange{Name: &a[1]})
		return err
	},
	// by olivia paint LABEL COLOR
	"paint": func(v visit, a []string) error {
		_, err := v.UpdateLabel(v.caller, v.repo, a[0], hub.LabelChange{Color: &a[1]})
		return err
	},
}

func byPerson(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 3 || browserVerbs[args[1]] == nil {
		ts.Fatalf("nobody knows how to %q", args)
	}
	h := boxOf(ts).Hub()
	v := visit{Hub: h, ts: ts, caller: callerOf(h, args[0]), repo: h.Settings(centralName).ID()}
	rest := args[2:]
	if _, err := strconv.Atoi(rest[0]); err == nil {
		v.issue, rest = issueOf(ts, rest[0]), rest[1:]
	}
	if err := browserVerbs[args[1]](v, rest); (err != nil) != neg {
		ts.Fatalf("GitHub says: %v", err)
	}
}

func wantSaid(ts *testscript.TestScript, neg bool, args []string) {
	h := boxOf(ts).Hub()
	comments, err := h.Comments(h.As("olivia"), issueOf(ts, args[0]).ID)
	ts.Check(err)
	all := ""
	for _, c := range comments {
		if c.Author.Login == hub.ActionsBotLogin {
			all += c.Body + "\n"
		}
	}
	if strings.Contains(all, args[1]) == neg {
		ts.Fatalf("the workflow says on issue %s: %s", args[0], all)
	}
}

func wantReceipts(ts *testscript.TestScript, neg bool, args []string) {
	h := boxOf(ts).Hub()
	comments, err := h.Comments(h.As("olivia"), issueOf(ts, args[0]).ID)
	ts.Check(err)
	var got []string
	for _, c := range comments {
		if c.Author.Login != hub.ActionsBotLogin {
			continue
		}
		found, err := record.ParseReceipt(c.Body)
		switch r := found.Receipt; {
		case errors.Is(err, record.ErrNoReceipt) && !strings.Contains(c.Body, "<!-- release-request-receipt"):
		case err != nil:
			ts.Fatalf("this looks like a receipt, %v:\n%s", err, c.Body)
		case r.Verdict != nil:
			got = append(got, string(r.Verdict.Decision))
		case r.Result != nil:
			got = append(got, string(r.Result.State))
		case r.Closed != nil:
			got = append(got, string(r.Closed.State))
		}
	}
	if !slices.Equal(got, args[1:]) {
		ts.Fatalf("issue %s has the receipts %v, want %v", args[0], got, args[1:])
	}
}

// callerOf is who acts, and through what. Apps that are named are there.
func callerOf(h *hub.Hub, who string) hub.Caller {
	may := map[string]hub.Access{"issues": hub.WriteAccess}
	spec := hub.TokenSpec{Permissions: may}
	login, app, through := strings.Cut(who, "/")
	slug, bot := strings.CutSuffix(who, "[bot]")
	switch {
	case who == hub.ActionsBotLogin:
		spec.Kind, spec.Repos = hub.Job, []string{centralName}
	case bot:
		spec.App, spec.Repos = slug, []string{centralName}
	case through:
		spec.User, spec.App = login, app
	default:
		return h.As(who)
	}
	if _, err := h.App(spec.App); spec.App != "" && err != nil {
		h.AddApp(spec.App, "acme", may)
	}
	token := h.NewToken(spec)
	return hub.Caller{User: token.User, Token: &token}
}

func (v visit) update(change hub.IssueChange) error {
	_, err := v.UpdateIssue(v.caller, v.issue.ID, change)
	return err
}

// comment is the issue's comment of that number, the first is 1.
func (v visit) comment(number string) (hub.Comment, error) {
	n, err := strconv.Atoi(number)
	if err != nil {
		return hub.Comment{}, err
	}
	all, err := v.Comments(v.As("olivia"), v.issue.ID)
	if err == nil && (n < 1 || n > len(all)) {
		err = fmt.Errorf("there are %d comments", len(all))
	}
	if err != nil {
		return hub.Comment{}, err
	}
	return all[n-1], nil
}

// file files what the issue says, changed, with labels.
func (v visit) file(pairs []string, labels ...string) error {
	title, body, _ := strings.Cut(v.replaced(v.issue.Title+"\x00"+v.issue.Body, pairs), "\x00")
	_, err := v.CreateIssue(v.caller, v.repo, hub.NewIssue{Title: title, Body: body, Labels: labels})
	return err
}

// replaced replaces each OLD by NEW. OLD has to be there, or nothing is tried.
func (v visit) replaced(text string, pairs []string) string {
	for pair := range slices.Chunk(pairs, 2) {
		if !strings.Contains(text, lines(pair[0])) {
			v.ts.Fatalf("%q is not in %q", pair[0], text)
		}
		text = strings.ReplaceAll(text, lines(pair[0]), lines(pair[1]))
	}
	return text
}

// lines reads what a script cannot write: ends of lines, and a character that
// turns round what follows it.
// answered is the text of a form; answers that are left out were not given.
func answered(a []string) string {
	a = append(a, "", "", "", "")
	return factstest.FormText(lines(a[0]), lines(a[1]), lines(a[2]), lines(a[3]))
}

func lines(text string) string {
	return strings.NewReplacer(`\n`, "\n", `\r`, "\r", `\u202e`, "\u202e").Replace(text)
}
