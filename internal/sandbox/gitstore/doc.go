// Package gitstore keeps the sandbox's bare repositories and is its only door to git.
//
// Annex floor: it imports nothing of ours. Every object and ref is read and written by the real git in a
// subprocess whose arguments never pass a shell; names that come from a request are checked first or travel on
// standard input. No configuration of the operator is read, and the dates of new commits come from the clock that
// the store was given. It must never remember what a repository holds between two calls (a push changes it behind
// its back), and it decides nothing about who may do what: that is the hub's.
package gitstore
