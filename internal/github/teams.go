package github

import (
	"context"
	"net/url"
)

// TeamMembers reads who is in a team of an organisation, or in one below it.
// People who were only invited are not listed. GitHub tells it to members of
// the organisation and to Apps that may read members; to others it says 403 or
// 404.
// https://docs.github.com/en/rest/teams/members#list-team-members
func (c *Client) TeamMembers(ctx context.Context, org, slug string) ([]Account, error) {
	return list[Account](ctx, c, "orgs/"+url.PathEscape(org)+"/teams/"+url.PathEscape(slug)+"/members?per_page=100")
}
