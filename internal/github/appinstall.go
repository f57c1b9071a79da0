package github

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/fault"
)

// installation is an App on an account's repositories.
type installation struct {
	ID          int64       `json:"id"`
	Slug        string      `json:"app_slug"`
	Account     *Account    `json:"account"`
	Permissions Permissions `json:"permissions"`
	SuspendedAt *time.Time  `json:"suspended_at"`
	URL         string      `json:"html_url"` // its settings
}

// installation reads that on a repository, once.
// https://docs.github.com/en/rest/apps/apps#get-a-repository-installation-for-the-authenticated-app
func (k *AppKey) installation(ctx context.Context, repo string) (*installation, error) {
	k.mu.Lock()
	known := k.installed[strings.ToLower(repo)]
	k.mu.Unlock()
	if known != nil {
		return known, nil
	}
	app, err := k.signed()
	if err != nil {
		return nil, err
	}
	var i installation
	_, err = app.call(ctx, "GET", "repos/"+repo+"/installation", nil, &i)
	switch {
	case IsNotFound(err):
		return nil, k.notInstalled(ctx, app, repo)
	case err != nil:
		return nil, k.refused(err, "asking where the App is installed")
	case i.SuspendedAt != nil:
		return nil, fault.New(fault.Failed, "the installation of App %s on %s is suspended", i.Slug, ownerOf(repo)).
			WithHint("an owner of %s takes that back: %s", ownerOf(repo), i.URL)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.installed[strings.ToLower(repo)] = &i
	return &i, nil
}

// notInstalled says what 404 means: GitHub gives it for an App that does not
// exist, for one that is not installed there, and for a repository that is not
// there.
func (k *AppKey) notInstalled(ctx context.Context, app *Client, repo string) error {
	var self struct {
		Slug string `json:"slug"`
		URL  string `json:"html_url"`
	}
	// https://docs.github.com/en/rest/apps/apps#get-the-authenticated-app
	if _, err := app.call(ctx, "GET", "app", nil, &self); IsNotFound(err) {
		return fault.Wrap(err, "there is no App %d on %s", k.id, k.client.host).
			WithHint("the policy's source-access: {app-id: N} names the App by the number on its settings page")
	} else if err != nil {
		return k.refused(err, "asking who the App is")
	}
	return fault.New(fault.Failed, "App %s is not installed on %s, or there is no such repository", self.Slug, repo).
		WithHint("an owner of %s installs it there: %s/installations/new", ownerOf(repo), self.URL)
}

// notGranted says who gives an App what it lacks.
func (i *installation) notGranted(missing Permissions) error {
	account := "the account"
	if i.Account != nil {
		account = i.Account.Login
	}
	return fault.New(fault.Failed, "App %s was not granted %s by %s", i.Slug, missing, account).
		WithHint("the App's owner asks for it under Permissions & events of the App, then an owner of %s accepts it: %s", account, i.URL)
}

// refused gives a refusal of a signature its meaning: a person's hint, to sign
// in again, would be wrong.
func (k *AppKey) refused(err error, what string) error {
	if !hasStatus(err, http.StatusUnauthorized) {
		return fault.Wrap(err, "%s", what)
	}
	return fault.Wrap(err, "%s: the key is not one of App %d", what, k.id).WithKind(fault.Unauthenticated).
		WithHint("the App's owner makes a new private key on the App's settings page, and an owner of the central repository sets it as the secret")
}

func ownerOf(repo string) string {
	owner, _, _ := strings.Cut(repo, "/")
	return owner
}
