package rehearsal

import (
	"strings"
	"testing"
)

func TestIndent_fitsTheScreen(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("word ", 20))
	for name, test := range map[string]struct{ text, want string }{
		"short":        {"a\n\n b\n", "   | a\n   |\n   |  b\n"},
		"long":         {long, "   | " + long[:74] + "\n   | " + long[75:] + "\n"},
		"item":         {"- " + long, "   | - " + long[:69] + "\n   |   " + long[70:] + "\n"},
		"first column": {"  wait     " + long, "   |   wait     " + long[:64] + "\n   |            " + long[65:] + "\n"},
		"unbroken":     {strings.Repeat("é", 76), "   | " + strings.Repeat("é", 74) + "…\n"},
		"diff":         {"@@ -1 +1 @@\n+ " + long + "\n" + "end " + long[:74], "   | @@ -1 +1 @@\n   | + " + long[:72] + "…\n   | end " + long[:69] + "\n   | " + long[70:74] + "\n"},
		"long diff":    {"@@ -1 +1,19 @@\n" + strings.Repeat("+a\n", 19) + "end\n", "   | … (a diff of 20 lines)\n   | end\n"},
	} {
		if got := indent(test.text); got != test.want {
			t.Errorf("%s: got\n%swant\n%s", name, got, test.want)
		}
	}
}
