package rest_test

import (
	"fmt"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestCollaborators_rolesAreToldOnlyToThoseWhoMayPush(t *testing.T) {
	w := newWorld(t)
	const path = "/repos/acme/publish/collaborators"
	w.call("", "GET", path+"/tara/permission", "").want(401)
	for _, who := range []string{"rita", "tara"} {
		w.call(who, "GET", path, "").want(403, "Must have push access to view repository collaborators.")
		w.call(who, "GET", path+"/tara", "").want(403)
		w.call(who, "GET", path+"/tara/permission", "").want(403, "Must have push access to view collaborator permission.")
	}
	w.call("wendy", "GET", path+"/nobody/permission", "").want(404)
	w.call("wendy", "GET", path+"/rita", "").want(404)
	w.call("wendy", "GET", path+"/tara", "").want(204)
}

func TestCollaborators_permissionSpellsTheRoleOut(t *testing.T) {
	w := newWorld(t)
	w.hub.AddUser("mia")
	w.publish.SetRole("mia", hub.Maintain)
	job := w.hub.NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{"acme/publish"}}).Secret
	for login, want := range map[string]string{
		"olga":  "admin admin map[admin:true maintain:true pull:true push:true triage:true]",
		"mia":   "write maintain map[admin:false maintain:true pull:true push:true triage:true]",
		"wendy": "write write map[admin:false maintain:false pull:true push:true triage:true]",
		"tara":  "read triage map[admin:false maintain:false pull:true push:false triage:true]",
		"rita":  "read read map[admin:false maintain:false pull:true push:false triage:false]",
	} {
		for _, who := range []string{"wendy", job} {
			a := w.call(who, "GET", "/repos/acme/publish/collaborators/"+login+"/permission", "").want(200)
			if got := fmt.Sprint(a.get("permission"), " ", a.get("role_name"), " ", a.get("user", "permissions")); got != want {
				t.Errorf("%s: %s\nwant %s", login, got, want)
			}
		}
	}
	a := w.call("wendy", "GET", "/repos/acme/vault/collaborators/rita/permission", "").want(200)
	if a.get("permission") != "none" {
		t.Errorf("a stranger to a private repository: %s", a.body)
	}
}

func TestCollaborators_baseRoleCounts(t *testing.T) {
	w := newWorld(t)
	w.hub.AddMember("acme", "rita", false)
	w.hub.SetBaseRole("acme", hub.Read)
	w.call("rita", "GET", "/repos/acme/vault", "").want(200)
	w.hub.SetBaseRole("acme", hub.NoRole)
	w.call("rita", "GET", "/repos/acme/vault", "").want(404)
}
