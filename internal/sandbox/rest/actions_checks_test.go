package rest_test

import (
	"fmt"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestCheckRuns_areMadeByAppsOnly(t *testing.T) {
	w := newGitWorld(t)
	body := fmt.Sprintf(`{"name":"ci","head_sha":%q}`, w.main)
	w.call("wendy", "POST", "/repos/acme/sdk/check-runs", body).want(403, "You must authenticate via a GitHub App.")
	w.call("rita", "POST", "/repos/acme/sdk/check-runs", body).want(403)
	reader := w.hub.NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{"acme/sdk"}, Permissions: map[string]hub.Access{"checks": hub.ReadAccess}}).Secret
	w.call(reader, "POST", "/repos/acme/sdk/check-runs", body).want(403, "Resource not accessible by integration")
}

func TestCheckRuns(t *testing.T) {
	w := newGitWorld(t)
	app := w.hub.NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{"acme/sdk"}, Permissions: map[string]hub.Access{"checks": hub.WriteAccess}}).Secret
	const runs = "/repos/acme/sdk/check-runs"
	w.call(app, "POST", runs, `{"name":"ci"}`).want(422)
	w.call(app, "POST", runs, `{"name":"ci","head_sha":"1111111111111111111111111111111111111111"}`).want(422, "No commit found for SHA")
	w.call(app, "POST", runs, fmt.Sprintf(`{"name":"ci","head_sha":%q,"status":"completed"}`, w.main)).want(422)
	first := w.call(app, "POST", runs, fmt.Sprintf(`{"name":"ci","head_sha":%q,"conclusion":"failure"}`, w.main)).want(201)
	w.call(app, "POST", runs, fmt.Sprintf(`{"name":"ci","head_sha":%q,"conclusion":"success","output":{"title":"T","summary":"S","annotations":[{"path":"a","start_line":1,"end_line":2,"annotation_level":"notice","message":"M"}]}}`, w.main)).want(201)
	w.call(app, "POST", runs, fmt.Sprintf(`{"name":"slow","head_sha":%q,"status":"in_progress"}`, w.main)).want(201)

	latest := w.call("", "GET", "/repos/acme/sdk/commits/main/check-runs", "").want(200)
	if latest.get("total_count") != 2.0 {
		t.Errorf("latest: %s", latest.body)
	}
	for query, want := range map[string]float64{"filter=all": 3, "check_name=ci": 1, "status=in_progress": 1, "app_id=1": 0, "app_id=15368": 2} {
		if got := w.call("", "GET", "/repos/acme/sdk/commits/"+w.main+"/check-runs?"+query, "").want(200).get("total_count"); got != want {
			t.Errorf("%s: %v check runs, want %v", query, got, want)
		}
	}
	w.call("", "GET", "/repos/acme/sdk/commits/none/check-runs", "").want(422)
	newest, _ := latest.get("check_runs").([]any)[1].(map[string]any)
	notes := w.call("", "GET", fmt.Sprintf("%s/%.0f/annotations", runs, newest["id"]), "").want(200).list()
	if len(notes) != 1 || notes[0]["annotation_level"] != "notice" {
		t.Errorf("annotations: %v", notes)
	}
	w.call("", "GET", runs+"/1", "").want(404)

	suites := w.call("", "GET", "/repos/acme/sdk/commits/main/check-suites", "").want(200)
	suite, _ := suites.get("check_suites").([]any)[0].(map[string]any)
	if suites.get("total_count") != 1.0 || suite["status"] != "in_progress" || suite["head_branch"] != "main" {
		t.Errorf("suites: %s", suites.body)
	}
	one := fmt.Sprintf("/repos/acme/sdk/check-suites/%.0f", first.get("check_suite", "id"))
	w.call("", "GET", one, "").want(200)
	if got := w.call("", "GET", one+"/check-runs?filter=all", "").want(200).get("total_count"); got != 3.0 {
		t.Errorf("%v check runs in the suite", got)
	}
	w.call("", "GET", "/repos/acme/sdk/check-suites/1", "").want(404)
}

func TestStatuses(t *testing.T) {
	w := newGitWorld(t)
	path := "/repos/acme/sdk/statuses/" + w.main
	for who, status := range map[string]int{"": 401, "rita": 404, "tara": 404} {
		w.call(who, "POST", path, `{"state":"success"}`).want(status)
	}
	w.call("wendy", "POST", path, `{"state":"fine"}`).want(422)
	w.call("wendy", "POST", "/repos/acme/sdk/statuses/1111111111111111111111111111111111111111", `{"state":"success"}`).want(422)
	const combined = "/repos/acme/sdk/commits/main/status"
	expect := func(state string, count float64) {
		t.Helper()
		if a := w.call("", "GET", combined, "").want(200); a.get("state") != state || a.get("total_count") != count {
			t.Errorf("combined: %s, want %s of %v", a.body, state, count)
		}
	}
	expect("pending", 0)
	w.call("wendy", "POST", path, `{"state":"failure","context":"ci/a"}`).want(201)
	w.call("wendy", "POST", path, `{"state":"success","context":"ci/b"}`).want(201)
	expect("failure", 2)
	w.call("wendy", "POST", path, `{"state":"pending","context":"ci/a","description":"soon"}`).want(201)
	expect("pending", 2)
	w.call("wendy", "POST", path, `{"state":"success","context":"ci/a","target_url":"https://example.test/1"}`).want(201)
	expect("success", 2)
	if list := w.call("", "GET", "/repos/acme/sdk/commits/main/statuses", "").want(200).list(); len(list) != 4 || list[0]["state"] != "success" {
		t.Errorf("statuses: %v", list)
	}
}
