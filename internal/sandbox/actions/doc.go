// Package actions is the sandbox's workflow engine: it hears of events from the
// hub, asks the runner which workflow files they start, and drives the runs.
//
// It decides what GitHub decides on its servers: that a run exists as soon as
// its event does, concurrency groups, environments and their branches, which
// secrets a job gets and how far its token goes, re-runs and cancellations.
// Reading workflow files and running steps is left to the runner, a program
// built from a module of its own beside this package.
//
// It must never give a job a secret of an environment that it does not name or
// may not deploy to, let a job's token start a run other than by a dispatch, or
// hide that something went wrong in the sandbox itself: see Problems.
package actions
