package config

import (
	"os"
	"strings"
	"testing"
)

const carriedOut = "testdata/ok/carried-out.yml"

func TestUnsupported_isEmptyForWhatIsCarriedOut(t *testing.T) {
	if found := parseFile(t, carriedOut).Unsupported(); len(found) > 0 {
		t.Error(found)
	}
}

// TestUnsupported_namesEachSetting turns on one setting at a time. A setting
// that is not named here would be promised and not kept.
func TestUnsupported_namesEachSetting(t *testing.T) {
	src, err := os.ReadFile(carriedOut)
	if err != nil {
		t.Fatal(err)
	}
	for name, edit := range map[string]struct{ old, new, line, want string }{
		"schedule": {"targets: [npm, registry]\n", "targets: [npm, registry]\n    schedule: 0 17 15 * *\n", "13:5", "on a schedule"},
	} {
		t.Run(name, func(t *testing.T) {
			edited := strings.Replace(string(src), edit.old, edit.new, 1)
			if edited == string(src) {
				t.Fatal("the edit changes nothing")
			}
			p, err := Parse("policy", []byte(edited), "acme")
			if err != nil {
				t.Fatal(err)
			}
			found := p.Unsupported()
			if len(found) != 1 || !strings.HasPrefix(found[0].Error(), "policy:"+edit.line+": ") || !strings.Contains(found[0].Message, edit.want) {
				t.Errorf("got %v; want one finding at %s that says %q", found, edit.line, edit.want)
			}
		})
	}
}
