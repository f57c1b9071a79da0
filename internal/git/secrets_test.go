package git_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/git"
)

// privateJob has a source repository that only the token reads.
func privateJob(t *testing.T) *job { return newJob(t, private+"sdk.git", nil) }

func (j *job) withToken() git.Fetched {
	f := j.fetched()
	f.Token = token
	return f
}

// TestCheckout_showsAndLeavesTheTokenNowhere looks at the arguments of every
// process, at all files of the checkout, and at the environment of git's calls
// after the fetch.
func TestCheckout_showsAndLeavesTheTokenNowhere(t *testing.T) {
	j := privateJob(t)
	log := spy(t, `echo "argv: $*" >>"$log"; case "$*" in *" fetch "*) ;; *) env >>"$log";; esac`)
	dir := j.checkout(j.withToken())
	if !strings.Contains(j.remote.requests(), "Authorization") && !holdsToken(j.remote.requests()) {
		t.Fatalf("the token was not needed:\n%s", j.remote.requests())
	}
	if !strings.Contains(log(), "argv: ") || !strings.Contains(log(), " fetch ") || !strings.Contains(log(), "PATH=") {
		t.Fatalf("nothing was seen:\n%s", log())
	}
	if holdsToken(log()) {
		t.Errorf("the token is in an argument, or in the environment of another command than fetch:\n%s", log())
	}
	if found := grep(t, dir); len(found) != 0 {
		t.Errorf("the token is in %q", found)
	}
	if got, err := j.tryGit(dir, "config", "--local", "--get-regexp", `^(http|credential|url)\.`); err == nil {
		t.Errorf("the checkout has settings of its own: %s", got)
	}
}

// TestCheckout_saysTheTokenInNoError fails in all ways in which git says much,
// with everything traced that can be.
func TestCheckout_saysTheTokenInNoError(t *testing.T) {
	j := privateJob(t)
	j.set("trace2.configParams", "*")
	j.set("trace2.envVars", "GIT_CONFIG_VALUE_0,GIT_CONFIG_VALUE_1,GIT_CONFIG_VALUE_2,GIT_CONFIG_VALUE_3,GIT_CONFIG_VALUE_4,GIT_CONFIG_VALUE_5,GIT_CONFIG_VALUE_6,GIT_CONFIG_VALUE_7,GIT_CONFIG_VALUE_8")
	for _, target := range []string{"normalTarget", "perfTarget", "eventTarget"} {
		j.set("trace2."+target, "2")
	}
	for name, value := range map[string]string{
		"GIT_TRACE": "2", "GIT_TRACE_CURL": "2", "GIT_CURL_VERBOSE": "1", "GIT_TRACE_PACKET": "2", "GIT_TRACE_SETUP": "2", "GIT_TRACE2": "2", "GIT_TRACE2_EVENT": "2",
		"GIT_TRACE2_PERF": "2", "GIT_TRACE_REDACT": "0", "GIT_TRACE2_CONFIG_PARAMS": "*",
		"GIT_TRACE2_ENV_VARS": "GIT_CONFIG_VALUE_4,GIT_CONFIG_VALUE_5,GIT_CONFIG_VALUE_6,GIT_CONFIG_VALUE_7,GIT_CONFIG_VALUE_8",
	} {
		t.Setenv(name, value)
	}
	f := j.withToken()
	f.Commit = strings.Repeat("a", 40)
	for what, f := range map[string]git.Fetched{
		"no such commit":     f,
		"no such repository": {URL: j.remote.URL + private + "absent.git", Commit: j.commit, Branch: branch, Token: token},
		"a broken URL":       {URL: "https://127.0.0.1:1/x.git", Commit: j.commit, Branch: branch, Token: token},
	} {
		said := j.refused(f)
		if holdsToken(said) {
			t.Errorf("%s: the error holds the token:\n%s", what, said)
		}
		if !strings.Contains(said, "git fetch: ") || !strings.Contains(said, "fatal: ") {
			t.Errorf("%s: it does not say what git says:\n%s", what, said)
		}
	}
}

// TestCheckout_isRefusedWithoutTheToken: nothing of the machine's stands in for
// it, and nobody is asked.
func TestCheckout_isRefusedWithoutTheToken(t *testing.T) {
	j := privateJob(t)
	m := newMarker(t)
	helper := j.file("helper")
	if err := os.WriteFile(helper, []byte("#!/bin/sh\necho helper >>'"+m.marks+"'\necho username=x\necho password="+token+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"credential.helper", "credential." + j.remote.URL + ".helper", "credential." + j.remote.URL + private + ".helper"} {
		j.set(key, helper)
	}
	t.Setenv("GIT_ASKPASS", m.program(j.file("askpass")))
	t.Setenv("SSH_ASKPASS", m.program(j.file("ssh-askpass")))
	j.set("core.askPass", m.program(j.file("core-askpass")))
	t.Setenv("GIT_TERMINAL_PROMPT", "1")
	if said := j.refused(j.fetched()); !strings.Contains(said, "terminal prompts disabled") {
		t.Errorf("it says %s", said)
	}
	wrong := j.fetched()
	wrong.Token = "ghs_wrong"
	if said := j.refused(wrong); !strings.Contains(said, "Authentication failed") && !strings.Contains(said, "terminal prompts disabled") {
		t.Errorf("it says %s", said)
	}
	if marks := m.take(); len(marks) != 0 {
		t.Errorf("asked were %q", marks)
	}
	if got := j.git(j.home, "ls-remote", j.url, "HEAD"); got == "" || len(m.take()) == 0 {
		t.Error("the machine's helper would not have helped, so this proves nothing")
	}
}

// TestCheckout_sendsNoHeaderOfTheMachines: GitHub refuses two of them, and one
// that is wrong fails what is public.
func TestCheckout_sendsNoHeaderOfTheMachines(t *testing.T) {
	for _, path := range []string{private + "sdk.git", "/acme/sdk.git"} {
		j := newJob(t, path, nil)
		for _, key := range []string{"http.extraHeader", "http." + j.remote.URL + "/.extraHeader"} {
			j.set(key, "Authorization: Basic bWFjaGluZTp3cm9uZw==")
		}
		f := j.fetched()
		if strings.HasPrefix(path, private) {
			f.Token = token
		}
		j.checkout(f)
		if got := j.remote.requests(); strings.Contains(got, "bWFjaGluZTp3cm9uZw") {
			t.Errorf("sent was\n%s", got)
		}
	}
}

// TestCheckout_followsNoRedirect: a repository that was renamed is not the one
// that was approved, and the token is not for another host.
func TestCheckout_followsNoRedirect(t *testing.T) {
	j := newJob(t, renamed+"sdk.git", nil)
	other := newRemote(t)
	other.put(j.person, renamed+"sdk.git", j.work)
	j.checkout(j.withToken())
	j.remote.redirectTo(other)
	j.set("http.followRedirects", "true")
	j.set("http."+j.remote.URL+".followRedirects", "true")
	j.set("http.sslVerify", "false")
	if said := j.refused(j.withToken()); holdsToken(said) || !strings.Contains(said, "301") {
		t.Errorf("it says %s", said)
	}
	if got := other.requests(); got != "" {
		t.Errorf("the other host was asked\n%s", got)
	}
	if got := j.git(j.home, "ls-remote", j.url, "HEAD"); got == "" || other.requests() == "" {
		t.Error("git would not have followed, so this proves nothing")
	}
}

// grep returns the files below dir whose content holds a token.
func grep(t *testing.T, dir string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && holdsToken(read(t, path)) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
