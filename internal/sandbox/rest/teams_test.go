package rest_test

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func newTeamWorld(t *testing.T) *appWorld {
	t.Helper()
	w := newAppWorld(t)
	w.hub.AddMember("acme", "rita", false)
	w.hub.AddTeam("acme", "leads", "wendy", "olga")
	w.hub.AddTeamMember("acme", "leads", "tara", true)
	return w
}

const leads = "/orgs/acme/teams/leads"

func TestTeam_tellsWhoIsIn(t *testing.T) {
	w := newTeamWorld(t)
	for login, want := range map[string][2]string{
		"wendy": {"active", "member"}, "olga": {"active", "maintainer"}, "tara": {"pending", "member"}, "WENDY": {"active", "member"},
	} {
		a := w.call("rita", "GET", leads+"/memberships/"+login, "").want(200)
		if a.get("state") != want[0] || a.get("role") != want[1] {
			t.Errorf("%s is %s", login, a.body)
		}
	}
	w.call("rita", "GET", leads+"/memberships/rita", "").want(404)
	w.call("rita", "GET", leads+"/memberships/nobody", "").want(404)
	w.call("rita", "GET", "/orgs/acme/teams/none/memberships/wendy", "").want(404)
	if got := w.call("rita", "GET", leads, "").want(200).get("members_count"); got != 2.0 {
		t.Errorf("the team has %v members", got)
	}
	if got := w.call("rita", "GET", leads+"/members", "").want(200).list(); len(got) != 2 || got[0]["login"] != "olga" {
		t.Errorf("members %v", got)
	}
	w.hub.RemoveTeamMember("acme", "leads", "wendy")
	w.call("rita", "GET", leads+"/memberships/wendy", "").want(404)
}

func TestTeam_isSeenByMembersOfTheOrganisationOnly(t *testing.T) {
	w := newTeamWorld(t)
	w.hub.AddUser("stranger")
	stranger := w.hub.NewToken(hub.TokenSpec{User: "stranger"}).Secret
	for _, who := range []string{"", stranger, "tara"} {
		w.call(who, "GET", leads, "").want(404)
		w.call(who, "GET", leads+"/memberships/wendy", "").want(404)
	}
	w.hub.SetTeamSecret("acme", "leads", true)
	w.call("rita", "GET", leads+"/memberships/wendy", "").want(404)
	w.call("wendy", "GET", leads+"/memberships/wendy", "").want(200)
	w.call("olga", "GET", leads+"/memberships/wendy", "").want(200)
}

func TestTeam_isReadOnlyByTokensThatMay(t *testing.T) {
	w := newTeamWorld(t)
	members := map[string]hub.Access{"members": hub.ReadAccess}
	token := func(s hub.TokenSpec) string { return w.hub.NewToken(s).Secret }
	minted, _ := w.mint(`{"repositories":["publish"],"permissions":{"members":"read"}}`)
	narrow, _ := w.mint(`{"repositories":["publish"],"permissions":{"contents":"read"}}`)
	w.hub.AddOrg("other", "olga")
	elsewhere := w.hub.Install(hub.InstallationSpec{App: "releaser", Account: "other"})
	foreign := w.signed("POST", "/app/installations/"+id(elsewhere.ID)+"/access_tokens", "").want(201).get("token").(string)
	for name, test := range map[string]struct {
		token  string
		status int
	}{
		"classic with scope":       {token(hub.TokenSpec{User: "rita", Scopes: []string{"read:org"}}), 200},
		"classic without":          {token(hub.TokenSpec{User: "rita", Scopes: []string{"repo"}}), 404},
		"fine-grained":             {token(hub.TokenSpec{User: "rita", Kind: hub.FineGrained, Permissions: members}), 200},
		"fine-grained without":     {token(hub.TokenSpec{User: "rita", Kind: hub.FineGrained}), 403},
		"installation":             {minted, 200},
		"installation without":     {narrow, 403},
		"installation elsewhere":   {foreign, 403},
		"App for a person":         {token(hub.TokenSpec{User: "rita", App: "releaser", Permissions: members}), 200},
		"App for a person without": {token(hub.TokenSpec{User: "rita", App: "releaser"}), 403},
		"job":                      {token(hub.TokenSpec{Kind: hub.Job, Permissions: members, Repos: []string{"acme/publish"}}), 403},
	} {
		t.Run(name, func(t *testing.T) {
			w.call(test.token, "GET", leads+"/memberships/wendy", "").want(test.status)
		})
	}
	if used := w.hub.MintedTokens("releaser")[0].Used; len(used) != 1 || used["members"] != hub.ReadAccess {
		t.Errorf("used %v", used)
	}
}
