package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// What scripts do about the way a repository and its organisation are set up,
// as administrators in the browser. What set does unset undoes:
//
//	set WHAT ARG...      sets it up so, see setVerbs
//	unset WHAT ARG...    takes it back
//	scopes LOGIN SCOPE.. has a classic token of that person's from then on, with these scopes
//	                     beside those that gh asks for
var doctorCmds = map[string]func(*testscript.TestScript, bool, []string){
	"set":    func(ts *testscript.TestScript, neg bool, args []string) { setUp(ts, neg, args, true) },
	"unset":  func(ts *testscript.TestScript, neg bool, args []string) { setUp(ts, neg, args, false) },
	"scopes": useScopes,
}

// setVerbs are called with what follows the name; on is false for unset. What a
// script names has to be there: the hub panics otherwise.
var setVerbs = map[string]func(h *hub.Hub, a []string, on bool){
	// set secret REPO NAME [ENVIRONMENT]: the environment is made if need be, as by a job
	"secret": func(h *hub.Hub, a []string, on bool) {
		repo, environment := h.Settings(a[0]), strings.Join(a[2:], "")
		switch {
		case !on:
			repo.RemoveSecret(environment, a[1])
		case environment != "":
			_, err := h.UseEnvironment(repo.ID(), environment)
			must(err)
			repo.AddEnvironmentSecret(environment, a[1], "value-of-"+a[1])
		default:
			repo.AddSecret(a[1], "value-of-"+a[1])
		}
	},
	// set orgsecret NAME [REPO...]: for all repositories, or for these
	"orgsecret": func(h *hub.Hub, a []string, on bool) {
		if on {
			h.SetOrgSecret("acme", a[0], "value-of-"+a[0], a[1:]...)
		} else {
			h.RemoveOrgSecret("acme", a[0])
		}
	},
	// set team REPO SLUG ROLE: of a team, which is there
	"team": func(h *hub.Hub, a []string, on bool) {
		role := hub.NoRole
		if on {
			role = roles[a[2]]
		}
		h.Settings(a[0]).SetTeamRole(a[1], role)
	},
	// set key REPO TITLE: a deploy key that may write
	"key": func(h *hub.Hub, a []string, on bool) {
		if on {
			h.Settings(a[0]).AddDeployKey(a[1], false)
		} else {
			h.Settings(a[0]).RemoveDeployKey(a[1])
		}
	},
	// set protection REPO WHAT...: of main, which has to be reviewed; owners: by owners of
	// the code; admins: administrators are bound, too
	"protection": func(h *hub.Hub, a []string, on bool) {
		if !on {
			h.Settings(a[0]).Unprotect("main")
			return
		}
		h.Settings(a[0]).Protect(hub.Protection{
			Pattern: "main", Reviews: 1, CodeOwners: slices.Contains(a, "owners"), EnforceAdmins: slices.Contains(a, "admins"),
		})
	},
	// set actions REPO FORKS: GitHub's own actions alone may run, and of pull requests from forks
	// those of FORKS wait; unset has it as in a new repository
	"actions": func(h *hub.Hub, a []string, on bool) {
		h.Settings(a[0]).ChangeActions(func(s *hub.ActionsSettings) {
			*s = hub.NewActionsSettings()
			if on {
				s.Allowed, s.Selected, s.ForkApproval = "selected", hub.SelectedActions{GitHubOwned: true}, a[1]
			}
		})
	},
	// set immutable REPO: releases
	"immutable": func(h *hub.Hub, a []string, on bool) { h.Settings(a[0]).SetImmutableReleases(on) },
	// set environment NAME: of the central repository, for main only
	"environment": func(h *hub.Hub, a []string, on bool) {
		if on {
			h.Settings(centralName).AddEnvironment(hub.EnvironmentSpec{Name: a[0], Branches: []string{"main"}})
		} else {
			must(h.DeleteEnvironment(h.As("olivia"), h.Settings(centralName).ID(), a[0]))
		}
	},
}

// must panics, like the hub itself, where a script names what is not there.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

func setUp(ts *testscript.TestScript, neg bool, args []string, on bool) {
	if neg || len(args) < 2 || setVerbs[args[0]] == nil {
		ts.Fatalf("nobody can set up %q", args)
	}
	ts.Check(tried(func() { setVerbs[args[0]](boxOf(ts).Hub(), args[1:], on) }))
}

// tried is what the hub, or a verb, panicked with.
func tried(f func()) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("setting it up: %v", fault)
		}
	}()
	f()
	return nil
}

func useScopes(ts *testscript.TestScript, neg bool, args []string) {
	scopes := append([]string{"gist", "read:org", "repo", "workflow"}, args[1:]...)
	ts.Setenv("GH_TOKEN", boxOf(ts).Hub().NewToken(hub.TokenSpec{User: args[0], Scopes: scopes}).Secret)
}
