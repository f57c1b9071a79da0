package hub

// Caller is who acts, and by what right. The zero Caller is anonymous.
type Caller struct {
	User  User   // the person or bot; zero: anonymous
	Token *Token // nil with a User: the person in the browser, limited only by their roles
	// Signed is the slug of an App that signs for itself, with its own key: it
	// may look after its installations, and is nobody everywhere else.
	Signed string
}

// Anonymous reports whether nobody is signed in.
func (c Caller) Anonymous() bool { return c.User.ID == 0 }

// ByJob reports whether a job's GITHUB_TOKEN acts. What it causes starts no
// workflow, except through a dispatch.
// Source: docs.github.com/actions/concepts/security/github_token.
func (c Caller) ByJob() bool { return c.Token != nil && c.Token.Kind == Job }

// App is the slug of the App through which the caller acts, empty for none.
func (c Caller) App() string {
	if c.Token == nil {
		return ""
	}
	return c.Token.App
}

// As is a person in the browser: no token narrows what they may do. An unknown
// login is a panic, since only seeds and tests name people this way.
func (h *Hub) As(login string) Caller {
	h.mu.Lock()
	defer h.mu.Unlock()
	return Caller{User: h.mustAccount(login).User}
}

// Authenticate finds who sends the secret of a token. No secret is the
// anonymous caller; a wrong, expired or revoked one is Unauthorized.
func (h *Hub) Authenticate(secret string) (Caller, error) {
	if secret == "" {
		return Caller{}, nil
	}
	if IsSignature(secret) {
		return h.authenticateApp(secret)
	}
	t, ok := h.Token(secret)
	if !ok {
		return Caller{}, &Error{Kind: Unauthorized, Message: "Bad credentials"}
	}
	return Caller{User: t.User, Token: &t}, nil
}
