package record

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestRenderRotation_holdsWhatItSays(t *testing.T) {
	set := time.Date(2026, 3, 2, 9, 0, 5, 0, time.UTC)
	r := Rotation{Policy: strings.Repeat("a", 40), At: set.Add(-5 * time.Second), Tokens: []RotatedToken{
		{Name: "NPM_TOKEN", Verified: "works", Environments: []RotatedPlace{{"npm", set}, {"mirror -->@all", time.Time{}}}},
	}}
	text, err := RenderRotation(r)
	if err != nil {
		t.Fatal(err)
	}
	const want = "**Not every token was replaced everywhere.**\n\n- `NPM_TOKEN`: set in `npm`; **not set** in mirror --&#62;@&#8203;all; the new value: works\n\nPolicy at `aaaaaaaaaaaa`\n\n"
	rest, ok := strings.CutPrefix(text, want)
	raw, marked := cutComment(rest, rotationMarker)
	if !ok || !marked || strings.Contains(string(raw), "@") {
		t.Fatalf("it reads\n%s", text)
	}
	var back Rotation
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	r.Schema, r.Kind = 1, "rotation"
	if diff := cmp.Diff(r, back); diff != "" {
		t.Error(diff)
	}
	r.Tokens[0].Environments = r.Tokens[0].Environments[:1]
	if text, err := RenderRotation(r); err != nil || !strings.HasPrefix(text, "**Tokens were replaced.**\n\n- `NPM_TOKEN`: set in `npm`; the new value: works\n") {
		t.Errorf("it reads\n%s (%v)", text, err)
	}
}

func TestIsRotations_takesTitleAndMark(t *testing.T) {
	for _, c := range []struct {
		title, body string
		want        bool
	}{
		{RotationsTitle, RotationsBody(), true},
		{RotationsTitle, strings.ReplaceAll(RotationsBody(), "\n", "\r\n"), true},
		{RotationsTitle, "All tokens", false},
		{"Tokens", RotationsBody(), false},
		{RotationsTitle, "see:\n" + RotationsBody(), false},
	} {
		if IsRotations(c.title, c.body) != c.want {
			t.Errorf("%q %.30q: %v", c.title, c.body, !c.want)
		}
	}
	if Claims(RotationsTitle, RotationsBody()) {
		t.Error("it would be looked after as a request")
	}
}
