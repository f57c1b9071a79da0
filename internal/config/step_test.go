package config

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFill_keepsEachArgumentOne(t *testing.T) {
	command := []string{"./publish", "{target}", "--tag={tag} {version}", "{commit}", "{path}", "{other} {}", "$(x); {tag}"}
	values := Values{Version: "1.2.3", Tag: "{version} \"; rm -rf /", Commit: "c0ffee", Target: "npm"}
	want := []string{"./publish", "npm", "--tag={version} \"; rm -rf / 1.2.3", "c0ffee", "", "{other} {}", "$(x); {version} \"; rm -rf /"}
	if diff := cmp.Diff(want, Fill(command, values)); diff != "" {
		t.Error(diff)
	}
	if command[1] != "{target}" {
		t.Error("the policy's own command was changed")
	}
}
