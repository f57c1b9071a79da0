package actions

import (
	"os"
	"strings"
	"testing"
)

func TestProtocol_isTheSameOnBothSides(t *testing.T) {
	read := func(path, clause string) string {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, found := strings.Cut(string(content), clause)
		if !found {
			t.Fatalf("%s has no %q", path, clause)
		}
		return rest
	}
	if read("protocol.go", "package actions\n") != read("../runner/protocol.go", "package main\n") {
		t.Error("actions/protocol.go and runner/protocol.go differ: copy the one that is right")
	}
}
