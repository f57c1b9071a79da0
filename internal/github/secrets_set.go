package github

import (
	"context"
	"net/url"
)

// SecretsKey is the public key to which the values of an environment's secrets
// are sealed before they are sent.
// https://docs.github.com/en/rest/guides/encrypting-secrets-for-the-rest-api
type SecretsKey struct {
	ID  string `json:"key_id"`
	Key string `json:"key"` // base64
}

// EnvironmentKey reads the public key of an environment.
// https://docs.github.com/en/rest/actions/secrets#get-an-environment-public-key
func (c *Client) EnvironmentKey(ctx context.Context, repo, environment string) (SecretsKey, error) {
	var key SecretsKey
	_, err := c.call(ctx, "GET", secretPath(repo, environment, "public-key"), nil, &key)
	return key, err
}

// EnvironmentSecret reads one secret of an environment.
// https://docs.github.com/en/rest/actions/secrets#get-an-environment-secret
func (c *Client) EnvironmentSecret(ctx context.Context, repo, environment, name string) (Secret, error) {
	var secret Secret
	_, err := c.call(ctx, "GET", secretPath(repo, environment, url.PathEscape(name)), nil, &secret)
	return secret, err
}

// SetEnvironmentSecret sets a secret to a value that was sealed to the key of
// the environment with this id.
// https://docs.github.com/en/rest/actions/secrets#create-or-update-an-environment-secret
func (c *Client) SetEnvironmentSecret(ctx context.Context, repo, environment, name, keyID, sealed string) error {
	in := map[string]string{"encrypted_value": sealed, "key_id": keyID}
	_, err := c.call(safeToRepeat(ctx), "PUT", secretPath(repo, environment, url.PathEscape(name)), in, nil)
	return err
}

func secretPath(repo, environment, rest string) string {
	return "repos/" + repo + "/environments/" + url.PathEscape(environment) + "/secrets/" + rest
}
