package token

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/seal"
)

// vault keeps the secrets of environments, and opens what is sealed to its key.
type vault struct {
	secretHub
	private seal.Private
	now     time.Time
	set     map[string]time.Time // by environment
	values  map[string]string

	key    string           // in place of its own
	refuse map[string]error // what setting is answered with
	loses  map[string]bool  // says that it was set, and it was not
	arrive map[string]bool  // it was set, whatever was answered
	onSet  func(string)     // called when one is set
	issues []github.RequestIssue
	opened int
	left   string // the receipt
	mute   error  // what leaving it is answered with
}

func newVault(t *testing.T, old time.Time, environments ...string) *vault {
	private, err := seal.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	v := &vault{private: private, now: planned0, set: map[string]time.Time{}, values: map[string]string{}}
	for _, e := range environments {
		v.set[e], v.values[e] = old, "old"
	}
	return v
}

func (v *vault) EnvironmentKey(context.Context, string, string) (github.SecretsKey, error) {
	if v.key != "" {
		return github.SecretsKey{ID: "1", Key: v.key}, nil
	}
	return github.SecretsKey{ID: "1", Key: v.private.Public().String()}, nil
}

func (v *vault) EnvironmentSecret(ctx context.Context, _, environment, name string) (github.Secret, error) {
	at, ok := v.set[environment]
	switch {
	case ctx.Err() != nil:
		return github.Secret{}, ctx.Err()
	case !ok:
		return github.Secret{}, &github.Error{Status: 404}
	}
	return github.Secret{Name: name, UpdatedAt: at}, nil
}

func (v *vault) SetEnvironmentSecret(_ context.Context, _, environment, _, keyID, sealed string) error {
	if v.onSet != nil {
		v.onSet(environment)
	}
	err := v.refuse[environment]
	if v.loses[environment] || err != nil && !v.arrive[environment] {
		return err
	}
	value, opening := v.private.Open(sealed)
	if opening != nil || keyID != "1" {
		return opening
	}
	v.now = v.now.Add(time.Second)
	v.set[environment], v.values[environment] = v.now, string(value)
	return err
}

func (v *vault) IssuesTitled(context.Context, string, string) ([]github.RequestIssue, error) {
	return v.issues, v.mute
}

func (v *vault) CreateIssue(context.Context, string, string, string) (github.Issue, error) {
	v.opened++
	return github.Issue{Number: 9}, nil
}

func (v *vault) CreateComment(ctx context.Context, _ string, number int, body string) (github.Comment, error) {
	if v.left = body; ctx.Err() != nil {
		return github.Comment{}, ctx.Err()
	}
	return github.Comment{URL: "https://github.com/acme/publish/issues/9#1"}, v.mute
}

// npmIn is a plan for one token, and its new value.
func npmIn(v *vault, environments ...string) (*Plan, []Fresh) {
	t := Fresh{Value: hush, Verdict: Verdict{Outcome: Works, Account: "acme-bot"}}
	t.Name = "NPM_TOKEN"
	for _, e := range environments {
		t.Places = append(t.Places, Stored{Secret: t.Name, Environment: e, Target: e, State: Set, Updated: v.set[e]})
	}
	return &Plan{At: planned0, Policy: strings.Repeat("c", 40), Tokens: []Planned{t.Planned}}, []Fresh{t}
}

func TestRotate_saysOfEachEnvironmentWhatBecameOfIt(t *testing.T) {
	old := planned0.Add(-90 * aDay)
	lowOrder := "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	for name, test := range map[string]struct {
		arrange func(*vault)
		want    Fate
		why     string
	}{
		"set":            {func(*vault) {}, Replaced, ""},
		"the first time": {func(v *vault) { delete(v.set, "mirror") }, Replaced, ""},
		"refused": {func(v *vault) {
			v.refuse = map[string]error{"mirror": &github.Error{Status: 403, Message: "Resource not accessible"}}
		}, Kept, "Environments, read and write"},
		"it failed": {func(v *vault) { v.refuse = map[string]error{"mirror": errors.New("cut off after " + hush)} }, Kept, "cut off after [token]"},
		"it failed, and arrived": {func(v *vault) {
			v.refuse, v.arrive = map[string]error{"mirror": errors.New("cut off")}, map[string]bool{"mirror": true}
		}, Replaced, ""},
		"lost":                         {func(v *vault) { v.loses = map[string]bool{"mirror": true} }, Kept, "GitHub still says that it was set at 2026-03-03"},
		"somebody else was faster":     {func(v *vault) { v.onSet = func(string) { v.set["mirror"] = planned0.Add(time.Minute) } }, Kept, "somebody else set it at 2026-06-01T00:01:00Z"},
		"a key that opens for anybody": {func(v *vault) { v.key = lowOrder }, Kept, "can be opened by anybody"},
	} {
		t.Run(name, func(t *testing.T) {
			v := newVault(t, old, "npm", "mirror")
			test.arrange(v)
			plan, tokens := npmIn(v, "npm", "mirror")
			r, _ := timed(v)
			done, err := r.Rotate(t.Context(), plan, tokens)
			if err != nil || len(done.Changes) != 2 || done.Receipt == "" {
				t.Fatalf("%+v, %v", done, err)
			}
			c := done.Changes[1]
			if c.Fate != test.want || !strings.Contains(c.Why, test.why) || (c.Why == "") != (test.want == Replaced) || (c.At.IsZero()) == (test.want == Replaced) {
				t.Errorf("%s: %s at %s", c.Fate, c.Why, c.At)
			}
			if name != "a key that opens for anybody" && (done.Changes[0].Fate != Replaced || v.values["npm"] != hush) {
				t.Errorf("the first environment suffered: %+v", done.Changes[0])
			}
			if (v.values["mirror"] == hush) != (test.want == Replaced) {
				t.Errorf("the environment has %q", v.values["mirror"])
			}
			if said := strings.Contains(v.left, "**not set** in"); said == (test.want == Replaced) || strings.Contains(v.left, hush) || !strings.Contains(v.left, "works, as acme-bot") {
				t.Errorf("the receipt reads\n%s", v.left)
			}
		})
	}
}

