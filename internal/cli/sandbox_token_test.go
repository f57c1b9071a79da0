package cli

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// What scripts do about publishing tokens:
//
//	accepts HOST TOKEN ACCOUNT   an npm registry is at the host, and knows that token
//	environment NAME [SECRET...] acme/publish has that environment with these secrets
//	holds ENVIRONMENT NAME VALUE
//	                             that environment of acme/publish has the secret with that value
//	rotations N [TEXT...]        issue N is the one for rotations; its receipts hold these texts
//	unseen VALUE                 no file under the script's folder, none of the people's homes
//	                             and no temporary file holds the value
var tokenCmds = map[string]func(*testscript.TestScript, bool, []string){
	"accepts":     acceptToken,
	"environment": addEnvironment,
	"holds":       wantHeld,
	"rotations":   wantRotations,
	"unseen":      wantUnseen,
}

func acceptToken(ts *testscript.TestScript, neg bool, args []string) {
	boxOf(ts).Handle(args[0], http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/-/whoami" || r.Header.Get("Authorization") != "Bearer "+args[1] {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]string{"username": args[2]})
	}))
}

func addEnvironment(ts *testscript.TestScript, neg bool, args []string) {
	secrets := map[string]string{}
	for _, name := range args[1:] {
		secrets[name] = "secret-of-" + args[0]
	}
	boxOf(ts).Hub().Settings(centralName).AddEnvironment(hub.EnvironmentSpec{Name: args[0], Branches: []string{"main"}, Secrets: secrets})
}

func wantHeld(ts *testscript.TestScript, neg bool, args []string) {
	h := boxOf(ts).Hub()
	value, found := h.EnvironmentSecretValues(h.Settings(centralName).ID(), args[0])[args[1]]
	if ok := found && value == args[2]; ok == neg {
		ts.Fatalf("the secret %s of %s is %q", args[1], args[0], value)
	}
}

func wantRotations(ts *testscript.TestScript, neg bool, args []string) {
	h, issue := boxOf(ts).Hub(), issueOf(ts, args[0])
	comments, err := h.Comments(h.As("olivia"), issue.ID)
	ts.Check(err)
	texts := args[1:]
	ok := record.IsRotations(issue.Title, issue.Body) && len(comments) == len(texts)
	for i := range texts {
		ok = ok && strings.Contains(comments[i].Body, texts[i]) && strings.Contains(comments[i].Body, "<!-- release-request-rotation {")
	}
	if ok == neg {
		ts.Fatalf("issue %s is %q, with the comments %+v", args[0], issue.Title, comments)
	}
}

func wantUnseen(ts *testscript.TestScript, neg bool, args []string) {
	for _, dir := range []string{ts.MkAbs("."), ts.Getenv("HOME"), ts.Getenv("TMPDIR")} {
		ts.Check(filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			text, err := os.ReadFile(path)
			if err == nil && strings.Contains(string(text), args[0]) {
				ts.Fatalf("%s holds the value", path)
			}
			return err
		}))
	}
}
