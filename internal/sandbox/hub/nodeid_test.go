package hub_test

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestParseNode_readsWhatStringWrites(t *testing.T) {
	for _, n := range []hub.Node{
		{Kind: hub.IssueNode, Repo: 1_020_000_007, ID: 3_900_000_007},
		{Kind: hub.RefNode, Repo: 1_020_000_007, Name: "refs/heads/release/1.2.3"},
		{Kind: hub.UserNode, ID: 41898282},
	} {
		got, ok := hub.ParseNode(n.String())
		if !ok || got != n {
			t.Errorf("%s: got %v, want %v", n, got, n)
		}
	}
}

func TestParseNode_refusesWhatItIsNot(t *testing.T) {
	good := hub.Node{Kind: hub.IssueNode, ID: 1}.String()
	for _, id := range []string{"", "I_", "I", good[2:], good[:len(good)-2], "I_????", "I_AAAAAAAAAAAAAAAAAAAAAA", good + "=", "MDU6SXNzdWUx"} {
		if n, ok := hub.ParseNode(id); ok {
			t.Errorf("%q was read as %v", id, n)
		}
	}
}
