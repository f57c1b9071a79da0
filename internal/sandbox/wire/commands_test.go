package wire

import (
	"fmt"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
)

func pkt(line string) string { return fmt.Sprintf("%04x%s", len(line)+4, line) }

func TestParseCommands_readsUpToTheFlush(t *testing.T) {
	sha := strings.Repeat("a", 40)
	body := pkt("shallow "+sha) + pkt(gitstore.Zero+" "+sha+" refs/heads/new\x00report-status agent=git/2") +
		pkt(sha+" "+gitstore.Zero+" refs/heads/old\n") + "0000PACK" + "0bad"
	got, err := parseCommands([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	want := []gitstore.RefUpdate{{Name: "refs/heads/new", Before: gitstore.Zero, After: sha}, {Name: "refs/heads/old", Before: sha, After: gitstore.Zero}}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("commands = %v, want %v", got, want)
	}
	if probe, err := parseCommands([]byte("0000")); len(probe) != 0 || err != nil {
		t.Errorf("probe = %v, %v", probe, err)
	}
}

func TestParseCommands_refusesWhatIsNoCommand(t *testing.T) {
	sha := strings.Repeat("a", 40)
	for name, body := range map[string]string{
		"nothing":            "",
		"no flush":           pkt(sha + " " + sha + " refs/heads/a"),
		"short line":         "0003",
		"longer than body":   "00ffabc",
		"no length":          "zzzz",
		"a certificate":      pkt("push-cert\x00caps") + "0000",
		"an id that is none": pkt("HEAD "+sha+" refs/heads/a") + "0000",
	} {
		if commands, err := parseCommands([]byte(body)); err == nil {
			t.Errorf("%s: %v", name, commands)
		}
	}
}
