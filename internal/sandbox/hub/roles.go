package hub

import "fmt"

// Role is what a person may do in a repository. A higher role includes the
// lower ones. Source: docs.github.com, "Repository roles for an organization".
type Role int

// Roles of a repository, lowest first.
const (
	NoRole Role = iota
	Read
	Triage
	Write
	Maintain
	Admin
)

var roleNames = [...]string{"none", "read", "triage", "write", "maintain", "admin"}

// String is the role's name as GitHub's role_name has it.
func (r Role) String() string { return roleNames[r] }

// ParseRole reads a role by its name, or by the older name that GitHub's API
// takes for read and write (pull, push).
func ParseRole(name string) (Role, error) {
	switch name {
	case "pull":
		return Read, nil
	case "push":
		return Write, nil
	}
	for r, n := range roleNames {
		if n == name {
			return Role(r), nil
		}
	}
	return NoRole, fmt.Errorf("role %q is none of read, triage, write, maintain, admin, none", name)
}
