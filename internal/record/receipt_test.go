package record_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

var (
	bob  = release.Person{ID: 2, Login: "bob", Type: "User"}
	noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	job  = "https://github.com/acme/publish/actions/runs/77/job/5"
)

// receipt returns a valid one of the kind, on issue 42.
func receipt(kind string) record.Receipt {
	r := record.Receipt{
		Schema: record.ReceiptSchema, Kind: kind, Number: 42, Request: release.DigestOf([]byte("record")), Release: "acme/sdk/py@1.2.3", Policy: strings.Repeat("c0ffee", 6) + "1234",
		Run: "77/1", URL: "https://github.com/acme/publish/actions/runs/77/attempts/1", At: noon,
	}
	switch kind {
	case policy.ReceiptVerdict:
		r.Verdict = &policy.Verdict{
			Schema: policy.VerdictSchema, Decision: policy.Publish, Digest: r.Request, PolicyCommit: r.Policy, At: noon,
			Findings:  []policy.Finding{{Rule: "approved", Reason: "approved", Outcome: policy.Pass, Sentence: "approved by bob"}},
			Approvals: []release.Approval{{By: bob, Event: 9, At: noon}}, Left: []string{"npm", "github"}, LastEvent: 9,
		}
	case policy.ReceiptResult:
		r.Result = &record.Result{
			State: release.Published, Tag: "py-1.2.3", Exceptions: []string{},
			Targets: []record.TargetResult{{Name: "npm", State: policy.TargetPublished, Run: 77, URL: job}, {Name: "github", State: policy.TargetPublished, Run: 77, URL: job}},
			Merge:   record.Merge{Base: "main", Merged: true, Deleted: true},
		}
	case policy.ReceiptClosed:
		r.Closed = &record.Closed{State: release.Published}
	}
	return r
}

