package cli

import (
	"fmt"
	"slices"
	"strconv"
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

// setVerbs are called with what follows the name; on is false for unset.
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
	// set role REPO LOGIN ROLE: of a person, who need not be there yet
	"role": func(h *hub.Hub, a []string, on bool) {
		if _, err := h.User(a[1]); err != nil {
			h.AddUser(a[1], a[1]+"@acme.test")
		}
		h.Settings(a[0]).SetRole(a[1], roleOr(a[2:], on))
	},
	// set member LOGIN [owner]
	"member": func(h *hub.Hub, a []string, on bool) {
		if on {
			h.AddMember("acme", a[0], slices.Contains(a, "owner"))
		} else {
			h.RemoveMember("acme", a[0])
		}
	},
	// set team REPO SLUG ROLE: of a team, which is there
	"team": func(h *hub.Hub, a []string, on bool) { h.Settings(a[0]).SetTeamRole(a[1], roleOr(a[2:], on)) },
	// set base ROLE: what every member may do in each repository
	"base": func(h *hub.Hub, a []string, on bool) { h.SetBaseRole("acme", roleOr(a, on)) },
	// set key REPO TITLE [read-only]
	"key": func(h *hub.Hub, a []string, on bool) {
		if on {
			h.Settings(a[0]).AddDeployKey(a[1], slices.Contains(a, "read-only"))
		} else {
			h.Settings(a[0]).RemoveDeployKey(a[1])
		}
	},
	"app": setApp,
	// set protection REPO KEY...: reviews, owners, admins, force, deletion, bypass=LOGIN
	"protection": func(h *hub.Hub, a []string, on bool) {
		if !on {
			h.Settings(a[0]).Unprotect("main")
			return
		}
		p := hub.Protection{
			Pattern: "main", CodeOwners: slices.Contains(a, "owners"), EnforceAdmins: slices.Contains(a, "admins"),
			AllowForce: slices.Contains(a, "force"), AllowDeletion: slices.Contains(a, "deletion"), Bypass: hub.Bypass{Users: valuesOf(a, "bypass")},
		}
		if slices.Contains(a, "reviews") {
			p.Reviews = 1
		}
		h.Settings(a[0]).Protect(p)
	},
	"ruleset": setRuleset,
	"actions": setActions,
	// set immutable REPO: releases
	"immutable": func(h *hub.Hub, a []string, on bool) { h.Settings(a[0]).SetImmutableReleases(on) },
	// set workflow FILE [REPO]: on
	"workflow": func(h *hub.Hub, a []string, on bool) {
		repo, state := append(a[1:], centralName)[0], hub.WorkflowActive
		if !on {
			state = hub.WorkflowDisabled
		}
		must(h.SetWorkflowState(h.As("olivia"), h.Settings(repo).ID(), a[0], state))
	},
	// set environment NAME [BRANCH...]: these may deploy, or all if none is named; unset deletes it
	"environment": func(h *hub.Hub, a []string, on bool) {
		owner, repo := h.As("olivia"), h.Settings(centralName).ID()
		if !on {
			must(h.DeleteEnvironment(owner, repo, a[0]))
			return
		}
		_, err := h.PutEnvironment(owner, repo, a[0], false, false)
		must(err)
		for _, branch := range a[1:] {
			_, err = h.PutEnvironment(owner, repo, a[0], false, true)
			must(err)
			_, err = h.AddBranchPolicy(owner, repo, a[0], branch, false)
			must(err)
		}
	},
}

// setApp is set app SLUG REPO|all PERMISSION=ACCESS...; unset uninstalls it.
func setApp(h *hub.Hub, a []string, on bool) {
	if !on {
		installed, err := h.OrgInstallations(h.As("olivia"), "acme")
		must(err)
		for _, i := range installed {
			if i.App.Slug == a[0] {
				h.Uninstall(i.ID)
			}
		}
		return
	}
	if _, err := h.App(a[0]); err != nil {
		h.AddApp(a[0], "acme", nil)
	}
	spec := hub.InstallationSpec{App: a[0], Account: "acme", Permissions: map[string]hub.Access{"metadata": hub.ReadAccess}}
	for _, arg := range a[1:] {
		name, access, ok := strings.Cut(arg, "=")
		switch {
		case ok:
			spec.Permissions[name] = accesses[access]
		case arg != "all":
			spec.Repos = append(spec.Repos, arg)
		}
	}
	h.Install(spec)
}

