// Package hub is the state of a GitHub on this machine and the rules by which
// it changes: accounts, tokens, repositories, roles, labels, issues, comments,
// timelines, and what they cause.
//
// It is the lowest floor of the sandbox: REST, GraphQL, git, the workflow
// engine and seeds all go through it, so that actors, times, timeline events
// and permissions are right whatever door a change came through. It knows no
// HTTP and no JSON. It must never let a write pass without asking access.go,
// and never answer with a pointer into its own state: answers are copies.
package hub
