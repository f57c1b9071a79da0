// Package rest is GitHub's REST API, version 3, over the hub.
//
// Each file holds one resource: its table of routes, its handlers and how its
// objects are written as JSON. The frame (server.go and what it calls) does
// the rest for all of them: who calls, may they, moved repositories, errors in
// GitHub's words, pages, ETag, and the headers every answer has. It must never
// decide what a person may do: that is the hub's, which every handler asks.
package rest
