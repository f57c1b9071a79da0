package hub_test

import (
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestCheck_byTokenAndRole(t *testing.T) {
	w := newWorld(t)
	read := hub.Need{Permission: "issues", Access: hub.ReadAccess, Role: hub.Read}
	open := hub.Need{Permission: "issues", Access: hub.WriteAccess, Role: hub.Read}
	triage := hub.Need{Permission: "issues", Access: hub.WriteAccess, Role: hub.Triage}
	push := hub.Need{Permission: "contents", Access: hub.WriteAccess, Role: hub.Write, Hidden: true}
	roles := hub.Need{Permission: "metadata", Access: hub.ReadAccess, Role: hub.Write, Refusal: "no"}
	admin := hub.Need{Permission: "administration", Access: hub.WriteAccess, Role: hub.Admin}
	publish, vault := w.publish.ID(), w.vault.ID()

	issues := map[string]hub.Access{"issues": hub.WriteAccess}
	classic := func(who string, scopes ...string) hub.Caller {
		return w.caller(hub.TokenSpec{User: who, Scopes: scopes})
	}
	fine := func(who string, p map[string]hub.Access, repos ...string) hub.Caller {
		return w.caller(hub.TokenSpec{User: who, Kind: hub.FineGrained, Permissions: p, Repos: repos})
	}
	job := func(p map[string]hub.Access, repos ...string) hub.Caller {
		return w.caller(hub.TokenSpec{Kind: hub.Job, Permissions: p, Repos: repos})
	}
	const fineWords = "Resource not accessible by personal access token"
	const appWords = "Resource not accessible by integration"
	for _, test := range []struct {
		name   string
		caller hub.Caller
		repo   int64
		need   hub.Need
		kind   hub.Kind
		words  string
	}{
		{"nobody writes", hub.Caller{}, publish, open, hub.Unauthorized, "Requires authentication"},
		{"nobody sees a private repository", hub.Caller{}, vault, read, hub.NotFound, ""},
		{"nobody reads a public one", hub.Caller{}, publish, read, 0, ""},
		{"a repository that is not there", w.As("olga"), 7, read, hub.NotFound, ""},
		{"a stranger labels", w.As("rita"), publish, triage, hub.Forbidden, "Must have admin rights to Repository."},
		{"a stranger pushes", w.As("rita"), publish, push, hub.NotFound, "Not Found"},
		{"a stranger asks for roles", w.As("rita"), publish, roles, hub.Forbidden, "no"},
		{"a stranger comments", w.As("rita"), publish, open, 0, ""},
		{"triage pushes", w.As("tara"), publish, push, hub.NotFound, ""},
		{"triage labels", w.As("tara"), publish, triage, 0, ""},
		{"write administrates", w.As("wendy"), publish, admin, hub.Forbidden, ""},
		{"an owner administrates", w.As("olga"), publish, admin, 0, ""},
		{"no role in a private repository", w.As("tara"), vault, read, hub.NotFound, ""},

		{"classic without scope writes", classic("tara", "read:org"), publish, triage, hub.NotFound, ""},
		{"classic without scope reads", classic("tara", "read:org"), publish, read, 0, ""},
		{"public_repo in public", classic("tara", "public_repo"), publish, triage, 0, ""},
		{"public_repo in private", classic("wendy", "public_repo"), vault, read, hub.NotFound, ""},
		{"repo in private", classic("wendy", "repo"), vault, triage, 0, ""},
		{"repo does not raise the role", classic("tara", "repo"), publish, push, hub.NotFound, ""},

		{"fine-grained without permission", fine("tara", nil, "acme/publish"), publish, triage, hub.Forbidden, fineWords},
		{"fine-grained with it", fine("tara", issues, "acme/publish"), publish, triage, 0, ""},
		{"fine-grained does not raise the role", fine("rita", issues, "acme/publish"), publish, triage, hub.Forbidden, "Must have admin rights to Repository."},
		{"fine-grained elsewhere", fine("wendy", issues, "acme/vault"), publish, triage, hub.Forbidden, fineWords},
		{"fine-grained elsewhere, private", fine("wendy", issues, "acme/publish"), vault, read, hub.NotFound, ""},
		{"fine-grained private without permission", fine("wendy", nil, "acme/vault"), vault, read, hub.Forbidden, fineWords},

		{"job without permission", job(nil, "acme/publish"), publish, open, hub.Forbidden, appWords},
		{"job without permission reads its public repository", job(nil, "acme/publish"), publish, read, 0, ""},
		{"job without permission reads its private repository", job(nil, "acme/vault"), vault, read, hub.Forbidden, appWords},
		{"job sees its private repository", job(nil, "acme/vault"), vault, hub.Need{Permission: "metadata", Access: hub.ReadAccess, Role: hub.Read}, 0, ""},
		{"job elsewhere, private", job(issues, "acme/publish"), vault, read, hub.NotFound, ""},
		{"job elsewhere, public", job(issues, "acme/vault"), publish, triage, hub.Forbidden, appWords},
		{"job with permission", job(issues, "acme/publish"), publish, triage, 0, ""},
		{"job asks for roles", job(nil, "acme/publish"), publish, roles, 0, ""},
		{"job whose repositories nobody named", job(issues), publish, triage, hub.Forbidden, appWords},
		{"job whose repositories nobody named, private", job(issues), vault, read, hub.NotFound, ""},
		{"job pushes with issues: write", job(issues, "acme/publish"), publish, push, hub.Forbidden, appWords},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := w.Check(test.caller, test.repo, test.need)
			if test.kind == 0 {
				if err != nil {
					t.Error(err)
				}
				return
			}
			refused(t, err, test.kind)
			if test.words != "" && err.Error() != test.words {
				t.Errorf("message %q, want %q", err, test.words)
			}
		})
	}
}

