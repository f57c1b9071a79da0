package github

import (
	"context"
	"crypto/rsa"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/release"
)

// Permissions are what a token may do: GitHub's names of permissions, such as
// contents, each with read or write.
// https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
type Permissions map[string]string

// String lists them as GitHub's settings do, such as "checks: read".
func (p Permissions) String() string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(p)) {
		list = append(list, name+": "+p[name])
	}
	return strings.Join(list, ", ")
}

// beyond returns what p allows and granted does not. Everybody may read
// metadata where they may do anything.
func (p Permissions) beyond(granted Permissions) Permissions {
	more := Permissions{}
	for name, level := range p {
		if granted[name] != level && granted[name] != "write" && (name != "metadata" || level != "read") {
			more[name] = level
		}
	}
	return more
}

// AppKey signs as a GitHub App and mints tokens for the repositories on which
// the App is installed. It speaks to the host of the client that it came from.
type AppKey struct {
	id     int
	key    *rsa.PrivateKey
	client *Client

	mu        sync.Mutex
	installed map[string]*installation // by repository
	kept      map[string]Token         // by repository and permissions
}

// AppKey reads the private key of the App with this number, in PEM as GitHub
// gives it. The error does not repeat the key.
func (c *Client) AppKey(id int, pem string) (*AppKey, error) {
	key, err := jwt.ParseRSAPrivateKeyFromPEM([]byte(pem))
	if err != nil {
		return nil, fault.New(fault.Failed, "the key of App %d cannot be read: it is no RSA private key in PEM", id)
	}
	return &AppKey{id: id, key: key, client: c, installed: map[string]*installation{}, kept: map[string]Token{}}, nil
}

// signatureLife is how long a signature is good; GitHub allows ten minutes, and
// clocks differ.
// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
const signatureLife = 5 * time.Minute

// signed is a client that calls as the App itself.
func (k *AppKey) signed() (*Client, error) {
	now := k.client.Now()
	claims := jwt.RegisteredClaims{
		Issuer:    strconv.Itoa(k.id),
		IssuedAt:  jwt.NewNumericDate(now.Add(-time.Minute)),
		ExpiresAt: jwt.NewNumericDate(now.Add(signatureLife)),
	}
	signature, err := jwt.NewWithClaims(jwt.SigningMethodRS256, claims).SignedString(k.key)
	if err != nil {
		return nil, fmt.Errorf("signing as App %d: %w", k.id, err)
	}
	o := k.client.options
	o.Token, o.signed = signature, true
	return New(o)
}

// Token is a token of an App for one repository.
type Token struct {
	Secret     string
	Repository string // OWNER/REPO as GitHub writes it
	Private    bool   // whether that is private
	ExpiresAt  time.Time
}

// Mint makes a token for one repository with exactly these permissions, and to
// read its metadata. It fails where the App is not installed, where it was not
// granted them, and when GitHub gives more than was asked for. IsMoved tells a
// repository that has another name by now.
// https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app
func (k *AppKey) Mint(ctx context.Context, repo string, wanted Permissions) (Token, error) {
	i, err := k.installation(ctx, repo)
	if err != nil {
		return Token{}, err
	}
	if missing := wanted.beyond(i.Permissions); len(missing) > 0 {
		return Token{}, i.notGranted(missing)
	}
	app, err := k.signed()
	if err != nil {
		return Token{}, err
	}
	_, name, _ := strings.Cut(repo, "/")
	in := map[string]any{"repositories": []string{name}, "permissions": wanted}
	var made minted
	// A token more does no harm, and ends by itself.
	_, err = app.call(safeToRepeat(ctx), "POST", fmt.Sprintf("app/installations/%d/access_tokens", i.ID), in, &made)
	if err != nil {
		return Token{}, k.refused(err, fmt.Sprintf("App %s could not make a token for %s", i.Slug, repo))
	}
	if err := made.check(repo, wanted); err != nil {
		return Token{}, fmt.Errorf("the token that App %s made for %s is not used: %w", i.Slug, repo, err)
	}
	return Token{Secret: made.Token, Repository: made.Repositories[0].FullName, Private: made.Repositories[0].Private, ExpiresAt: made.ExpiresAt.UTC()}, nil
}

// minted is GitHub's answer.
type minted struct {
	Token        string      `json:"token"`
	ExpiresAt    time.Time   `json:"expires_at"`
	Permissions  Permissions `json:"permissions"`
	Selection    string      `json:"repository_selection"`
	Repositories []struct {
		FullName string `json:"full_name"`
		Private  bool   `json:"private"`
	} `json:"repositories"`
}

// check refuses a token that is wider than what was asked for.
func (m minted) check(repo string, wanted Permissions) error {
	switch {
	case m.Token == "" || m.ExpiresAt.IsZero():
		return fmt.Errorf("the answer lacks the token or its end")
	case m.Selection != "selected" || len(m.Repositories) != 1 || !release.SameRepository(m.Repositories[0].FullName, repo):
		return fmt.Errorf("it is not for that one repository")
	}
	if more := m.Permissions.beyond(wanted); len(more) > 0 {
		return fmt.Errorf("it holds more than was asked for: %s", more)
	}
	return nil
}

// spare is how much of a token's life must be left for another use of it.
const spare = 15 * time.Minute

// Token returns a token such as Mint makes, the same one until it comes near
// its end: for the own use of whoever holds the key.
func (k *AppKey) Token(ctx context.Context, repo string, wanted Permissions) (Token, error) {
	key := strings.ToLower(repo) + " " + wanted.String()
	k.mu.Lock()
	token, ok := k.kept[key]
	k.mu.Unlock()
	if ok && k.client.Now().Before(token.ExpiresAt.Add(-spare)) {
		return token, nil
	}
	token, err := k.Mint(ctx, repo, wanted)
	if err != nil {
		return Token{}, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept[key] = token
	return token, nil
}

// With returns a client for the same host with another token.
func (c *Client) With(token string) (*Client, error) {
	o := c.options
	o.Token = token
	return New(o)
}
