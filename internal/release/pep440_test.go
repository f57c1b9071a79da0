package release

import (
	"strings"
	"testing"
)

func TestPEP440_checksTheNormalForm(t *testing.T) {
	for _, v := range []Version{
		"0", "1", "1.0", "1.2.3", "1.2.3.4.5", "2026.3", "1!2.0", "1.0a1", "1.0b2", "1.0rc10", "1.0.post1", "1.0a1.post2.dev3", "1.0.dev0", "1.0+ubuntu.1",
		"1.0.dev1+local.7",
	} {
		if err := (PEP440{}).Check(v); err != nil {
			t.Error(err)
		}
	}
	for v, says := range map[Version]string{
		"v1.0": "write 1.0", "1.0-rc.1": "write 1.0rc1", "1.0alpha1": "write 1.0a1", "1.0RC1": "write 1.0rc1", "1.0a": "write 1.0a0", "1.0-1": "write 1.0.post1",
		"1.0.rev3": "write 1.0.post3", "01.0": "write 1.0", "0!1.0": "write 1.0", "1.0dev": "write 1.0.dev0", "1.0+a-B_01": "write 1.0+a.b.1", "1.0+X": "write 1.0+x",
		"": "does not follow PEP 440", "1.x": "such as 1.2.3", "1.0rc1rc2": "PEP 440", "1.0+": "PEP 440", "1.0+a+b": "PEP 440", "1.0+a..b": "PEP 440",
		"18446744073709551616.0": "PEP 440", "1.0+18446744073709551616": "PEP 440",
	} {
		if err := (PEP440{}).Check(v); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q gives %v, which does not say %q", v, err, says)
		}
	}
}

// TestPEP440_ordersAsItsSpecification has the summary of permitted suffixes of
// the specification, its example of an order, and local versions.
func TestPEP440_ordersAsItsSpecification(t *testing.T) {
	order := []Version{
		"0.9", "1.0.dev456", "1.0a1", "1.0a2.dev456", "1.0a12.dev456", "1.0a12", "1.0b1.dev456", "1.0b2", "1.0b2.post345.dev456", "1.0b2.post345",
		"1.0rc1.dev456", "1.0rc1", "1.0", "1.0+abc.5", "1.0+abc.7", "1.0+5", "1.0.post456.dev34", "1.0.post456", "1.0.15", "1.1.dev1", "1.9", "1.10", "2026.1", "1!0.1",
	}
	for i, v := range order {
		for j, o := range order {
			if got := (PEP440{}).Exceeds(v, o); got != (i > j) {
				t.Errorf("Exceeds(%s, %s) = %v", v, o, got)
			}
		}
	}
	for _, same := range [][]Version{
		{"1.0", "1", "1.0.0", "v1.0", "0!1.0", "1.00"}, {"1.0rc1", "1.0-RC.1", "1.0c1", "1.0.pre1"}, {"1.0.post1", "1.0-1", "1.0r1"}, {"1.0+a.1", "1.0+A-01", "1.0+a_1"},
	} {
		for _, v := range same {
			for _, o := range same {
				if (PEP440{}).Exceeds(v, o) {
					t.Errorf("%s exceeds %s", v, o)
				}
			}
		}
	}
}

func TestPEP440_newestLooksInTheSeriesFirst(t *testing.T) {
	existing := []Version{"1.2.2", "1.2.10", "v1.3", "1.3.1rc1", "2.0", "1!0.5", "nightly", "1.2.x"}
	for _, c := range []struct {
		v, newest Version
		exceeds   bool
	}{
		{"1.2.11", "1.2.10", true},
		{"1.2.9", "1.2.10", false},
		{"1.3.1", "1.3.1rc1", true},
		{"1.4", "1.3.1rc1", true},
		{"1", "1.3.1rc1", false},
		{"2.0.0", "2.0", false},
		{"3.0", "1!0.5", false},
		{"1!0.6", "1!0.5", true},
		{"1!1.2.5", "1!0.5", true}, // the series of another epoch is another
		{"x", "", false},
	} {
		if newest := (PEP440{}).Newest(c.v, existing); newest != c.newest || (PEP440{}).Exceeds(c.v, newest) != c.exceeds {
			t.Errorf("newest before %s is %q, and it exceeds that: %v", c.v, newest, !c.exceeds)
		}
	}
}
