package main

import "strings"

// prose are the keywords of OpenAPI that explain and do not constrain.
var prose = map[string]bool{
	"description": true, "summary": true, "title": true, "example": true, "examples": true,
	"externalDocs": true, "tags": true, "deprecated": true, "callbacks": true, "links": true,
}

// named are the keywords below which keys are names that GitHub chose, not keywords.
var named = map[string]bool{
	"properties": true, "responses": true, "headers": true, "content": true,
}

// withoutProse copies a node of an OpenAPI document without prose and extensions.
func withoutProse(node any) any { return strip(node, false) }

func strip(node any, names bool) any {
	switch node := node.(type) {
	case map[string]any:
		kept := make(map[string]any, len(node))
		for k, v := range node {
			switch {
			case names:
				kept[k] = strip(v, false)
			case k == "enum" || k == "default" || k == "required":
				kept[k] = v
			case !prose[k] && !strings.HasPrefix(k, "x-"):
				kept[k] = strip(v, named[k])
			}
		}
		return kept
	case []any:
		kept := make([]any, len(node))
		for i, v := range node {
			kept[i] = strip(v, false)
		}
		return kept
	}
	return node
}
