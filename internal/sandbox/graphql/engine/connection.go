package engine

import (
	"context"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// maxPage is the greatest number of records of one page.
// https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#node-limit
const maxPage = 100

// A Connection is a list that is read in pages, as GitHub's connections are.
type Connection struct {
	Name  string // of the type: IssueConnection
	Edge  string // of the edges' type: IssueEdge
	Items []Object
	Args  Args           // first, last, after, before
	Extra map[string]any // further fields
	// EdgeExtra gives further fields of the edge of an item; nil: there are none.
	EdgeExtra func(Object) map[string]any
}

// TypeName is Name.
func (c Connection) TypeName() string { return c.Name }

// Field serves nodes, edges, pageInfo, totalCount and Extra.
func (c Connection) Field(ctx context.Context, name string, args Args) (any, error) {
	switch name {
	case "totalCount":
		return len(c.Items), nil
	case "nodes":
		from, to := c.page(ctx)
		return c.Items[from:to], nil
	case "edges":
		from, to := c.page(ctx)
		edges := make([]Object, 0, to-from)
		for i := from; i < to; i++ {
			edge := map[string]any{}
			if c.EdgeExtra != nil {
				edge = c.EdgeExtra(c.Items[i])
			}
			edge["cursor"], edge["node"] = c.cursor(ctx, i), c.Items[i]
			edges = append(edges, Fields{c.Edge, edge})
		}
		return edges, nil
	case "pageInfo":
		from, to := c.page(ctx)
		info := map[string]any{"hasNextPage": to < len(c.Items), "hasPreviousPage": from > 0, "startCursor": nil, "endCursor": nil}
		if from < to {
			info["startCursor"], info["endCursor"] = c.cursor(ctx, from), c.cursor(ctx, to-1)
		}
		return Fields{"PageInfo", info}, nil
	}
	return Fields{c.Name, c.Extra}.Field(ctx, name, args)
}

// Counts are how many items are left by after and before, and how many of these by first and last.
func (c Connection) Counts(ctx context.Context) (between, page int) {
	from, to := c.between(ctx)
	first, last := c.page(ctx)
	return to - from, last - first
}

// between applies after and before.
func (c Connection) between(ctx context.Context) (from, to int) {
	to = len(c.Items)
	if c.Args.Has("after") {
		from = min(to, c.position(ctx, c.Args.String("after"))+1)
	}
	if c.Args.Has("before") {
		to = max(from, min(to, c.position(ctx, c.Args.String("before"))))
	}
	return from, to
}

// page applies all arguments in the order of the specification of connections (relay.dev/graphql/connections.htm).
func (c Connection) page(ctx context.Context) (from, to int) {
	from, to = c.between(ctx)
	if c.Args.Has("first") {
		to = min(to, from+c.Args.Int("first"))
	}
	if c.Args.Has("last") {
		from = max(from, to-c.Args.Int("last"))
	}
	return from, to
}

// cursor names an item by its position and its id: a list that grows or shrinks between two pages is still read on from the
// same item.
func (c Connection) cursor(ctx context.Context, i int) string {
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "cursor:v2:%d:%s", i, key(ctx, c.Items[i])))
}

// position finds the item of a cursor: by its id, or where it stood if it is gone.
func (c Connection) position(ctx context.Context, cursor string) int {
	plain, err := base64.StdEncoding.DecodeString(cursor)
	rest, ok := strings.CutPrefix(string(plain), "cursor:v2:")
	at, id, _ := strings.Cut(rest, ":")
	i, bad := strconv.Atoi(at)
	if err != nil || !ok || bad != nil {
		return -1
	}
	if id == "" || i >= 0 && i < len(c.Items) && key(ctx, c.Items[i]) == id {
		return i
	}
	for n, item := range c.Items {
		if key(ctx, item) == id {
			return n
		}
	}
	return i - 1
}

func key(ctx context.Context, o Object) string {
	if id, err := o.Field(ctx, "id", nil); err == nil {
		return fmt.Sprint(id)
	}
	return ""
}

// isConnection reports whether a field is a connection that is read in pages.
func isConnection(f *ast.Field) bool {
	return f.Definition != nil && strings.HasSuffix(f.Definition.Type.Name(), "Connection") && f.Definition.Arguments.ForName("first") != nil
}

// bounds refuses a connection that is read without a limit, or with one too high. Its count alone needs no limit.
func (r *run) bounds(f *ast.Field, args Args) error {
	if !isConnection(f) {
		return nil
	}
	if !args.Has("first") && !args.Has("last") {
		for _, s := range r.collect(f.Definition.Type.Name(), f.SelectionSet) {
			if s.Name == "nodes" || s.Name == "edges" || s.Name == "pageInfo" {
				return &Error{"MISSING_PAGINATION_BOUNDARIES", fmt.Sprintf("You must provide a `first` or `last` value to properly paginate the `%s` connection.", f.Name)}
			}
		}
	}
	for _, limit := range []string{"first", "last"} {
		if n := args.Int(limit); args.Has(limit) && (n > maxPage || n < 0) {
			if n < 0 {
				return &Error{"INVALID_PAGINATION_BOUNDARIES", fmt.Sprintf("`%s` on the `%s` connection cannot be less than zero.", limit, f.Name)}
			}
			return &Error{"EXCESSIVE_PAGINATION", fmt.Sprintf("Requesting %d records on the `%s` connection exceeds the `%s` limit of %d records.", n, f.Name, limit, maxPage)}
		}
	}
	return nil
}
