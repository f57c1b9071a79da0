package graphql

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// issueConnection filters and orders issues as asked.
func (s *session) issueConnection(all []hub.Issue, a engine.Args) engine.Object {
	all = slices.DeleteFunc(all, func(i hub.Issue) bool { return !matches(i, a, a.Object("filterBy")) })
	order := a.Object("orderBy")
	slices.SortStableFunc(all, func(x, y hub.Issue) int {
		byID := cmp.Compare(x.ID, y.ID)
		switch order.String("field") {
		case "UPDATED_AT":
			return cmp.Or(x.UpdatedAt.Compare(y.UpdatedAt), byID)
		case "COMMENTS":
			return cmp.Or(cmp.Compare(x.Comments, y.Comments), byID)
		}
		return byID
	})
	if order.String("direction") == "DESC" {
		slices.Reverse(all)
	}
	return connection("Issue", list(all, func(i hub.Issue) engine.Object { return issue{s, i} }), a)
}

// matches reports whether an issue passes the arguments labels and states, of which any may fit, and those of filterBy.
func matches(i hub.Issue, a, filter engine.Args) bool {
	for _, f := range []engine.Args{a, filter} {
		states, labels := f.Strings("states"), f.Strings("labels")
		if f.Has("states") && len(states) > 0 && !slices.Contains(states, enum(string(i.State))) {
			return false
		}
		if len(labels) > 0 && !slices.ContainsFunc(labels, func(name string) bool { return bears(i, name) }) {
			return false
		}
	}
	if since, err := time.Parse(time.RFC3339, filter.String("since")); err == nil && i.UpdatedAt.Before(since) {
		return false
	}
	if by := filter.String("createdBy"); by != "" && !sameLogin(i.Author.Login, by) {
		return false
	}
	assigned := func(login string) bool {
		return slices.ContainsFunc(i.Assignees, func(u hub.User) bool { return sameLogin(u.Login, login) })
	}
	switch who, given := filter["assignee"]; {
	case given && who == nil:
		return len(i.Assignees) == 0
	case who == "*":
		return len(i.Assignees) > 0
	case given:
		return assigned(filter.String("assignee"))
	}
	if who := filter.String("mentioned"); who != "" && !strings.Contains(strings.ToLower(i.Body), "@"+strings.ToLower(who)) {
		return false
	}
	return true
}

func bears(i hub.Issue, name string) bool {
	return slices.ContainsFunc(i.Labels, func(l hub.Label) bool { return strings.EqualFold(l.Name, name) })
}

// sameLogin compares with a login as clients write it: a bot's with or without "[bot]", or as app/NAME.
func sameLogin(login, wanted string) bool {
	plain := func(s string) string {
		return strings.TrimSuffix(strings.TrimPrefix(strings.ToLower(s), "app/"), "[bot]")
	}
	return plain(login) == plain(wanted)
}
