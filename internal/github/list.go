package github

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
)

// pages reads every page of a list and gives each to add.
func pages[Page any](ctx context.Context, c *Client, path string, add func(Page) error) error {
	next := c.rest + path
	for next != "" {
		var page Page
		a, err := c.send(ctx, http.MethodGet, next, "GET /"+cutQuery(path), nil, &page)
		if err != nil {
			return err
		}
		if err := add(page); err != nil {
			return fmt.Errorf("GET /%s: %w", cutQuery(path), err)
		}
		if next = nextPage(a.header.Get("Link")); next != "" && !strings.HasPrefix(next, c.rest) {
			return fmt.Errorf("GET /%s: the next page is on another host: %s", cutQuery(path), next)
		}
	}
	return nil
}

// list reads every page of a list that is a JSON array.
func list[T any](ctx context.Context, c *Client, path string) ([]T, error) {
	var all []T
	err := pages(ctx, c, path, func(page []T) error {
		all = append(all, page...)
		return nil
	})
	return all, err
}

// counted reads every page of a list that stands in an object under a key,
// beside its total_count: each item once, though a list that changes meanwhile
// shows some twice, and how many there are by the first page.
func counted[T any, ID comparable](ctx context.Context, c *Client, path, key string, id func(T) ID) (all []T, total int, err error) {
	seen := map[ID]bool{}
	first := true
	err = pages(ctx, c, path, func(page map[string]json.RawMessage) error {
		var items []T
		if json.Unmarshal(page[key], &items) != nil || items == nil {
			return fmt.Errorf("the answer holds no list %s", key)
		}
		var count *int
		if json.Unmarshal(page["total_count"], &count) != nil || count == nil {
			return fmt.Errorf("the answer does not count its %s", key)
		}
		if first {
			total, first = *count, false
		}
		for _, item := range items {
			if !seen[id(item)] {
				seen[id(item)] = true
				all = append(all, item)
			}
		}
		return nil
	})
	return all, total, err
}

// whole reads a counted list, and fails when it is not all there.
func whole[T any, ID comparable](ctx context.Context, c *Client, path, key string, id func(T) ID) ([]T, error) {
	all, total, err := counted(ctx, c, path, key, id)
	if err == nil && len(all) < total {
		err = fmt.Errorf("GET /%s: GitHub counts %d and lists %d", cutQuery(path), total, len(all))
	}
	return all, err
}

var nextLink = regexp.MustCompile(`<([^>]+)>; rel="next"`)

// nextPage reads https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
func nextPage(link string) string {
	if m := nextLink.FindStringSubmatch(link); m != nil {
		return m[1]
	}
	return ""
}

// pageInfo is how GraphQL pages.
type pageInfo struct {
	HasNextPage bool   `json:"hasNextPage"`
	EndCursor   string `json:"endCursor"`
}
