package hub

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
