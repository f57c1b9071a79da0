package scaffold

import (
	"bytes"
	"slices"
	"testing"
)

func TestFollows_leavesPeopleTheirChanges(t *testing.T) {
	policy, other := load(t, "released"), load(t, "craft")
	for _, path := range FollowerPaths(policy) {
		rendered := func(files []file) []byte {
			i := slices.IndexFunc(files, func(f file) bool { return f.path == path })
			return files[i].content
		}
		asked, stale := rendered(followers(policy)), rendered(followers(other))
		for name, test := range map[string]struct {
			content []byte
			follows bool
		}{
			"as rendered":               {asked, true},
			"as Windows has it":         {bytes.ReplaceAll(asked, []byte("\n"), []byte("\r\n")), true},
			"with a change of people's": {append(bytes.Clone(asked), "# ours\n"...), true},
			"people's own":              {[]byte("* @olivia\n"), true},
			"of another policy":         {stale, false},
			"of another, and changed":   {append(bytes.Clone(stale), "# ours\n"...), false},
			"not there":                 {nil, false},
		} {
			if got := Follows(policy, path, test.content); got != test.follows {
				t.Errorf("%s, %s: it follows is %t", path, name, got)
			}
		}
	}
}
