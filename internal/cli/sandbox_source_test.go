package cli

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// What people do to the release workflow of a source repository, release.yml, and
// what GitHub's API then says of it:
//
//	release LOGIN REPO REF [NAME=VALUE...]
//	                     starts it on a branch or tag with these inputs, and waits for its end
//	scheduled REPO CRON  its time comes, and it ends
//	again LOGIN REPO failed|all
//	                     runs the jobs of its newest run again, all or those that failed
//	pushtoken LOGIN REPO the secret RELEASE_PUSH_TOKEN is a token of LOGIN's for that repository, with
//	                     contents: write and nothing else
//	attested REPO [FIELD=VALUE...]
//	                     the newest run attests one record by its job record, in that attempt, with
//	                     these fields; changelog=TEXT is what the changelog says somewhere
//	concluded REPO END [TEXT]
//	                     the newest run ended so, and said TEXT in an annotation
//	pushes REPO REF N    so many runs were started by pushes to a branch
var sourceCmds = map[string]func(*testscript.TestScript, bool, []string){
	"release": func(ts *testscript.TestScript, neg bool, args []string) {
		inputs := map[string]any{}
		for _, arg := range args[3:] {
			name, value, _ := strings.Cut(arg, "=")
			inputs[name] = value
		}
		h := boxOf(ts).Hub()
		_, err := h.DispatchWorkflow(h.As(args[0]), h.Settings(args[1]).ID(), "release.yml", args[2], inputs)
		if neg == (err == nil) {
			ts.Fatalf("starting the release workflow: %v", err)
		}
		settle(ts, false, nil)
	},
	"scheduled": func(ts *testscript.TestScript, neg bool, args []string) {
		ts.Check(boxOf(ts).Schedule(args[0], args[1]))
		settle(ts, false, nil)
	},
	"again": func(ts *testscript.TestScript, neg bool, args []string) {
		h := boxOf(ts).Hub()
		ts.Check(h.RerunRun(h.As(args[0]), h.Settings(args[1]).ID(), releaseRun(ts, args[1]).ID, args[2] == "failed"))
		settle(ts, false, nil)
	},
	"pushtoken": func(ts *testscript.TestScript, neg bool, args []string) {
		h := boxOf(ts).Hub()
		token := h.NewToken(hub.TokenSpec{
			User: args[0], Kind: hub.FineGrained, Repos: []string{args[1]},
			Permissions: map[string]hub.Access{"metadata": hub.ReadAccess, "contents": hub.WriteAccess},
		})
		h.Settings(args[1]).AddSecret("RELEASE_PUSH_TOKEN", token.Secret)
	},
	"attested":  wantAttested,
	"concluded": wantConcluded,
	"pushes": func(ts *testscript.TestScript, neg bool, args []string) {
		h := boxOf(ts).Hub()
		runs, err := h.Runs(h.As("olivia"), h.Settings(args[0]).ID())
		ts.Check(err)
		n := 0
		for _, run := range runs {
			if run.Event == "push" && run.Branch() == args[1] {
				n++
			}
		}
		if fmt.Sprint(n) != args[2] {
			ts.Fatalf("pushes to %s started %d runs, want %s", args[1], n, args[2])
		}
	},
}

// releaseRun is the newest run of the release workflow.
func releaseRun(ts *testscript.TestScript, repo string) hub.Run {
	h := boxOf(ts).Hub()
	runs, err := h.Runs(h.As("olivia"), h.Settings(repo).ID())
	ts.Check(err)
	for _, run := range runs {
		if run.Path == ".github/workflows/release.yml" {
			return run
		}
	}
	ts.Fatalf("release.yml of %s has not run", repo)
	return hub.Run{}
}

// remark is an annotation with the job that left it, as the API tells it.
type remark struct {
	job     string
	Level   string `json:"annotation_level"`
	Title   string `json:"title"`
	Message string `json:"message"`
}

