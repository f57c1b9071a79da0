package engine

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
)

// maxNodes is the greatest number of nodes that a query may ask for.
// https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#node-limit
const maxNodes = 500_000

// Usage is what a query comes to before it is run.
type Usage struct {
	Nodes int // that it could return at most
	Cost  int // points of the rate limit
}

// usage counts as GitHub's documentation describes it: every connection is asked once for each node of the one around it,
// and a hundred such requests are one point.
func (r *run) usage(op *ast.OperationDefinition) Usage {
	nodes, requests := 0, 0
	var walk func(set ast.SelectionSet, times int)
	walk = func(set ast.SelectionSet, times int) {
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				within := times
				if isConnection(s) {
					requests += times
					args := Args(s.ArgumentMap(r.variables))
					within = times * max(1, args.Int("first"), args.Int("last"))
					nodes += within
				}
				walk(s.SelectionSet, within)
			case *ast.InlineFragment:
				walk(s.SelectionSet, times)
			case *ast.FragmentSpread:
				walk(s.Definition.SelectionSet, times)
			}
		}
	}
	walk(op.SelectionSet, 1)
	return Usage{Nodes: nodes, Cost: max(1, (requests+50)/100)}
}

// excess is the refusal of a query that asks for too much.
func (u Usage) excess() Problem {
	return Problem{
		Type:    "MAX_NODE_LIMIT_EXCEEDED",
		Message: fmt.Sprintf("This query requests up to %d possible nodes which exceeds the maximum limit of %d.", u.Nodes, maxNodes),
	}
}