func TestCheck_appForAPersonNeedsBoth(t *testing.T) {
	w := newWorld(t)
	w.AddApp("labeller", "acme", nil)
	triage := hub.Need{Permission: "issues", Access: hub.WriteAccess, Role: hub.Triage}
	app := func(who string, access hub.Access) hub.Caller {
		return w.caller(hub.TokenSpec{User: who, App: "labeller", Permissions: map[string]hub.Access{"issues": access}})
	}
	refused(t, w.Check(app("tara", hub.ReadAccess), w.publish.ID(), triage), hub.Forbidden)
	refused(t, w.Check(app("rita", hub.WriteAccess), w.publish.ID(), triage), hub.Forbidden)
	if err := w.Check(app("tara", hub.WriteAccess), w.publish.ID(), triage); err != nil {
		t.Error(err)
	}
}

func TestCheck_archivedRefusesWritesOfAll(t *testing.T) {
	w := newWorld(t)
	w.publish.SetArchived(true)
	open := hub.Need{Permission: "issues", Access: hub.WriteAccess, Role: hub.Read}
	refused(t, w.Check(w.As("olga"), w.publish.ID(), open), hub.Forbidden)
	job := w.caller(hub.TokenSpec{Kind: hub.Job, Repos: []string{"acme/publish"}, Permissions: map[string]hub.Access{"issues": hub.WriteAccess}})
	refused(t, w.Check(job, w.publish.ID(), open), hub.Forbidden)
	if err := w.Check(w.As("rita"), w.publish.ID(), hub.Need{Permission: "issues", Access: hub.ReadAccess, Role: hub.Read}); err != nil {
		t.Error(err)
	}
}

func TestRoleOf_isTheHighestOfAllSources(t *testing.T) {
	w := newWorld(t)
	role := func(login string) hub.Role { return w.RoleOf(w.publish.ID(), w.As(login).User.ID) }
	if got := role("rita"); got != hub.NoRole {
		t.Errorf("a stranger has %s", got)
	}
	w.AddMember("acme", "tara", false)
	w.SetBaseRole("acme", hub.Read)
	if got := role("tara"); got != hub.Triage {
		t.Errorf("triage with a base role of read is %s", got)
	}
	w.SetBaseRole("acme", hub.Write)
	if got := role("tara"); got != hub.Write {
		t.Errorf("triage with a base role of write is %s", got)
	}
	w.AddMember("acme", "tara", true)
	if got := role("tara"); got != hub.Admin {
		t.Errorf("an owner is %s", got)
	}
	w.RemoveMember("acme", "tara")
	w.publish.SetRole("tara", hub.NoRole)
	if got := role("tara"); got != hub.NoRole {
		t.Errorf("one without any source left is %s", got)
	}
}

func TestAuthenticate_refusesWhatIsNoGoodToken(t *testing.T) {
	w := newWorld(t)
	_, err := w.Authenticate("ghp_unknown")
	refused(t, err, hub.Unauthorized)
	token := w.NewToken(hub.TokenSpec{User: "rita", ExpiresAt: w.Now().Add(time.Minute)})
	if c, err := w.Authenticate(token.Secret); err != nil || c.User.Login != "rita" {
		t.Errorf("%v, %v", c.User, err)
	}
	w.Advance(time.Minute)
	_, err = w.Authenticate(token.Secret)
	refused(t, err, hub.Unauthorized)
	other := w.NewToken(hub.TokenSpec{User: "rita"})
	w.Revoke(other.Secret)
	_, err = w.Authenticate(other.Secret)
	refused(t, err, hub.Unauthorized)
	if c, err := w.Authenticate(""); err != nil || !c.Anonymous() {
		t.Errorf("no token: %v, %v", c, err)
	}
}
