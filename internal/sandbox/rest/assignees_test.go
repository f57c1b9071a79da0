package rest_test

import "testing"

func TestAssignees_ofThoseWhoMayNotAreIgnored(t *testing.T) {
	w := newWorld(t)
	w.issue("rita", "x")
	const path = "/repos/acme/publish/issues/1/assignees"
	w.call("", "POST", path, `{"assignees":["olga"]}`).want(401)
	w.hub.AddUser("stranger")
	for who, body := range map[string]string{"rita": `{"assignees":["olga"]}`, "wendy": `{"assignees":["stranger","nobody"]}`} {
		if a := w.call(who, "POST", path, body).want(201); len(a.get("assignees").([]any)) != 0 {
			t.Errorf("%s assigned: %s", who, a.body)
		}
	}
	if a := w.call("tara", "POST", path, `{"assignees":["olga","tara"]}`).want(201); len(a.get("assignees").([]any)) != 2 || a.get("assignee", "login") != "olga" {
		t.Errorf("not assigned: %s", a.body)
	}
	w.call("rita", "DELETE", path, `{"assignees":["olga"]}`).want(200)
	if a := w.call("tara", "DELETE", path, `{"assignees":["olga"]}`).want(200); len(a.get("assignees").([]any)) != 1 {
		t.Errorf("%s", a.body)
	}
}