// remarksOf asks the API for the annotations of the newest attempt of the newest
// run of the release workflow, as adam.
func remarksOf(ts *testscript.TestScript, repo string) (run release.Run, remarks []remark) {
	newest := releaseRun(ts, repo)
	run = release.Run{ID: newest.ID, Attempt: newest.Attempt}
	var list struct {
		Jobs []struct {
			Name        string `json:"name"`
			RunID       int64  `json:"run_id"`
			Attempt     int    `json:"run_attempt"`
			CheckRunURL string `json:"check_run_url"`
		} `json:"jobs"`
	}
	get(ts, fmt.Sprintf("https://api.github.com/repos/%s/actions/runs/%d/attempts/%d/jobs", repo, run.ID, run.Attempt), &list)
	for _, job := range list.Jobs {
		if job.RunID != run.ID || job.Attempt != run.Attempt {
			ts.Fatalf("job %s is of run %d/%d", job.Name, job.RunID, job.Attempt)
		}
		var some []remark
		get(ts, job.CheckRunURL+"/annotations", &some)
		for _, one := range some {
			one.job = job.Name
			remarks = append(remarks, one)
		}
	}
	return run, remarks
}

func get(ts *testscript.TestScript, address string, into any) {
	box := boxOf(ts)
	env := map[string]string{}
	for _, entry := range box.Env("adam") {
		name, value, _ := strings.Cut(entry, "=")
		env[name] = value
	}
	proxy, err := url.Parse(env["HTTPS_PROXY"])
	ts.Check(err)
	authority, err := os.ReadFile(env["SSL_CERT_FILE"])
	ts.Check(err)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(authority)
	client := &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(proxy), TLSClientConfig: &tls.Config{RootCAs: pool}, DisableKeepAlives: true}}
	request, err := http.NewRequest("GET", address, nil)
	ts.Check(err)
	request.Header.Set("Authorization", "Bearer "+box.Hub().NewToken(hub.TokenSpec{User: "adam"}).Secret)
	response, err := client.Do(request)
	ts.Check(err)
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		ts.Fatalf("GET %s: %s", address, response.Status)
	}
	ts.Check(json.NewDecoder(response.Body).Decode(into))
}

func wantAttested(ts *testscript.TestScript, neg bool, args []string) {
	run, remarks := remarksOf(ts, args[0])
	var records []release.Request
	changelog := ""
	for _, r := range remarks {
		switch r.Title {
		case record.AttestationTitle:
			parsed, problems := record.ParseAttestation(r.Message)
			if len(problems) > 0 || r.Level != "notice" || r.job != "release / record" {
				ts.Fatalf("the record is no record: %v in %+v", problems, r)
			}
			records = append(records, parsed)
		case record.ChangelogTitle:
			changelog = r.Message
		}
	}
	if len(records) != 1 {
		ts.Fatalf("%d records are attested by %+v; steps printed:\n%s", len(records), remarks, ts.Value(boxKey{}).(*boxHolder).log.String())
	}
	got := records[0]
	if got.Run != run.String() || got.Changelog != record.HashChangelog(changelog) {
		ts.Fatalf("run %s attests the record %+v with the changelog %q", run, got, changelog)
	}
	text, err := json.Marshal(got)
	ts.Check(err)
	fields := map[string]any{}
	ts.Check(json.Unmarshal(text, &fields))
	for _, arg := range args[1:] {
		name, want, _ := strings.Cut(arg, "=")
		if name == "changelog" {
			if !strings.Contains(changelog, want) {
				ts.Fatalf("the changelog does not say %q: %q", want, changelog)
			}
			continue
		}
		if have := fmt.Sprint(fields[name]); have != want {
			ts.Fatalf("the record's %s is %q, want %q", name, have, want)
		}
	}
}

func wantConcluded(ts *testscript.TestScript, neg bool, args []string) {
	run := releaseRun(ts, args[0])
	_, remarks := remarksOf(ts, args[0])
	found := len(args) < 3
	for _, r := range remarks {
		found = found || strings.Contains(r.Message, args[2])
		if run.Conclusion != "success" && r.Title == record.AttestationTitle {
			ts.Fatalf("a run that is a %s attests %s", run.Conclusion, r.Message)
		}
	}
	if run.Conclusion != args[1] || !found && !strings.Contains(ts.Value(boxKey{}).(*boxHolder).log.String(), args[2]) {
		ts.Fatalf("the run is a %s and says %+v; steps printed:\n%s", run.Conclusion, remarks, ts.Value(boxKey{}).(*boxHolder).log.String())
	}
}
