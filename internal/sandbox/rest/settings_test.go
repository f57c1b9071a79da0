package rest_test

import (
	"fmt"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestSettings_areNotFoundBelowAdmin(t *testing.T) {
	w := newWorld(t)
	reads := w.hub.NewToken(hub.TokenSpec{User: "olga", Kind: hub.FineGrained, Permissions: map[string]hub.Access{"contents": hub.ReadAccess}}).Secret
	for _, path := range []string{"/teams", "/keys", "/immutable-releases"} {
		w.call("", "GET", "/repos/acme/publish"+path, "").want(401)
		w.call("wendy", "GET", "/repos/acme/publish"+path, "").want(404)
		w.call(reads, "GET", "/repos/acme/publish"+path, "").want(403)
		w.call("olga", "GET", "/repos/acme/publish"+path, "").want(200)
	}
	for _, on := range []bool{true, false} {
		w.publish.SetImmutableReleases(on)
		if got := w.call("olga", "GET", "/repos/acme/publish/immutable-releases", "").want(200).get("enabled"); got != on {
			t.Errorf("immutable releases: %v, want %t", got, on)
		}
	}
}

func TestTeams_giveTheirMembersARole(t *testing.T) {
	w := newTeamWorld(t)
	w.hub.SetBaseRole("acme", hub.NoRole)
	w.vault.SetTeamRole("leads", hub.Maintain)
	w.hub.AddTeam("acme", "readers", "rita")
	w.vault.SetTeamRole("readers", hub.Read)
	w.hub.AddTeam("acme", "idle", "rita")
	teams := w.call("olga", "GET", "/repos/acme/vault/teams", "").want(200).list()
	if len(teams) != 2 || teams[0]["slug"] != "leads" || teams[0]["permission"] != "maintain" || teams[1]["permission"] != "pull" {
		t.Errorf("teams %v", teams)
	}
	w.call("tara", "GET", "/repos/acme/vault", "").want(404) // has not accepted the invitation yet
	for login, want := range map[string]string{"wendy": "maintain", "rita": "read", "tara": "none"} {
		if got := w.call("olga", "GET", "/repos/acme/vault/collaborators/"+login+"/permission", "").want(200).get("role_name"); got != want {
			t.Errorf("%s has the role %v, want %s", login, got, want)
		}
	}
	w.vault.SetTeamRole("readers", hub.NoRole)
	w.call("rita", "GET", "/repos/acme/vault", "").want(404)
}

func TestTeams_thatAreSecretAreListedToThoseWhoKnowThem(t *testing.T) {
	w := newTeamWorld(t)
	w.publish.SetTeamRole("leads", hub.Write)
	w.hub.SetTeamSecret("acme", "leads", true)
	w.publish.SetRole("rita", hub.Admin)
	if got := w.call("rita", "GET", "/repos/acme/publish/teams", "").want(200).list(); len(got) != 0 {
		t.Errorf("rita sees %v", got)
	}
	if got := w.call("olga", "GET", "/repos/acme/publish/teams", "").want(200).list(); len(got) != 1 {
		t.Errorf("olga sees %v", got)
	}
}

func TestCollaborators_areToldApartByAffiliation(t *testing.T) {
	w := newTeamWorld(t)
	for query, want := range map[string]string{
		"":                     "[olga:admin rita:read tara:triage wendy:write]",
		"?affiliation=all":     "[olga:admin rita:read tara:triage wendy:write]",
		"?affiliation=direct":  "[tara:triage wendy:write]",
		"?affiliation=outside": "[tara:triage]",
	} {
		var got []string
		for _, p := range w.call("olga", "GET", "/repos/acme/publish/collaborators"+query, "").want(200).list() {
			got = append(got, fmt.Sprint(p["login"], ":", p["role_name"]))
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%s: %v, want %s", query, got, want)
		}
	}
	w.call("olga", "GET", "/repos/acme/publish/collaborators?permission=push", "").want(422)
}

func TestDeployKeys(t *testing.T) {
	w := newWorld(t)
	w.publish.AddDeployKey("mirror", true)
	w.publish.AddDeployKey("robot", false)
	keys := w.call("olga", "GET", "/repos/acme/publish/keys", "").want(200).list()
	if len(keys) != 2 || keys[0]["read_only"] != true || keys[1]["title"] != "robot" || keys[1]["read_only"] != false {
		t.Errorf("keys %v", keys)
	}
	w.publish.RemoveDeployKey("robot")
	if keys := w.call("olga", "GET", "/repos/acme/publish/keys", "").want(200).list(); len(keys) != 1 {
		t.Errorf("keys %v", keys)
	}
}

func TestOrganizationSecrets_areThoseForTheRepository(t *testing.T) {
	w := newWorld(t)
	w.hub.SetOrgSecret("acme", "EVERYWHERE", "org")
	w.hub.SetOrgSecret("acme", "TOKEN", "org", "acme/publish")
	w.hub.SetOrgSecret("acme", "ELSEWHERE", "org", "acme/vault")
	const path = "/repos/acme/publish/actions/organization-secrets"
	w.call("tara", "GET", path, "").want(403)
	list := w.call("wendy", "GET", path, "").want(200)
	if list.get("total_count") != 2.0 {
		t.Errorf("secrets: %s", list.body)
	}
	w.publish.AddSecret("TOKEN", "repository")
	if got := fmt.Sprint(w.hub.SecretValues(w.publish.ID(), "")); got != "map[EVERYWHERE:org TOKEN:repository]" {
		t.Errorf("a job gets %s", got)
	}
	w.publish.RemoveSecret("", "TOKEN")
	w.hub.RemoveOrgSecret("acme", "EVERYWHERE")
	if got := fmt.Sprint(w.hub.SecretValues(w.publish.ID(), "")); got != "map[TOKEN:org]" {
		t.Errorf("a job gets %s", got)
	}
}
