package hub

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"time"
)

// TokenKind is what sort of credential a token is.
type TokenKind int

// Kinds of tokens.
const (
	Classic      TokenKind = iota // a person's, limited by scopes (ghp_)
	FineGrained                   // a person's, limited to repositories and permissions (github_pat_)
	Installation                  // an App's own, on repositories with permissions (ghs_)
	Job                           // a workflow job's GITHUB_TOKEN (ghs_)
	UserToServer                  // an App's, acting for a person (ghu_)
)

// Access is how far a permission of a token goes.
type Access int

// Levels of access.
const (
	NoAccess Access = iota
	ReadAccess
	WriteAccess
)

// String is GitHub's word for the level.
func (a Access) String() string { return [...]string{"none", "read", "write"}[a] }

// TokenSpec says what token to make. With only User it is a classic token that
// may do all that the person may.
type TokenSpec struct {
	User        string            // whose it is; empty for Installation and Job
	App         string            // slug: an App's token, for User if that is given
	Kind        TokenKind         // Classic if nothing else is said; an App's follows from User
	Scopes      []string          // classic; nil: repo, workflow, read:org, gist
	Repos       []string          // owner/name; nil: all that a person may see, none for an App's own
	Permissions map[string]Access // all kinds but classic; metadata: read is implied
	Job         int64             // database id of the job, for Job
	Run         int64             // database id of its run, for Job
	ExpiresAt   time.Time         // zero: never
}

// Token is a credential. Secret is the text that clients send.
type Token struct {
	ID          int64
	Secret      string
	Kind        TokenKind
	User        User // who acts: the person, or the App's bot
	App         string
	Scopes      []string
	Repos       []int64 // nil: not limited
	Permissions map[string]Access
	Run, Job    int64
	ExpiresAt   time.Time
	Revoked     bool

	Installation int64             // that an App's own token was made for; 0: none
	Used         map[string]Access // the permissions that calls with it have needed so far
}

// NewToken makes a token. A seed is program text: an unknown name is a panic.
func (h *Hub) NewToken(s TokenSpec) Token {
	h.mu.Lock()
	defer h.mu.Unlock()
	t := &Token{ID: h.nextID(tokenIDs), Kind: s.Kind, App: s.App, Scopes: slices.Clone(s.Scopes), Permissions: maps.Clone(s.Permissions), Run: s.Run, Job: s.Job, ExpiresAt: s.ExpiresAt}
	switch {
	case s.Kind == Job:
		t.App, t.User = ActionsApp, h.mustAccount(ActionsBotLogin).User
	case s.App != "" && s.User == "":
		t.Kind, t.User = Installation, h.mustApp(s.App).Bot
	case s.App != "":
		t.Kind, t.User = UserToServer, h.mustAccount(s.User).User
	default:
		t.User = h.mustAccount(s.User).User
	}
	if t.Kind == Classic && t.Scopes == nil {
		t.Scopes = []string{"gist", "read:org", "repo", "workflow"}
	}
	if t.isApps() {
		t.Repos = []int64{} // an App's own token reaches nothing that is not named
	}
	for _, name := range s.Repos {
		t.Repos = append(t.Repos, h.mustRepo(name).ID)
	}
	t.Secret = secret(t)
	h.tokens[t.Secret] = t
	return t.clone()
}

// Revoke makes a token unknown from now on, as the end of a job does.
func (h *Hub) Revoke(secret string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if t := h.tokens[secret]; t != nil {
		t.Revoked = true
	}
}

// Token finds the token with that secret, and whether it is good now.
func (h *Hub) Token(secret string) (Token, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	t := h.tokens[secret]
	if t == nil || t.Revoked || (!t.ExpiresAt.IsZero() && !h.now.Before(t.ExpiresAt)) {
		return Token{}, false
	}
	c := t.clone()
	c.User = h.user(t.User.ID) // as it is called now
	return c, true
}

// secret has the prefix and length of GitHub's tokens, and is the same in
// every run. Source: docs.github.com, "About authentication to GitHub".
func secret(t *Token) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "sandbox token %d", t.ID))
	text := hex.EncodeToString(sum[:])[:36]
	switch t.Kind {
	case FineGrained:
		return "github_pat_11" + text
	case Installation, Job:
		return "ghs_" + text
	case UserToServer:
		return "ghu_" + text
	}
	return "ghp_" + text
}

func (t *Token) clone() Token {
	c := *t
	c.Scopes, c.Repos, c.Permissions, c.Used = slices.Clone(t.Scopes), slices.Clone(t.Repos), maps.Clone(t.Permissions), maps.Clone(t.Used)
	return c
}

func (h *Hub) mustApp(slug string) *App {
	a := h.apps[slug]
	if a == nil {
		panic("hub: there is no App " + slug)
	}
	return a
}
