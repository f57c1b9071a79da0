package rest

import (
	"strconv"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// integration is a GitHub App as it stands in other objects.
func integration(a hub.App) Object {
	return Object{
		"id": a.ID, "slug": a.Slug, "node_id": a.NodeID(), "owner": simpleUser(a.Owner), "name": a.Name, "description": nil,
		"external_url": web("/apps/%s", a.Slug), "html_url": web("/apps/%s", a.Slug),
		"created_at": stamp(a.CreatedAt), "updated_at": stamp(a.CreatedAt), "permissions": levels(a.Permissions), "events": []string{},
	}
}

// via is the App through which something was done, or null.
func (c *Call) via(slug string) any {
	if a, err := c.Hub.App(slug); err == nil {
		return integration(a)
	}
	return nil
}

func botSlug(login string) string { return strings.TrimSuffix(login, "[bot]") }

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
