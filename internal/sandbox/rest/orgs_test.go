package rest_test

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// owners are olga's tokens that may look after acme.
func (w *appWorld) owners() []string {
	read := map[string]hub.Access{"organization_administration": hub.ReadAccess}
	return []string{
		w.hub.NewToken(hub.TokenSpec{User: "olga", Scopes: []string{"repo", "admin:org"}}).Secret,
		w.hub.NewToken(hub.TokenSpec{User: "olga", Kind: hub.FineGrained, Permissions: read}).Secret,
	}
}

func TestOrg_tellsItsOwnersTheBasePermission(t *testing.T) {
	w := newAppWorld(t)
	for _, token := range w.owners() {
		if got := w.call(token, "GET", "/orgs/acme", "").want(200).get("default_repository_permission"); got != "read" {
			t.Errorf("the base permission is %v", got)
		}
	}
	w.hub.AddMember("acme", "wendy", false)
	narrow := w.hub.NewToken(hub.TokenSpec{User: "olga", Kind: hub.FineGrained}).Secret
	member := w.hub.NewToken(hub.TokenSpec{User: "wendy", Scopes: []string{"repo", "admin:org"}}).Secret
	for _, who := range []string{"", "olga", "wendy", narrow, member} {
		if _, told := w.call(who, "GET", "/orgs/acme", "").want(200).object()["default_repository_permission"]; told {
			t.Errorf("%q was told", who)
		}
	}
	w.call("olga", "GET", "/orgs/none", "").want(404)
	w.call("olga", "GET", "/orgs/wendy", "").want(404)
}

func TestOrgInstallations_areToldToOwners(t *testing.T) {
	w := newAppWorld(t)
	const path = "/orgs/acme/installations"
	for _, token := range w.owners() {
		a := w.call(token, "GET", path, "").want(200)
		if a.get("total_count") != 1.0 {
			t.Errorf("installations: %s", a.body)
		}
	}
	w.hub.AddMember("acme", "wendy", false)
	w.call("", "GET", path, "").want(401)
	w.call("olga", "GET", path, "").want(403) // the token is not made for it
	member := w.hub.NewToken(hub.TokenSpec{User: "wendy", Scopes: []string{"repo", "admin:org"}}).Secret
	w.call(member, "GET", path, "").want(403)
	w.call("tara", "GET", path, "").want(404)
	token, _ := w.mint(`{}`)
	w.call(token, "GET", path, "").want(403)
	w.call("olga", "GET", "/orgs/none/installations", "").want(404)
}

func TestInstallation_tellsPeopleWhichOfTheirRepositoriesItReaches(t *testing.T) {
	w := newAppWorld(t)
	path := "/user/installations/" + id(w.install.ID) + "/repositories"
	for who, want := range map[string]float64{"olga": 2, "wendy": 2, "tara": 1} {
		if got := w.call(who, "GET", path, "").want(200).get("total_count"); got != want {
			t.Errorf("%s sees %v repositories, want %v", who, got, want)
		}
	}
	w.call("", "GET", path, "").want(401)
	w.call("rita", "GET", path, "").want(404)
	w.call("olga", "GET", "/user/installations/1/repositories", "").want(404)
	w.call(w.owners()[1], "GET", path, "").want(403)
	token, _ := w.mint(`{}`)
	w.call(token, "GET", path, "").want(403)
	person := w.hub.NewToken(hub.TokenSpec{User: "wendy", App: "releaser"}).Secret
	w.call(person, "GET", path, "").want(200)
}
