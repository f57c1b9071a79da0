package rest_test

import (
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// issue opens an issue in acme/publish as a person.
func (w *world) issue(who, title string) hub.Issue {
	w.t.Helper()
	i, err := w.hub.CreateIssue(w.hub.As(who), w.publish.ID(), hub.NewIssue{Title: title})
	if err != nil {
		w.t.Fatal(err)
	}
	return i
}

func TestIssues_refusals(t *testing.T) {
	w := newWorld(t)
	w.publish.AddLabel("bug", "ff0000", "")
	w.issue("rita", "hers")
	const list = "/repos/acme/publish/issues"
	for _, test := range []struct {
		name, who, method, path, body string
		status                        int
		message                       string
	}{
		{"anonymous opens", "", "POST", list, `{"title":"x"}`, 401, "Requires authentication"},
		{"no title", "rita", "POST", list, `{"body":"x"}`, 422, "wasn't supplied"},
		{"empty title", "rita", "POST", list, `{"title":""}`, 422, "Validation Failed"},
		{"broken JSON", "rita", "POST", list, `{"title":`, 400, "Problems parsing JSON"},
		{"no object", "rita", "POST", list, `[]`, 400, "Body should be a JSON object"},
		{"title of a wrong type", "rita", "POST", list, `{"title":{}}`, 422, "Invalid request"},
		{"body too long", "rita", "POST", list, `{"title":"x","body":"` + strings.Repeat("x", 65537) + `"}`, 422, "Validation Failed"},
		{"private repository", "rita", "POST", "/repos/acme/vault/issues", `{"title":"x"}`, 404, "Not Found"},
		{"unknown number", "rita", "GET", list + "/99", "", 404, "Not Found"},
		{"no number", "rita", "GET", list + "/x", "", 404, "Not Found"},
		{"another's issue edited by a reader", "rita", "PATCH", list + "/2", `{"title":"mine"}`, 403, "Must have admin rights to Repository."},
		{"unknown state", "olga", "PATCH", list + "/1", `{"state":"ajar"}`, 422, "Validation Failed"},
		{"unknown state in a list", "olga", "GET", list + "?state=ajar", "", 422, ""},
		{"since that is no time", "olga", "GET", list + "?since=yesterday", "", 422, "since"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.path == list+"/2" {
				w.issue("olga", "hers")
			}
			a := w.call(test.who, test.method, test.path, test.body)
			a.t = t
			a.want(test.status, test.message)
		})
	}
}

func TestIssues_readerMayOpenButNotLabel(t *testing.T) {
	w := newWorld(t)
	w.publish.AddLabel("accepted", "00ff00", "")
	const body = `{"title":"publish: acme/sdk@1.2.3","body":"text","labels":["accepted"],"assignees":["olga"]}`
	a := w.call("rita", "POST", "/repos/acme/publish/issues", body).want(201)
	if a.get("user", "login") != "rita" || a.get("body") != "text" || a.get("number") != 1.0 {
		t.Errorf("not the issue that was asked for: %s", a.body)
	}
	if len(a.get("labels").([]any)) != 0 || len(a.get("assignees").([]any)) != 0 {
		t.Errorf("a reader's labels and assignees were kept: %s", a.body)
	}
	a = w.call("tara", "POST", "/repos/acme/publish/issues", body).want(201)
	if len(a.get("labels").([]any)) != 1 || len(a.get("assignees").([]any)) != 1 {
		t.Errorf("those of one with triage were dropped: %s", a.body)
	}
}

func TestIssues_switchedOffAre410(t *testing.T) {
	w := newWorld(t)
	w.publish.SetIssues(false)
	w.call("rita", "POST", "/repos/acme/publish/issues", `{"title":"x"}`).want(410, "disabled")
}

func TestIssues_deletedAre410(t *testing.T) {
	w := newWorld(t)
	i := w.issue("rita", "x")
	if err := w.hub.DeleteIssue(w.hub.As("olga"), i.ID); err != nil {
		t.Fatal(err)
	}
	w.call("rita", "GET", "/repos/acme/publish/issues/1", "").want(410, "deleted")
}

func TestIssues_transferredLeadToTheNewPlace(t *testing.T) {
	w := newWorld(t)
	other := w.repo(hub.RepoSpec{Owner: "acme", Name: "other"})
	i := w.issue("rita", "x")
	if _, err := w.hub.TransferIssue(w.hub.As("olga"), i.ID, other.ID()); err != nil {
		t.Fatal(err)
	}
	a := w.call("rita", "GET", "/repos/acme/publish/issues/1/comments?per_page=5", "").want(301)
	to := "https://api.github.com/repositories/" + id(other.ID()) + "/issues/1/comments?per_page=5"
	if a.header.Get("Location") != to {
		t.Errorf("Location %q, want %q", a.header.Get("Location"), to)
	}
	w.call("rita", "POST", "/repos/acme/publish/issues/1/comments", `{"body":"x"}`).want(301)
}

func TestIssues_authorClosesAndReopensOnlyWhatTheyClosed(t *testing.T) {
	w := newWorld(t)
	w.issue("rita", "x")
	const path = "/repos/acme/publish/issues/1"
	a := w.call("rita", "PATCH", path, `{"state":"closed","state_reason":"not_planned"}`).want(200)
	if a.get("state_reason") != "not_planned" || a.get("closed_by", "login") != "rita" || a.get("closed_at") == nil {
		t.Errorf("not closed as asked: %s", a.body)
	}
	a = w.call("rita", "PATCH", path, `{"state":"open"}`).want(200)
	if a.get("state_reason") != "reopened" || a.get("closed_at") != nil || a.get("closed_by") != nil {
		t.Errorf("not reopened: %s", a.body)
	}
	w.call("tara", "PATCH", path, `{"state":"closed"}`).want(200)
	w.call("rita", "PATCH", path, `{"state":"open"}`).want(403)
	w.call("tara", "PATCH", path, `{"state":"open"}`).want(200)
}

func TestIssues_listIsFilteredAndSorted(t *testing.T) {
	w := newWorld(t)
	w.publish.AddLabel("bug", "ff0000", "")
	w.publish.AddLabel("big", "ff0000", "")
	w.issue("rita", "one")
	two := w.issue("tara", "two")
	three := w.issue("rita", "three")
	olga := w.hub.As("olga")
	for _, err := range []error{
		second(w.hub.AddLabels(olga, two.ID, "bug", "big")),
		second(w.hub.AddLabels(olga, three.ID, "bug")),
		second(w.hub.UpdateIssue(olga, three.ID, hub.IssueChange{State: new(hub.ClosedState)})),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for query, want := range map[string]string{
		"":                                "two one",
		"?state=all":                      "three two one",
		"?state=all&direction=asc":        "one two three",
		"?state=closed":                   "three",
		"?state=all&creator=RITA":         "three one",
		"?state=all&labels=bug":           "three two",
		"?state=all&labels=bug,big":       "two",
		"?state=all&sort=updated":         "three two one",
		"?state=all&assignee=none":        "three two one",
		"?since=2100-01-01T00:00:00Z":     "",
		"?state=all&per_page=2&page=2":    "one",
		"?state=all&per_page=500&page=-1": "three two one",
	} {
		var titles []string
		for _, i := range w.call("rita", "GET", "/repos/acme/publish/issues"+query, "").want(200).list() {
			titles = append(titles, i["title"].(string))
		}
		if got := strings.Join(titles, " "); got != want {
			t.Errorf("%q: got %q, want %q", query, got, want)
		}
	}
}

func second[T any](_ T, err error) error { return err }
