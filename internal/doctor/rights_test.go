package doctor_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/doctor"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// What somebody may not see is no error, and never silence: it is said, with the
// right that it takes.
func TestLook_saysWhatItCouldNotBeTold(t *testing.T) {
	w := newWorld(t, "partial")
	const central = "acme/partial-publish"
	read := []string{"environment docs", "environment npm", "environment release-gate", "target docs",
		"secrets of " + central, "secrets of acme"}
	write := []string{"branch main", "teams of " + central, "deploy keys of " + central, "base permission of acme", "Apps of acme",
		"Actions of " + central, "tokens of jobs of " + central, "pull requests from forks of " + central, "retention of " + central}
	source := []string{"releases of acme/partial", "acme/partial main", "retention of acme/partial", "secrets of acme/partial"}
	for who, test := range map[string]struct {
		spec hub.TokenSpec
		told []string
	}{
		"an owner with gh's own scopes": {hub.TokenSpec{User: "olivia"}, []string{"base permission of acme", "Apps of acme"}},
		"somebody who reads":            {hub.TokenSpec{User: "rita"}, slices.Concat(read, write, source, []string{"people of " + central, "team @acme/partial-owners"})},
	} {
		t.Run(who, func(t *testing.T) {
			var got []string
			for _, f := range w.look(w.as(test.spec)) {
				if f.Code != "not-told" || f.Severity != doctor.Note || !strings.HasPrefix(f.Fix, "look again with ") {
					t.Errorf("found %+v", f)
				}
				got = append(got, f.Where)
			}
			slices.Sort(got)
			slices.Sort(test.told)
			if !slices.Equal(got, test.told) {
				t.Errorf("not told is\n%q\nwant\n%q", got, test.told)
			}
		})
	}
}

// Without the members of a team that the policy expects, each of them would look
// like one who has too much.
func TestLook_comparesNobodyWithHalfAList(t *testing.T) {
	w := newWorld(t, "half")
	w.Hub().SetTeamSecret("acme", "half-owners", true)
	w.Central.SetRole("rita", hub.Admin) // from outside: she sees everybody, and no team
	var got []string
	for _, f := range w.look(w.as(hub.TokenSpec{User: "rita"})) {
		if f.Check == "Access" {
			got = append(got, f.Code+" "+f.Where)
		}
	}
	want := []string{"not-told team @acme/half-owners", "not-told base permission of acme", "not-told people of acme/half-publish"}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}

// A call that fails hides what it was for, nothing else, and is an error.
func TestLook_goesOnWhereACallFails(t *testing.T) {
	w := newWorld(t, "failing")
	w.must(w.Hub().DeleteLabel(w.Hub().As("olivia"), w.Central.ID(), "emergency"))
	for _, path := range []string{"environments?", "collaborators?", "rules/branches", "actions/permissions/workflow", "keys", "actions/workflows/sweep.yml/runs"} {
		t.Run(path, func(t *testing.T) {
			failing := w.ClientThrough("olivia", factstest.On("GET /repos/"+w.Repository()+"/"+path, func(a *factstest.Answer) { a.Refuse(http.StatusBadRequest, "no") }))
			var codes []string
			for _, f := range w.look(failing) {
				codes = append(codes, f.Code)
			}
			slices.Sort(codes)
			// That of the organisation's owners gh's own scopes do not tell.
			if codes = slices.Compact(codes); !slices.Equal(codes, []string{"label-missing", "not-read", "not-told"}) {
				t.Errorf("found %q", codes)
			}
		})
	}
}

// What a role of an organisation's own lets people do nobody tells.
func TestLook_doesNotTakeARoleForTheOneItBuildsOn(t *testing.T) {
	w := newWorld(t, "roles")
	c := w.ClientThrough("olivia", factstest.On("GET /repos/"+w.Repository()+"/collaborators?", func(a *factstest.Answer) {
		a.Sub(`"role_name":"triage"`, `"role_name":"reviewer"`)
	}))
	w.wantFindings(t, w.look(c), "access-custom-role adam", "not-told Apps of acme", "not-told base permission of acme")
}

// Enterprise Server is not asked for what it has not got.
func TestLook_asksNoEnterpriseServerForImmutableReleases(t *testing.T) {
	w := newWorld(t, "enterprise")
	w.Source.SetImmutableReleases(false)
	w.enterprise = true
	w.wantFindings(t, w.look(w.client))
}

// A person's repository has no teams, no members and no Apps that could be told.
func TestLook_looksAtAPersonsRepository(t *testing.T) {
	w := newWorld(t, "personal")
	w.drifted = []string{".github/workflows/publish.yml", ".github/workflows/intake.yml", ".github/workflows/sweep.yml"} // none is there
	w.Hub().AddUser("una", "una@example.test")
	if _, err := w.Hub().AddRepo(hub.RepoSpec{Owner: "una", Name: "publish", Files: map[string]string{".github/release-requests.yml": `version: 1
binary: path
expected-access: {write: [una]}
targets: {docs: {environment: docs}}
projects: {}
`}}); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range w.lookAt(w.as(hub.TokenSpec{User: "una"}), "una/publish") {
		if f.Check == "Access" || f.Check == "Apps" || f.Check == "Secrets elsewhere" || f.Code == "not-told" || f.Code == "not-read" {
			got = append(got, f.Code+" "+f.Where)
		}
	}
	if want := []string{"not-told Apps on una/publish"}; !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}