// receipts is one of every kind and outcome, by what it tells.
func receipts() map[string]record.Receipt {
	all := map[string]record.Receipt{}
	add := func(name, kind string, change func(*record.Receipt)) {
		r := receipt(kind)
		change(&r)
		all[name] = r
	}
	add("01 verdict publish", policy.ReceiptVerdict, func(*record.Receipt) {})
	add("02 verdict publish, auto-approved", policy.ReceiptVerdict, func(r *record.Receipt) { r.Verdict.Approvals, r.Verdict.Automatic = []release.Approval{}, true })
	add("03 verdict finish", policy.ReceiptVerdict, func(r *record.Receipt) {
		r.Verdict.Decision, r.Verdict.Left, r.Previous = policy.Finish, []string{}, release.DigestOf([]byte("before"))
	})
	add("04 verdict wait, label taken off", policy.ReceiptVerdict, func(r *record.Receipt) {
		r.Verdict.Decision, r.Unlabelled = policy.Wait, []string{policy.LabelAccepted}
		r.Verdict.Findings = []policy.Finding{{Rule: "approved", Reason: "not-approved", Outcome: policy.WaitFor, Sentence: "1 of 2 approvals (bob)"}}
		r.Next = []string{"An approver runs `gh release-request approve 42`, or sets the label `accepted` in the browser."}
	})
	add("05 verdict refuse", policy.ReceiptVerdict, func(r *record.Receipt) {
		r.Verdict.Decision, r.Unlabelled, r.Verdict.Approvals = policy.Refuse, []string{policy.LabelAccepted, policy.LabelEmergency}, []release.Approval{}
		r.Verdict.Findings = []policy.Finding{
			{Rule: "commit-pinned", Reason: "commit-pinned", Outcome: policy.RefuseFor, Sentence: `a tag is named "<!-- release/1.2.3 @acme/all #7` + "\u202e`"},
			{Rule: "ci-passed", Reason: "ci-pending", Outcome: policy.WaitFor, Sentence: "www.example.com: https://example.com"},
			{Rule: "unblocked", Reason: "blocker-open", Outcome: policy.RefuseFor, Sentence: "open: acme/sdk#7 (release-blocker)", Links: []string{"https://github.com/acme/sdk/issues/7"}},
		}
		r.Next = []string{"Ask again."}
	})
	add("06 verdict on an issue without a record", policy.ReceiptVerdict, func(r *record.Receipt) {
		r.Request, r.Verdict.Digest, r.Verdict.Decision, r.Verdict.Approvals, r.Verdict.Left = release.Digest{}, release.Digest{}, policy.Refuse, []release.Approval{}, []string{}
	})
	add("06 verdict publish, emergency", policy.ReceiptVerdict, func(r *record.Receipt) {
		r.Verdict.Emergency, r.Verdict.Approvals = &release.Approval{By: bob, Event: 9, At: noon}, []release.Approval{}
		r.Verdict.Findings = []policy.Finding{
			{Rule: "approved", Reason: "not-approved", Outcome: policy.Pass, Sentence: "excused by the emergency of bob: 0 of 1 approvals", Excused: true},
			{Rule: "ci-passed", Reason: "ci-failed", Outcome: policy.Pass, Sentence: "excused by the emergency of bob: failed: \"@acme\"", Excused: true},
			{Rule: "alone", Reason: "alone", Outcome: policy.Pass, Sentence: "no other run of the project goes first"},
		}
	})
	add("06 verdict publish, settled", policy.ReceiptVerdict, func(r *record.Receipt) {
		r.Verdict.Left = []string{"github"}
		r.Verdict.Settlements = []policy.Settlement{
			{Target: "github", State: policy.TargetLeft, By: bob, Event: 12, At: noon}, {Target: "npm", State: policy.TargetPublished, By: bob, Event: 11, At: noon},
		}
	})
	add("06 verdict publish, rehearsal", policy.ReceiptVerdict, func(r *record.Receipt) { r.Verdict.Rehearsal = true })
	add("06 verdict finish, rehearsal", policy.ReceiptVerdict, func(r *record.Receipt) {
		r.Verdict.Decision, r.Verdict.Left, r.Verdict.Rehearsal = policy.Finish, []string{}, true
	})
	add("07 result published", policy.ReceiptResult, func(*record.Receipt) {})
	add("08 result merge by hand", policy.ReceiptResult, func(r *record.Receipt) {
		r.Result.State, r.Result.Merge = release.MergeByHand, record.Merge{Base: "main", Pull: "https://github.com/acme/sdk/pull/7"}
	})
	add("09 result failed", policy.ReceiptResult, func(r *record.Receipt) {
		r.Result.State, r.Result.Tag, r.Result.Merge = release.Failed, "", record.Merge{Base: "main"}
		r.Result.Targets[1].State, r.Result.Targets[1].Why = policy.TargetLeft, "the step publish failed"
	})
	add("10 result unknown, with an exception", policy.ReceiptResult, func(r *record.Receipt) {
		r.Result.State, r.Result.Tag, r.Result.Merge = release.Unknown, "", record.Merge{Base: "main"}
		r.Result.Targets[0].State, r.Result.Targets[0].Why = policy.TargetUnknown, "the step publish was cancelled"
		r.Result.Targets[1] = record.TargetResult{Name: "github", State: policy.TargetLeft}
		r.Result.Exceptions = []string{"HEAD moved while @npm ran"}
	})
	add("11 result rehearsed", policy.ReceiptResult, func(r *record.Receipt) {
		r.Result.Rehearsal, r.Result.Tag, r.Result.Merge = true, "", record.Merge{Base: "main"}
	})
	add("11 result rehearsed in part", policy.ReceiptResult, func(r *record.Receipt) {
		r.Result.State, r.Result.Rehearsal, r.Result.Tag, r.Result.Merge = release.Failed, true, "", record.Merge{Base: "main"}
		r.Result.Targets[1].State, r.Result.Targets[1].Why = policy.TargetLeft, "😀 ended with é\u202e\x00@"
	})
	add("12 closed published", policy.ReceiptClosed, func(*record.Receipt) {})
	add("13 closed rejected", policy.ReceiptClosed, func(r *record.Receipt) {
		*r.Closed = record.Closed{State: release.Rejected, By: bob, Reason: "Not this week, @alice\n<!-- x -->"}
	})
	add("14 closed rehearsed", policy.ReceiptClosed, func(r *record.Receipt) { r.Closed.Rehearsal = true })
	return all
}

