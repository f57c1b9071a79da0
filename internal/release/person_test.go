package release

import "testing"

// TestPerson_isToldApartByID: logins can be renamed, and taken by others.
func TestPerson_isToldApartByID(t *testing.T) {
	erin := Person{ID: 7, Login: "erin", Type: "User"}
	for _, c := range []struct {
		claim string
		other Person
		same  bool
	}{
		{"itself", erin, true},
		{"renamed", Person{ID: 7, Login: "erin-two", Type: "User"}, true},
		{"somebody who took the login", Person{ID: 8, Login: "erin", Type: "User"}, false},
		{"an account without an id", Person{Login: "erin", Type: "User"}, false},
	} {
		if erin.Same(c.other) != c.same || c.other.Same(erin) != c.same {
			t.Errorf("%s: same is not %v", c.claim, c.same)
		}
	}
	if (Person{}).Same(Person{}) {
		t.Error("two accounts that GitHub cannot name are one")
	}
}

func TestPerson_isHumanOnlyAsAKnownUser(t *testing.T) {
	for _, c := range []struct {
		p            Person
		known, human bool
	}{
		{Person{ID: 1, Login: "erin", Type: "User"}, true, true},
		{Person{ID: 1, Login: "dependabot[bot]", Type: "Bot"}, true, false},
		{Person{ID: 1, Login: "acme", Type: "Organization"}, true, false},
		{Person{ID: 1, Login: "m", Type: "Mannequin"}, true, false},
		{Person{ID: 1, Login: "erin"}, true, false},
		{Person{ID: 1, Login: "erin", Type: "user"}, true, false},
		{Person{Login: "ghost", Type: "User"}, false, false},
		{Person{}, false, false},
	} {
		if c.p.Known() != c.known || c.p.Human() != c.human {
			t.Errorf("%+v: known %v, human %v", c.p, c.p.Known(), c.p.Human())
		}
	}
}
