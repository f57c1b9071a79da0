package graphql

import (
	"errors"
	"fmt"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/gitwrite"
	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// session is what the resolvers of one query share.
type session struct {
	hub    *hub.Hub
	git    *gitwrite.Door
	caller hub.Caller
	usage  engine.Usage
	rate   hub.Rate
}

// errNoGit says that the handler was made without a door to git.
var errNoGit = errors.New("this sandbox has no git data")

// web is an address for the browser.
func web(format string, a ...any) string { return "https://github.com" + fmt.Sprintf(format, a...) }

// orNull is a text, or nil for an empty one.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// enum is the GraphQL spelling of a word of REST: not_planned is NOT_PLANNED.
func enum(word string) string { return strings.ToUpper(word) }

// list turns a slice into objects.
func list[T any](items []T, object func(T) engine.Object) []engine.Object {
	objects := make([]engine.Object, len(items))
	for i, item := range items {
		objects[i] = object(item)
	}
	return objects
}

// connection is a connection whose types are called after that of its nodes.
func connection(of string, items []engine.Object, a engine.Args) engine.Object {
	return engine.Connection{Name: of + "Connection", Edge: of + "Edge", Items: items, Args: a}
}

// none is a connection without nodes: of what GitHub has and the sandbox does not.
func none(of string, a engine.Args) engine.Object { return connection(of, nil, a) }
