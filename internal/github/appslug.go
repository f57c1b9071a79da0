package github

import "context"

// Login returns the login of the account that the App acts as, by its
// installation on a repository: the App's slug with [bot] behind it, which is
// nobody else's.
// https://docs.github.com/en/rest/apps/apps#get-a-repository-installation-for-the-authenticated-app
func (k *AppKey) Login(ctx context.Context, repo string) (string, error) {
	i, err := k.installation(ctx, repo)
	if err != nil {
		return "", err
	}
	return i.Slug + "[bot]", nil
}
