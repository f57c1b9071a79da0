package rest_test

import "testing"

func TestLabels_refusals(t *testing.T) {
	w := newWorld(t)
	w.publish.AddLabel("bug", "FF0000", "broken")
	const list = "/repos/acme/publish/labels"
	w.call("", "POST", list, `{"name":"x"}`).want(401)
	for _, who := range []string{"rita", "tara"} {
		w.call(who, "POST", list, `{"name":"x"}`).want(403, "Must have admin rights")
		w.call(who, "PATCH", list+"/bug", `{"new_name":"x"}`).want(403)
		w.call(who, "DELETE", list+"/bug", "").want(403)
	}
	a := w.call("wendy", "POST", list, `{"name":"BUG","color":"red"}`).want(422, "Validation Failed")
	if n := len(a.get("errors").([]any)); n != 2 {
		t.Errorf("%d errors, want the name and the colour: %s", n, a.body)
	}
	w.call("wendy", "POST", list, `{"color":"ff0000"}`).want(422)
	w.call("wendy", "GET", list+"/none", "").want(404)
	w.call("wendy", "PATCH", list+"/none", `{"new_name":"x"}`).want(404)
	w.call("wendy", "DELETE", list+"/none", "").want(404)
	w.call("rita", "GET", "/repos/acme/vault/labels", "").want(404)
}

func TestLabels_makeRenameDelete(t *testing.T) {
	w := newWorld(t)
	const list = "/repos/acme/publish/labels"
	a := w.call("wendy", "POST", list, `{"name":"good first issue","color":"00FF00","description":"easy"}`).want(201)
	if a.get("color") != "00ff00" || a.get("description") != "easy" || a.get("url") != "https://api.github.com"+list+"/good%20first%20issue" {
		t.Errorf("not the label that was asked for: %s", a.body)
	}
	w.call("rita", "GET", list+"/good%20first%20issue", "").want(200)
	renamed := w.call("wendy", "PATCH", list+"/good%20first%20issue", `{"new_name":"easy"}`).want(200)
	if renamed.get("id") != a.get("id") || renamed.get("name") != "easy" || renamed.get("color") != "00ff00" {
		t.Errorf("not renamed: %s", renamed.body)
	}
	w.call("wendy", "DELETE", list+"/easy", "").want(204)
	if l := w.call("", "GET", list, "").want(200).list(); len(l) != 0 {
		t.Errorf("still there: %v", l)
	}
}