// Whoever stops it is told what was done, and so is the receipt; a second run
// does the rest.
func TestRotate_isStoppedAndRunAgain(t *testing.T) {
	v := newVault(t, planned0.Add(-90*aDay), "npm", "mirror", "docs")
	ctx, stop := context.WithCancel(t.Context())
	v.onSet = func(e string) {
		if e == "mirror" {
			stop()
		}
	}
	plan, tokens := npmIn(v, "npm", "mirror", "docs")
	r, _ := timed(v)
	done, err := r.Rotate(ctx, plan, tokens)
	if err != nil || done.Changes[0].Fate != Replaced || done.Changes[1].Fate != Replaced || done.Changes[2].Fate != Untried || v.values["docs"] != "old" {
		t.Fatalf("%+v, %v", done, err)
	}
	if !strings.Contains(v.left, "**not set** in `docs`") || done.Receipt == "" {
		t.Errorf("the receipt reads\n%s", v.left)
	}
	v.onSet = nil
	plan, tokens = npmIn(v, "npm", "mirror", "docs")
	if done, err = r.Rotate(t.Context(), plan, tokens); err != nil || v.values["docs"] != hush {
		t.Fatal(done, err)
	}
	if !strings.HasPrefix(v.left, "**Tokens were replaced.**") {
		t.Errorf("the receipt reads\n%s", v.left)
	}
	ctx, stop = context.WithCancel(t.Context())
	stop()
	v.left = ""
	if done, err = r.Rotate(ctx, plan, tokens); err != nil || done.Changes[0].Fate != Untried || v.left != "" {
		t.Errorf("stopped before it began: %+v, %v, %s", done, err, v.left)
	}
}

func TestRotate_leavesTheReceiptInOneIssue(t *testing.T) {
	ours := func(number int, state string) github.RequestIssue {
		return github.RequestIssue{Number: number, State: state, Title: record.RotationsTitle, Body: record.RotationsBody()}
	}
	for name, test := range map[string]struct {
		issues []github.RequestIssue
		opened int
	}{
		"none":                  {nil, 1},
		"one":                   {[]github.RequestIssue{ours(5, "OPEN")}, 0},
		"of two the oldest":     {[]github.RequestIssue{ours(7, "OPEN"), ours(5, "OPEN")}, 0},
		"a closed one":          {[]github.RequestIssue{ours(5, "CLOSED")}, 1},
		"one that is called so": {[]github.RequestIssue{{Number: 5, State: "OPEN", Title: record.RotationsTitle, Body: "About tokens"}}, 1},
	} {
		v := newVault(t, planned0.Add(-aDay), "npm")
		v.issues = test.issues
		plan, tokens := npmIn(v, "npm")
		r, _ := timed(v)
		if _, err := r.Rotate(t.Context(), plan, tokens); err != nil || v.opened != test.opened {
			t.Errorf("%s: opened %d, %v", name, v.opened, err)
		}
	}
	v := newVault(t, planned0.Add(-aDay), "npm")
	v.mute = errors.New("issues are off")
	plan, tokens := npmIn(v, "npm")
	r, _ := timed(v)
	if done, err := r.Rotate(t.Context(), plan, tokens); done != nil || err == nil || v.values["npm"] != "old" {
		t.Errorf("without a place for the receipt: %+v, %v", done, err)
	}
}
