package github

import (
	"context"
	"fmt"
	"net/url"
	"time"
)

// OrgInstallation is an App that an organisation has installed.
type OrgInstallation struct {
	ID          int64       `json:"id"`
	App         int         `json:"app_id"`
	Slug        string      `json:"app_slug"`
	Selection   string      `json:"repository_selection"` // all or selected
	Permissions Permissions `json:"permissions"`
	SuspendedAt *time.Time  `json:"suspended_at"`
	URL         string      `json:"html_url"` // its settings
}

// Everywhere reports whether it is on all repositories, those to come too.
func (i OrgInstallation) Everywhere() bool { return i.Selection == "all" }

// OrgInstallations lists the Apps that an organisation has installed. It takes
// an owner, with the scope admin:read for a classic token.
// https://docs.github.com/en/rest/orgs/orgs#list-app-installations-for-an-organization
func (c *Client) OrgInstallations(ctx context.Context, org string) ([]OrgInstallation, error) {
	return whole(ctx, c, "orgs/"+url.PathEscape(org)+"/installations?per_page=100", "installations", func(i OrgInstallation) int64 { return i.ID })
}

// InstalledOn lists the repositories that an installation is on, as far as the
// reader may see them.
// https://docs.github.com/en/rest/apps/installations#list-repositories-accessible-to-the-user-access-token
func (c *Client) InstalledOn(ctx context.Context, installation int64) ([]Repository, error) {
	path := fmt.Sprintf("user/installations/%d/repositories?per_page=100", installation)
	return whole(ctx, c, path, "repositories", func(r Repository) string { return r.Name })
}
