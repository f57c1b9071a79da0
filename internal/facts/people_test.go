package facts_test

import (
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestRead_rolesAreToldToThoseWithPushOnly(t *testing.T) {
	w := factstest.New(t, "roles")
	number := w.File()
	w.Press("adam", number)
	adam, erin := w.Hub().As("adam").User.ID, w.Hub().As("erin").User.ID
	roles, known := w.Read(number, nil).Facts.Roles.Get()
	if !known || roles.Central[adam] != (policy.Role{Triage: true}) || roles.Source[erin] != (policy.Role{Triage: true, Push: true}) || roles.Central[erin].Triage {
		t.Errorf("the gate reads %+v, %v", roles, known)
	}
	reading, err := w.Reader("rita", false).Read(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	if roles, _ := reading.Facts.Roles.Get(); len(roles.Central)+len(roles.Source) > 0 || reading.Verdict().Decision != policy.Refuse {
		t.Errorf("a reader is told %+v, and decides %s", roles, reading.Verdict().Decision)
	}
	reading, err = w.Reader("adam", true).Read(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	if roles, _ := reading.Facts.Roles.Get(); roles.Central[adam] != (policy.Role{Triage: true}) || len(roles.Central) != 1 {
		t.Errorf("a preview tells adam %+v", roles.Central)
	}
}

func TestRead_peopleAreToldApartByID(t *testing.T) {
	w := factstest.New(t, "identity")
	h := w.Hub()
	for _, login := range []string{"ivan", "nora"} {
		h.AddUser(login, login+"@acme.test")
		w.Central.SetRole(login, hub.Triage)
	}
	number := w.File()
	w.Press("ivan", number)
	// The answer for a login is that of whoever has it now.
	answer := `("login":"ivan","id":|"id":)[0-9]+`
	stranger := factstest.On("GET /repos/"+w.Repository()+"/collaborators/ivan/", func(a *factstest.Answer) { a.Sub(answer, `${1}424242`) })
	if got := w.Read(number, stranger).Verdict().Finding(policy.RuleApproved); got.Reason != policy.ReasonUnknown || !strings.Contains(got.Sentence, "ivan") {
		t.Errorf("another account of that login: %s (%s)", got.Reason, got.Sentence)
	}
	h.RenameUser("ivan", "ivan-the-great")
	h.AddUser("ivan", "another@acme.test")
	if got := w.Read(number, nil).Verdict().Finding(policy.RuleApproved); got.Outcome != policy.Pass || !strings.Contains(got.Sentence, "ivan-the-great") {
		t.Errorf("renamed: %s (%s)", got.Reason, got.Sentence)
	}
	w.Central.SetRole("ivan-the-great", hub.Read)
	if got := w.Read(number, nil).Verdict().Finding(policy.RuleApproved); got.Reason != policy.ReasonApprovalNoTriage {
		t.Errorf("without rights now: %s (%s)", got.Reason, got.Sentence)
	}
	w.Press("nora", number) // nothing: the label is on
	h.DeleteUser("ivan-the-great")
	if got := w.Read(number, nil).Verdict().Finding(policy.RuleApproved); got.Outcome == policy.Pass {
		t.Errorf("deleted: %s (%s)", got.Reason, got.Sentence)
	}
}

func TestRead_requesterWithoutRights(t *testing.T) {
	w := factstest.New(t, "rights")
	request := w.Request("1.2.3", w.Commit)
	request.Requester = "rita"
	number := w.FileAs("rita", request)
	if got := w.Read(number, nil).Verdict().Finding(policy.RuleRequesterAllowed); got.Reason != policy.ReasonRequesterNoWrite {
		t.Errorf("%s (%s)", got.Reason, got.Sentence)
	}
	missing := refuse("GET /repos/"+w.Name()+"/collaborators/rita", 404, "Not Found")
	if got := w.Read(number, missing).Verdict().Finding(policy.RuleRequesterAllowed); got.Reason != policy.ReasonRequesterNoWrite {
		t.Errorf("nobody that GitHub knows there: %s (%s)", got.Reason, got.Sentence)
	}
}

func TestRead_environmentsAsTheyDeploy(t *testing.T) {
	w := factstest.New(t, "deploy")
	number := w.File()
	w.Press("adam", number)
	h, owner := w.Hub(), w.Hub().As("olivia")
	environment := func(protected, custom bool, patterns ...string) {
		t.Helper()
		_, err := h.PutEnvironment(owner, w.Central.ID(), "npm", protected, custom)
		for _, p := range patterns {
			name, tag := strings.CutPrefix(p, "tag:")
			if err == nil {
				_, err = h.AddBranchPolicy(owner, w.Central.ID(), "npm", name, tag)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	path := "GET /repos/" + w.Repository() + "/environments/npm"
	for _, step := range []struct {
		does   string
		do     func()
		change factstest.Change
		want   string // reason of project-known
	}{
		{"deploys from main", func() {}, nil, policy.RuleProjectKnown},
		{"is not told", func() {}, refuse(path, 403, "Resource not accessible by integration"), policy.ReasonUnknown},
		{"is not there", func() {}, refuse(path, 404, "Not Found"), policy.ReasonEnvironmentGone},
		{"its patterns are not told", func() {}, refuse(path+"/deployment-branch-policies", 404, "Not Found"), policy.ReasonUnknown},
		{"deploys from another branch too", func() { environment(false, true, "release/*") }, nil, policy.ReasonEnvironmentOpen},
		{"deploys from any branch", func() { environment(false, false) }, nil, policy.ReasonEnvironmentOpen},
		{"deploys from protected branches", func() { environment(true, false) }, nil, policy.ReasonEnvironmentOpen},
		{"deploys from a tag called main", func() { environment(false, true, "tag:main") }, nil, policy.ReasonEnvironmentOpen},
		{"deploys from nowhere", func() { environment(false, false); environment(false, true) }, nil, policy.ReasonEnvironmentOpen},
	} {
		step.do()
		if got := w.Read(number, step.change).Verdict().Finding(policy.RuleProjectKnown); got.Reason != step.want {
			t.Errorf("%s: %s (%s), want %s", step.does, got.Reason, got.Sentence, step.want)
		}
	}
	half := sub(path+"/deployment-branch-policies", `"total_count":[0-9]+`, `"total_count":9`)
	if _, err := w.TryRead(number, half); err == nil {
		t.Error("half of the patterns were read as all")
	}
}