var accesses = map[string]hub.Access{"read": hub.ReadAccess, "write": hub.WriteAccess}

// setRuleset is set ruleset REPO [KEY...], for the default branch: reviews, owners, force, deletion,
// bypass=TYPE:ID:MODE, as GitHub calls them; unset takes all of the repository's away.
func setRuleset(h *hub.Hub, a []string, on bool) {
	repo := h.Settings(a[0])
	before, err := h.Rulesets(h.As("olivia"), repo.ID(), false)
	must(err)
	for _, s := range before {
		h.RemoveRuleset(s.ID)
	}
	if !on {
		return
	}
	set := hub.Ruleset{Name: "main"}
	if slices.Contains(a, "reviews") {
		set.Rules = append(set.Rules, hub.Rule{Type: hub.PullRequestRule, Reviews: 1, CodeOwners: slices.Contains(a, "owners")})
	}
	if !slices.Contains(a, "force") {
		set.Rules = append(set.Rules, hub.Rule{Type: hub.NonFastForwardRule})
	}
	if !slices.Contains(a, "deletion") {
		set.Rules = append(set.Rules, hub.Rule{Type: hub.DeletionRule})
	}
	for _, value := range valuesOf(a, "bypass") {
		parts := strings.Split(value, ":")
		id, err := strconv.ParseInt(parts[1], 10, 64)
		must(err)
		set.Bypass = append(set.Bypass, hub.BypassActor{Type: parts[0], ID: id, Mode: parts[2]})
	}
	repo.AddRuleset(set)
}

// setActions is set actions REPO KEY...: off, local, selected, pattern=OWNER/*, pinned, write, approve,
// retention=DAYS, forks=POLICY, fork-runs, fork-secrets, fork-tokens; unset has them as in a new repository.
func setActions(h *hub.Hub, a []string, on bool) {
	h.Settings(a[0]).ChangeActions(func(s *hub.ActionsSettings) {
		*s = hub.NewActionsSettings()
		if !on {
			return
		}
		s.Enabled, s.Pinned, s.MayApprove = !slices.Contains(a, "off"), slices.Contains(a, "pinned"), slices.Contains(a, "approve")
		if slices.Contains(a, "local") {
			s.Allowed = "local_only"
		}
		if slices.Contains(a, "selected") {
			s.Allowed, s.Selected = "selected", hub.SelectedActions{GitHubOwned: true, Patterns: valuesOf(a, "pattern")}
		}
		if slices.Contains(a, "write") {
			s.DefaultToken = hub.WriteAccess
		}
		for _, days := range valuesOf(a, "retention") {
			var err error
			s.Retention, err = strconv.Atoi(days)
			must(err)
		}
		for _, policy := range valuesOf(a, "forks") {
			s.ForkApproval = policy
		}
		s.ForkRuns.Run, s.ForkRuns.Secrets, s.ForkRuns.WriteTokens =
			slices.Contains(a, "fork-runs"), slices.Contains(a, "fork-secrets"), slices.Contains(a, "fork-tokens")
	})
}

// valuesOf are those of the arguments KEY=VALUE with that key.
func valuesOf(args []string, key string) []string {
	var values []string
	for _, arg := range args {
		if value, ok := strings.CutPrefix(arg, key+"="); ok {
			values = append(values, value)
		}
	}
	return values
}

// roleOr is the role that is named first; none where it is taken back.
func roleOr(names []string, on bool) hub.Role {
	if !on {
		return hub.NoRole
	}
	role, ok := roles[names[0]]
	if !ok {
		panic(fmt.Sprintf("there is no role %s", names[0]))
	}
	return role
}

// must panics like the hub itself where a script names what is not there.
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
