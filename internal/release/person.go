package release

// Person is an account of GitHub. People are told apart by ID, since a login
// can be renamed and taken by somebody else. An ID of 0 is an account that
// GitHub cannot name any more, or never could.
type Person struct {
	ID    int64  `json:"id"`
	Login string `json:"login"`
	Type  string `json:"type"` // User, Bot, Organization or Mannequin, as REST says
}

// Known reports whether GitHub names the account.
func (p Person) Known() bool { return p.ID != 0 }

// Human reports whether the account is a person's: neither a bot nor a ghost.
func (p Person) Human() bool { return p.Known() && p.Type == "User" }

// Same reports whether both are one known account.
func (p Person) Same(o Person) bool { return p.Known() && p.ID == o.ID }