func renderReceipt(t *testing.T, r record.Receipt) string {
	t.Helper()
	body, err := record.RenderReceipt(r)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// A released wording never changes: if this test fails, it is not the golden
// file that is wrong.
func TestRenderReceipt_keepsTheWordingOfSchema1(t *testing.T) {
	var all strings.Builder
	for _, name := range sortedKeys(receipts()) {
		all.WriteString("=== " + name + "\n" + renderReceipt(t, receipts()[name]) + "\n")
	}
	golden(t, "receipts-1.md", all.String())
}

func TestParseReceipt_readsWhatRenderReceiptWrote(t *testing.T) {
	for name, want := range receipts() {
		t.Run(name, func(t *testing.T) {
			body := renderReceipt(t, want)
			for _, sent := range []string{body, strings.ReplaceAll(body, "\n", "\r\n") + "\r\n\r\n"} {
				got, err := record.ParseReceipt(sent)
				if diff := cmp.Diff(want, got.Receipt); err != nil || diff != "" {
					t.Errorf("error %v, difference (-want +got):\n%s", err, diff)
				}
			}
		})
	}
}

func TestParseReceipt_refusesForgeries(t *testing.T) {
	body := renderReceipt(t, receipt(policy.ReceiptVerdict))
	with := func(old, new string) string {
		changed := strings.Replace(body, old, new, 1)
		if changed == body {
			t.Fatalf("%q is not in the receipt", old)
		}
		return changed
	}
	lastLine := body[strings.LastIndex(body, "\n")+1:]
	for name, forged := range map[string]string{
		"text for people changed":         with("**Publishing", "**Not publishing"),
		"JSON changed":                    with(`"decision":"publish"`, `"decision":"refuse"`),
		"run changed":                     with(`"run":"77/1"`, `"run":"78/1"`),
		"a word before":                   "Quoting the bot: " + body,
		"a paragraph before":              "As the bot said:\n\n" + body,
		"a quotation":                     "> " + strings.ReplaceAll(body, "\n", "\n> "),
		"a paragraph after":               body + "\n\nThanks!",
		"only the last line":              lastLine,
		"two receipts":                    body + "\n\n" + body,
		"inside a status comment":         record.RenderStatus(body),
		"an unknown key":                  with(`"kind":`, `"extra":1,"kind":`),
		"a key twice":                     with(`"number":42`, `"number":41,"number":42`),
		"a part of another kind":          with(`"verdict":{`, `"closed":{"state":"published","rehearsal":false,"by":{"id":0,"login":"","type":""},"reason":""},"verdict":{`),
		"no part":                         strings.Replace(body, `"kind":"verdict"`, `"kind":"result"`, 1),
		"an unknown kind":                 with(`"kind":"verdict"`, `"kind":"blessing"`),
		"a newer schema":                  with(`"schema":1,"kind"`, `"schema":2,"kind"`),
		"an address that breaks the link": with(`"url":"https://github.com`, `"url":"javascript:x`),
		"spaces in the JSON":              with(`"number":42`, `"number": 42`),
		"a zero digest that is written":   with(`"policy":`, `"previous":"`+strings.Repeat("0", 64)+`","policy":`),
		"a malformed digest":              with(`"request":"`, `"request":"Z`),
		"no JSON":                         "x\n\n<!-- release-request-receipt {} -->",
	} {
		t.Run(name, func(t *testing.T) {
			found, err := record.ParseReceipt(forged)
			if err == nil || errors.Is(err, record.ErrNoReceipt) {
				t.Errorf("error %v", err)
			}
			if diff := cmp.Diff(record.Found{}, found); diff != "" {
				t.Errorf("a forgery gave a receipt: %s", diff)
			}
		})
	}
}

// Whatever else a newer version writes, it is not told from a forgery by that.
func TestParseReceipt_namesANewerVersion(t *testing.T) {
	body := renderReceipt(t, receipt(policy.ReceiptVerdict))
	for name, newer := range map[string]string{
		"another number":  strings.Replace(body, `"schema":1,"kind"`, `"schema":2,"kind"`, 1),
		"another type":    strings.NewReplacer(`"schema":1,"kind"`, `"schema":2,"kind"`, `"number":42`, `"number":{"issue":42}`).Replace(body),
		"another wording": "Gone out!\n\n<!-- release-request-receipt {\"schema\":3,\"request\":7} -->",
	} {
		if _, err := record.ParseReceipt(newer); !errors.Is(err, record.ErrNewer) || !strings.Contains(err.Error(), "written by a newer version") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, other := range map[string]string{
		"an older number": strings.Replace(body, `"schema":1,"kind"`, `"schema":0,"kind"`, 1),
		"no number":       strings.Replace(body, `"schema":1,"kind"`, `"schema":"2","kind"`, 1),
	} {
		if _, err := record.ParseReceipt(other); err == nil || errors.Is(err, record.ErrNewer) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestParseReceipt_tellsOtherComments(t *testing.T) {
	_, body := render(t, request())
	for _, comment := range []string{"", "LGTM", body, record.RenderStatus("Publishing."), record.RenderStatus(record.Quote(renderReceipt(t, receipt(policy.ReceiptVerdict))))} {
		if _, err := record.ParseReceipt(comment); !errors.Is(err, record.ErrNoReceipt) {
			t.Errorf("ParseReceipt(%.40q): %v, want ErrNoReceipt", comment, err)
		}
	}
}

func TestRenderReceipt_linksToAddressesOnly(t *testing.T) {
	r := receipt(policy.ReceiptVerdict)
	r.Verdict.Findings[0].Links = []string{"https://github.com/acme/sdk/issues/7> <script>"}
	if body, err := record.RenderReceipt(r); err == nil {
		t.Errorf("rendered:\n%s", body)
	}
}

// T8: somebody gets our own bot to quote a receipt.
func TestRenderReceipt_carriesNoReceiptOfOthers(t *testing.T) {
	forged := renderReceipt(t, receipt(policy.ReceiptClosed))
	r := receipt(policy.ReceiptVerdict)
	r.Verdict.Decision = policy.Refuse
	r.Verdict.Findings = []policy.Finding{{Rule: "request-wellformed", Reason: "request-malformed", Outcome: policy.RefuseFor, Sentence: forged}}
	body := renderReceipt(t, r)
	if n := strings.Count(body, "<!--"); n != 1 {
		t.Errorf("%d HTML comments in:\n%s", n, body)
	}
	got, err := record.ParseReceipt(body)
	if err != nil || got.Receipt.Kind != policy.ReceiptVerdict {
		t.Errorf("read as %q, %v", got.Receipt.Kind, err)
	}
}

func TestRenderReceipt_refuses(t *testing.T) {
	for name, change := range map[string]func(*record.Receipt){
		"two parts":                 func(r *record.Receipt) { r.Closed = &record.Closed{State: release.Published} },
		"no part":                   func(r *record.Receipt) { r.Result = nil },
		"a state that ends nothing": func(r *record.Receipt) { r.Result.State = release.Pending },
		"no run":                    func(r *record.Receipt) { r.Run = "" },
		"no address":                func(r *record.Receipt) { r.URL = "" },
		"a job's bad address":       func(r *record.Receipt) { r.Result.Targets[0].URL = "https://x) [y](https://evil" },
		"a pull's bad address":      func(r *record.Receipt) { r.Result.Merge.Pull = "http://x" },
		"more than GitHub takes":    func(r *record.Receipt) { r.Result.Exceptions = []string{strings.Repeat("x", 40000)} },
		"a time beyond the formats": func(r *record.Receipt) { r.At = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
	} {
		t.Run(name, func(t *testing.T) {
			r := receipt(policy.ReceiptResult)
			change(&r)
			if body, err := record.RenderReceipt(r); err == nil {
				t.Errorf("rendered %.100q", body)
			}
		})
	}
}

func TestMissing_findsTakenOutReceipts(t *testing.T) {
	var chain []record.Found
	for range 3 {
		r := receipt(policy.ReceiptVerdict)
		if len(chain) > 0 {
			r.Previous = chain[len(chain)-1].Digest
		}
		found, err := record.ParseReceipt(renderReceipt(t, r))
		if err != nil {
			t.Fatal(err)
		}
		chain = append(chain, found)
	}
	if missing := record.Missing(chain); len(missing) != 0 {
		t.Errorf("a whole chain lacks %v", missing)
	}
	if missing := record.Missing([]record.Found{chain[0], chain[2]}); len(missing) != 1 || missing[0] != chain[1].Digest {
		t.Errorf("missing %v, want %v", missing, chain[1].Digest)
	}
	if missing := record.Missing(nil); len(missing) != 0 {
		t.Errorf("no receipts lack %v", missing)
	}
}

func FuzzParseReceipt(f *testing.F) {
	for _, r := range receipts() {
		body, err := record.RenderReceipt(r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		found, err := record.ParseReceipt(body)
		if err != nil {
			return
		}
		again, err := record.RenderReceipt(found.Receipt)
		if err != nil {
			t.Fatalf("ParseReceipt took what RenderReceipt refuses: %v", err)
		}
		lf := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(body)
		if rest, ok := strings.CutPrefix(lf, again); !ok || strings.Trim(rest, " \t\n") != "" {
			t.Fatalf("ParseReceipt took %q, RenderReceipt writes %q", body, again)
		}
	})
}
