package schema

import (
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// Rules are the rules of the GraphQL specification to which GitHub holds a query: all but OverlappingFieldsCanBeMerged, which
// its server does not apply. The published `gh issue view` asks for fields that break it.
func Rules() *rules.Rules {
	r := rules.NewDefaultRules()
	r.RemoveRule("OverlappingFieldsCanBeMerged")
	return r
}
