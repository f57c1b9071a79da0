package rest_test

import (
	"archive/zip"
	"io"
	"strings"
	"testing"
)

func TestArtifacts_areListedAndDownloaded(t *testing.T) {
	w := newRunWorld(t)
	run, other := w.run(), w.run()
	leave := func(run int64, name string) {
		t.Helper()
		if _, err := w.hub.AddArtifact(run, name, map[string][]byte{"sdk-1.2.3.tgz": []byte("packed by " + name)}); err != nil {
			t.Fatal(err)
		}
	}
	leave(run.ID, "package")
	leave(run.ID, "logs")
	leave(other.ID, "package")
	const base = "/repos/acme/sdk/actions"
	for path, want := range map[string]float64{
		"/artifacts": 3, "/artifacts?name=package": 2, "/artifacts?name=none": 0,
		"/runs/" + id(run.ID) + "/artifacts": 2, "/runs/" + id(run.ID) + "/artifacts?name=logs": 1,
	} {
		if got := w.call("rita", "GET", base+path, "").want(200).get("total_count"); got != want {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
	newest := w.call("rita", "GET", base+"/artifacts?per_page=1", "").want(200)
	first, _ := newest.get("artifacts").([]any)
	artifact, _ := first[0].(map[string]any)
	by, _ := artifact["workflow_run"].(map[string]any)
	if artifact["name"] != "package" || by["id"] != float64(other.ID) || by["head_sha"] != w.main {
		t.Errorf("the newest is %v", artifact)
	}
	number, _ := artifact["id"].(float64)
	address := base + "/artifacts/" + id(int64(number)) + "/zip"
	w.call("", "GET", address, "").want(403)
	w.call("rita", "GET", base+"/artifacts/1/zip", "").want(404)
	w.call("rita", "GET", strings.TrimSuffix(address, "zip")+"tar", "").want(404)
	body := w.log(w.call("rita", "GET", address, "").want(302).header.Get("Location"))
	archive, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := archive.Open("sdk-1.2.3.tgz")
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(f); err != nil || string(text) != "packed by package" {
		t.Errorf("it holds %q, %v", text, err)
	}
}
