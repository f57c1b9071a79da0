package rest

import (
	"encoding/base64"
	"net/http"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// secretRoutes are those of an environment's secrets and of the repository's
// own, which differ only in the address.
// Source: docs.github.com/rest/actions/secrets.
func secretRoutes() []Route {
	var all []Route
	for _, base := range []string{environmentBase + "/{environment_name}/secrets", "/repos/{owner}/{repo}/actions/secrets"} {
		all = append(all,
			Route{Method: "GET", Path: base, Handle: listSecrets},
			Route{Method: "GET", Path: base + "/public-key", Handle: getSecretsKey},
			Route{Method: "PUT", Path: base + "/{secret_name}", Handle: putSecret},
		)
	}
	const one = environmentBase + "/{environment_name}/secrets/{secret_name}"
	return append(all,
		Route{Method: "GET", Path: one, Handle: getSecret},
		Route{Method: "DELETE", Path: one, Handle: deleteSecret},
		Route{Method: "GET", Path: "/repos/{owner}/{repo}/actions/organization-secrets", Handle: listOrgSecrets},
	)
}

func listSecrets(c *Call) (int, any, error) {
	list, err := c.Hub.Secrets(c.Caller, c.Repo.ID, c.Param("environment_name"))
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, counted(c, "secrets", list, writeSecret), nil
}

func listOrgSecrets(c *Call) (int, any, error) {
	list, err := c.Hub.OrgSecrets(c.Caller, c.Repo.ID)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, counted(c, "secrets", list, writeSecret), nil
}

func getSecretsKey(c *Call) (int, any, error) {
	key, err := c.Hub.SecretsKey(c.Caller, c.Repo.ID, c.Param("environment_name"))
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, Object{"key_id": key.ID, "key": base64.StdEncoding.EncodeToString(key.Key[:])}, nil
}

func getSecret(c *Call) (int, any, error) {
	list, err := c.Hub.Secrets(c.Caller, c.Repo.ID, c.Param("environment_name"))
	if err != nil {
		return 0, nil, err
	}
	for _, s := range list {
		if s.Name == c.Param("secret_name") {
			return http.StatusOK, writeSecret(s), nil
		}
	}
	return 0, nil, NotFound()
}

func putSecret(c *Call) (int, any, error) {
	var body struct {
		Value string `json:"encrypted_value"`
		KeyID string `json:"key_id"`
	}
	if err := c.Decode(&body); err != nil {
		return 0, nil, err
	}
	if body.Value == "" {
		return 0, nil, missingField("encrypted_value")
	}
	if body.KeyID == "" {
		return 0, nil, missingField("key_id")
	}
	sealed, err := base64.StdEncoding.DecodeString(body.Value)
	if err != nil {
		return 0, nil, Unprocessable("Bad request - encrypted_value is not a valid base64 string")
	}
	created, err := c.Hub.PutSecret(c.Caller, c.Repo.ID, c.Param("environment_name"), c.Param("secret_name"), body.KeyID, sealed)
	switch {
	case err != nil:
		return 0, nil, err
	case created:
		return http.StatusCreated, Object{}, nil
	default:
		return http.StatusNoContent, nil, nil
	}
}

func deleteSecret(c *Call) (int, any, error) {
	return http.StatusNoContent, nil, c.Hub.DeleteSecret(c.Caller, c.Repo.ID, c.Param("environment_name"), c.Param("secret_name"))
}

func writeSecret(s hub.Secret) Object {
	return Object{"name": s.Name, "created_at": stamp(s.CreatedAt), "updated_at": stamp(s.UpdatedAt)}
}
