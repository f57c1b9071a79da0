package main

import (
	"maps"
	"os"
	"testing"
)

// chain plays testdata/chain.yml with environments that have their own secrets.
func chain(t *testing.T, change func(*stage)) played {
	t.Helper()
	text, err := os.ReadFile("testdata/chain.yml")
	if err != nil {
		t.Fatal(err)
	}
	secrets := map[string]map[string]string{
		"one":   {"ONE_TOKEN": "one-secret"},
		"three": {"THREE_TOKEN": "three-secret"},
	}
	s := stage{
		text:   string(text),
		event:  labeled("accepted"),
		answer: func(q JobQuestion) JobAnswer { return JobAnswer{Secrets: secrets[q.Environment]} },
	}
	change(&s)
	return s.play(t)
}

func labeled(name string) map[string]any {
	return map[string]any{
		"action": "labeled", "decision": "publish", "label": map[string]any{"name": name}, "issue": map[string]any{"number": 42},
	}
}

func TestChain(t *testing.T) {
	tests := []struct {
		name   string
		change func(*stage)
		want   map[string]string
		run    string
	}{
		{
			"publishes what is asked for and skips the rest", func(*stage) {},
			map[string]string{"gate": "success", "publish-one": "success", "publish-two": "skipped", "publish-three": "success", "report": "success"},
			"success",
		},
		{
			"stops at a failure and still reports",
			func(s *stage) { s.event["fail"] = "yes" },
			map[string]string{"gate": "success", "publish-one": "failure", "publish-two": "skipped", "publish-three": "skipped", "report": "success"},
			"failure",
		},
		{
			"publishes nothing when the gate says no",
			func(s *stage) { s.event["decision"] = "refuse" },
			map[string]string{"gate": "success", "publish-one": "skipped", "publish-two": "skipped", "publish-three": "skipped", "report": "skipped"},
			"success",
		},
		{
			"starts nothing for another label",
			func(s *stage) { s.event = labeled("bug") },
			map[string]string{"gate": "skipped", "publish-one": "skipped", "publish-two": "skipped", "publish-three": "skipped", "report": "skipped"},
			"skipped",
		},
		{
			"takes over jobs of an earlier attempt with their outputs",
			func(s *stage) {
				s.finished = map[string]FinishedJob{"gate": {Result: "success", Outputs: map[string]string{
					"decision": "publish", "digest12": "abcdef123456", "three": "go",
				}}}
			},
			map[string]string{"publish-one": "skipped", "publish-two": "skipped", "publish-three": "success", "report": "success"},
			"success",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := chain(t, tt.change)
			if got := p.conclusions(); !maps.Equal(got, tt.want) {
				t.Errorf("jobs:\n got %v\nwant %v", got, tt.want)
			}
			if p.conclusion != tt.run {
				t.Errorf("run: %s, want %s", p.conclusion, tt.run)
			}
		})
	}
}

func TestChain_namesJobsAsGitHubDoes(t *testing.T) {
	p := chain(t, func(*stage) {})
	if got := p.jobs["publish-one"].Name; got != "publish one abcdef123456" {
		t.Errorf("a job that ran is called %q", got)
	}
	if got := p.jobs["publish-two"].Name; got != "publish two ${{ needs.gate.outputs.digest12 }}" {
		t.Errorf("a job that was skipped is called %q", got)
	}
}

func TestChain_needsOfASkippedJobAreEmpty(t *testing.T) {
	p := chain(t, func(*stage) {})
	want := map[string]string{"one": "success", "two": "skipped", "three": "success"}
	if got := p.jobs["report"].Outputs; !maps.Equal(got, want) {
		t.Errorf("report saw %v, want %v", got, want)
	}
	if got := p.jobs["publish-two"].Outputs; len(got) != 0 {
		t.Errorf("a skipped job has outputs %v", got)
	}
}

func TestChain_asksForPermissionsAndEnvironment(t *testing.T) {
	p := chain(t, func(*stage) {})
	gate, one := p.questions["gate"], p.questions["publish-one"]
	if gate.Environment != "release-gate" || !maps.Equal(gate.Permissions.Scopes, map[string]string{"contents": "read", "issues": "write"}) {
		t.Errorf("the job's own permissions: %+v", gate)
	}
	if one.Permissions == nil || one.Permissions.All != "" || len(one.Permissions.Scopes) != 0 {
		t.Errorf("the workflow's empty permissions: %+v", one.Permissions)
	}
}
