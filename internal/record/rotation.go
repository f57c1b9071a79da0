package record

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// RotationSchema is the number of the wording of a rotation's receipt.
const RotationSchema = 1

const (
	rotationMarker  = "release-request-rotation"
	rotationsMarker = "release-request-rotations"
)

// RotationsTitle is that of the issue on which rotations are recorded.
const RotationsTitle = "Token rotations"

// RotationsBody is the text of that issue.
func RotationsBody() string {
	return comment(rotationsMarker, []byte(fmt.Sprint(RotationSchema))) + "\n" +
		"Each comment below is the receipt of one `gh release-request token rotate`: which publishing tokens were replaced, and in which\n" +
		"environments. Who did it and when is what GitHub says of the comment. No value is written anywhere.\n"
}

// IsRotations reports whether an issue is the one on which rotations are
// recorded. Anybody can open one that looks like it: it is only a place, and
// each receipt on it is its author's word.
func IsRotations(title, body string) bool {
	first, _, _ := strings.Cut(normalise(body), "\n")
	_, ok := cutComment(first, rotationsMarker)
	return ok && title == RotationsTitle
}

// Rotation is the receipt of a rotation. Unlike a Receipt, a person leaves it:
// who that is, GitHub says of the comment, so that it does not stand in here.
type Rotation struct {
	Schema int            `json:"schema"`
	Kind   string         `json:"kind"`   // rotation
	Policy string         `json:"policy"` // commit at which the policy was read
	At     time.Time      `json:"at"`     // by GitHub's clock, when it began
	Tokens []RotatedToken `json:"tokens"`
}

// RotatedToken is one token of it.
type RotatedToken struct {
	Name         string         `json:"name"`
	Verified     string         `json:"verified"` // what was known of the new value, in a word or two
	Environments []RotatedPlace `json:"environments"`
}

// RotatedPlace is one environment that should have the token.
type RotatedPlace struct {
	Name    string    `json:"name"`
	Updated time.Time `json:"updated,omitzero"` // when GitHub says that it was set; zero: it was not
}

// RenderRotation returns the comment. Schema and kind are filled in.
func RenderRotation(r Rotation) (string, error) {
	r.Schema, r.Kind = RotationSchema, "rotation"
	raw, err := json.Marshal(r)
	if err != nil {
		return "", fmt.Errorf("receipt: %w", err)
	}
	lines := []string{r.head(), ""}
	for _, t := range r.Tokens {
		lines = append(lines, "- "+t.text())
	}
	text := strings.Join(append(lines, "", "Policy at "+code(short(r.Policy)), "", comment(rotationMarker, inert(raw))), "\n")
	return text, checkLength("comment", text, maxBody)
}

func (r Rotation) head() string {
	for _, t := range r.Tokens {
		for _, e := range t.Environments {
			if e.Updated.IsZero() {
				return "**Not every token was replaced everywhere.**"
			}
		}
	}
	return "**Tokens were replaced.**"
}

func (t RotatedToken) text() string {
	var set, left []string
	for _, e := range t.Environments {
		if e.Updated.IsZero() {
			left = append(left, code(e.Name))
		} else {
			set = append(set, code(e.Name))
		}
	}
	text := code(t.Name) + ": "
	if len(set) > 0 {
		text += "set in " + strings.Join(set, ", ") + "; "
	}
	if len(left) > 0 {
		text += "**not set** in " + strings.Join(left, ", ") + "; "
	}
	return text + "the new value: " + Quote(t.Verified)
}
