package config

import (
	"os"
	"strings"
	"testing"
)

// withAccess is the policy that is carried out whole, with one line of a target
// and the way to source repositories replaced.
func withAccess(t *testing.T, access, target string) *Policy {
	t.Helper()
	src, err := os.ReadFile(carriedOut)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(src), "  npm: {environment: npm, secrets: [NPM_TOKEN]}\n", "  npm: {environment: npm"+target+"}\n", 1)
	p, err := Parse("policy", []byte(text+access), "acme")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

const (
	sealed = `, seal: "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="`
	byApp  = "source-access: {app-id: 4711}\n"
)

func TestProjectUnreachable_namesWhatIsMissingForAToken(t *testing.T) {
	for name, test := range map[string]struct {
		access, target string
		private        bool
		want           []string
	}{
		"public, without a need": {"", "", false, nil},
		"write, without App and key": {"", ", source-token: write", false, []string{
			"policy:8:27: targets.npm.source-token is write, so its job needs a token of its own, and only an App can make one; write source-access: {app-id: N}",
			"policy:8:27: targets.npm.source-token is write, so its job needs a token, and there is no key to seal it with; write targets.npm.seal: KEY",
		}},
		"write, without key":       {byApp, ", source-token: write", false, []string{"there is no key to seal it with"}},
		"write, without App":       {"", ", source-token: write" + sealed, false, []string{"only an App can make one"}},
		"write":                    {byApp, ", source-token: write" + sealed, false, nil},
		"private, without App":     {"", sealed, true, []string{"policy:8:3: acme/sdk is private, so the job of targets.npm needs a token of its own", "targets.registry needs a token of its own", "no key to seal it with; write targets.registry.seal"}},
		"private, one key lacks":   {byApp, sealed, true, []string{"policy:9:3: acme/sdk is private, so the job of targets.registry needs a token, and there is no key"}},
		"private, but nobody asks": {byApp, sealed, false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			project, ok := withAccess(t, test.access, test.target).Lookup("sdk")
			if !ok {
				t.Fatal("no project")
			}
			found := project.Unreachable(test.private)
			if len(found) != len(test.want) {
				t.Fatalf("got %v, want %d problems", found, len(test.want))
			}
			for i, want := range test.want {
				if !strings.Contains(found[i].Error(), want) {
					t.Errorf("got %q, want %q in it", found[i].Error(), want)
				}
			}
		})
	}
}

func TestPolicyUnreachable_looksAtWhatProjectsUse(t *testing.T) {
	if found := withAccess(t, "", ", source-token: write").Unreachable(); len(found) != 2 {
		t.Errorf("got %v, want two problems, told once", found)
	}
	if found := parseFile(t, carriedOut).Unreachable(); len(found) > 0 {
		t.Error(found)
	}
}

func TestProject_sourceTokenIsTheLeastThatTheTargetsJobNeeds(t *testing.T) {
	own, craft := &Project{Publish: Step{By: ByRun}}, &Project{Publish: Step{By: ByCraft}}
	for _, test := range []struct {
		project *Project
		target  Target
		private bool
		want    string
	}{
		{own, Target{}, false, ""}, {own, Target{}, true, "read"}, {own, Target{SourceWrite: true}, false, "write"}, {own, Target{SourceWrite: true}, true, "write"},
		{craft, Target{}, false, "read"}, {craft, Target{}, true, "read"}, {craft, Target{SourceWrite: true}, false, "write"},
	} {
		if got := test.project.SourceToken(test.target, test.private); got != test.want {
			t.Errorf("published by %s, %+v, private %v: %q, want %q", test.project.Publish.By, test.target, test.private, got, test.want)
		}
	}
}
