package release

import "strings"

// SameRepository reports whether two OWNER/REPO name one repository: GitHub
// does not tell upper from lower case there.
func SameRepository(a, b string) bool { return sameFolded(a, b) }

// SameLogin reports whether two logins name one person: GitHub does not tell
// upper from lower case there.
func SameLogin(a, b string) bool { return sameFolded(a, b) }

// sameFolded folds the case of ASCII alone. Unicode's folding would take the
// Kelvin sign for a k and the long s for an s.
func sameFolded(a, b string) bool {
	return a == b || isASCII(a) && isASCII(b) && strings.EqualFold(a, b)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
