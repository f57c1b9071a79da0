package doctor_test

import (
	"fmt"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// variant breaks the world in one way, and mends it again.
type variant struct {
	name   string
	breaks func(*world)
	mends  func(*world)
	want   []string // findings, as CODE WHERE
}

// toggle is a variant that is broken by true and mended by false.
func toggle(name string, set func(*world, bool), want ...string) variant {
	return variant{name, func(w *world) { set(w, true) }, func(w *world) { set(w, false) }, want}
}

// rewritten is a variant of the policy.
func rewritten(name, old, instead string, want ...string) variant {
	return variant{name, func(w *world) { w.policy(old, instead) }, func(w *world) { w.policy(instead, old) }, want}
}

var variants = []variant{
	toggle("a workflow was edited", func(w *world, on bool) {
		w.drifted = nil
		if on {
			w.drifted = []string{".github/workflows/publish.yml"}
		}
	}, "workflow-differs .github/workflows/publish.yml"),
	toggle("a workflow is off", func(w *world, off bool) {
		state := hub.WorkflowActive
		if off {
			state = hub.WorkflowDisabled
		}
		w.must(w.Hub().SetWorkflowState(w.Hub().As("olivia"), w.Central.ID(), "publish.yml", state))
	}, "workflow-disabled workflow publish.yml"),
	rewritten("the program is any on PATH",
		"{version: v1.2.3, sha256: {linux-amd64: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef}}", "path", "binary-path policy"),
	{"a label is gone", func(w *world) { w.must(w.Hub().DeleteLabel(w.Hub().As("olivia"), w.Central.ID(), "emergency")) },
		func(w *world) { w.Central.AddLabel("emergency", "b60205", "") }, []string{"label-missing label emergency"}},
	toggle("a label is in capitals", func(w *world, on bool) {
		from, to := "Accepted", "accepted"
		if on {
			from, to = to, from
		}
		_, err := w.Hub().UpdateLabel(w.Hub().As("olivia"), w.Central.ID(), from, hub.LabelChange{Name: &to})
		w.must(err)
	}, "label-named label accepted"),
	{"the gate's environment is gone", func(w *world) {
		w.must(w.Hub().DeleteEnvironment(w.Hub().As("olivia"), w.Central.ID(), "release-gate"))
	},
		func(w *world) {
			w.Central.AddEnvironment(hub.EnvironmentSpec{Name: "release-gate", Branches: []string{"main"}, Secrets: map[string]string{"RELEASE_APP_KEY": "key"}})
		}, []string{"environment-missing environment release-gate"}},
	{"every branch may deploy", func(w *world) { w.environment("npm", false, false) },
		func(w *world) { w.environment("npm", false, true, "main") }, []string{"environment-open environment npm"}},
	{"every protected branch may deploy", func(w *world) { w.environment("npm", true, false) },
		func(w *world) { w.environment("npm", false, true, "main") }, []string{"environment-open environment npm"}},
	{"another branch may deploy, too", func(w *world) { w.environment("npm", false, true, "release/*") },
		func(w *world) { w.environment("npm", false, false); w.environment("npm", false, true, "main") }, []string{"environment-open environment npm"}},
	{"a secret is not set", func(w *world) { w.Central.RemoveSecret("npm", "NPM_TOKEN") },
		func(w *world) { w.Central.AddEnvironmentSecret("npm", "NPM_TOKEN", "again") }, []string{"secret-missing environment npm"}},
	{"the gate's key is not set", func(w *world) { w.Central.RemoveSecret("release-gate", "RELEASE_APP_KEY") },
		func(w *world) { w.Central.AddEnvironmentSecret("release-gate", "RELEASE_APP_KEY", "again") }, []string{"secret-missing environment release-gate"}},
	{"another target has the secret", func(w *world) { w.Central.AddEnvironmentSecret("docs", "NPM_TOKEN", "too") },
		func(w *world) { w.Central.RemoveSecret("docs", "NPM_TOKEN") }, []string{"secret-foreign environment docs"}},
	{"the repository has a secret of the name", func(w *world) { w.Central.AddSecret("NPM_TOKEN", "too") },
		func(w *world) { w.Central.RemoveSecret("", "NPM_TOKEN") }, []string{"secret-repository acme/sdk-publish"}},
	{"the organisation has a secret of the name", func(w *world) { w.Hub().SetOrgSecret("acme", "RELEASE_APP_KEY", "too", w.Repository()) },
		func(w *world) { w.Hub().RemoveOrgSecret("acme", "RELEASE_APP_KEY") }, []string{"secret-organization acme"}},
	{"the seal's private half is not set", func(w *world) { w.Central.RemoveSecret("docs", "RELEASE_SEAL_KEY") },
		func(w *world) { w.Central.AddEnvironmentSecret("docs", "RELEASE_SEAL_KEY", "key") }, []string{"seal-key-missing target docs"}},
	{"a token is needed, and no App makes it", func(w *world) {
		w.policy(fmt.Sprintf("{app-id: %d}", w.app.ID), "token")
		w.Hub().Uninstall(w.on.ID)
		w.on.ID = 0
		w.Central.RemoveSecret("release-gate", "RELEASE_APP_KEY")
		w.Central.AddEnvironmentSecret("release-gate", "RELEASE_SOURCE_TOKEN", "token")
	}, func(w *world) {
		w.policy("source-access: token", fmt.Sprintf("source-access: {app-id: %d}", w.app.ID))
		w.install()
		w.Central.RemoveSecret("release-gate", "RELEASE_SOURCE_TOKEN")
		w.Central.AddEnvironmentSecret("release-gate", "RELEASE_APP_KEY", "key")
	}, []string{"app-needed target docs"}},
	rewritten("a job runs on a machine of their own", "secrets: [NPM_TOKEN]}", "secrets: [NPM_TOKEN], runs-on: [self-hosted, linux]}", "runner-self-hosted target npm"),
	rewritten("nobody said who may write", `  write: ["@acme/sdk-owners"]`, "  read: [nobody]", "access-unstated policy"),
	{"a team may write", func(w *world) { w.Central.SetTeamRole("sdk-platform", hub.Write) },
		func(w *world) { w.Central.SetTeamRole("sdk-platform", hub.NoRole) }, []string{"access-team @acme/sdk-platform"}},
	{"a team may press the buttons", func(w *world) { w.Central.SetTeamRole("sdk-platform", hub.Triage) },
		func(w *world) { w.Central.SetTeamRole("sdk-platform", hub.NoRole) }, []string{"access-team @acme/sdk-platform"}},
	{"somebody from outside may write", func(w *world) { w.Central.SetRole("rita", hub.Write) },
		func(w *world) { w.Central.SetRole("rita", hub.NoRole) }, []string{"access-person rita"}},
	{"another owner of the organisation", func(w *world) { w.Hub().AddMember("acme", "rita", true) },
		func(w *world) { w.Hub().RemoveMember("acme", "rita") }, []string{"access-person rita"}},
	{"somebody may write whom the policy expects to label", func(w *world) { w.Central.SetRole("adam", hub.Maintain) },
		func(w *world) { w.Central.SetRole("adam", hub.Triage) }, []string{"access-person adam"}},
	{"every member may write", func(w *world) { w.Hub().SetBaseRole("acme", hub.Write) },
		func(w *world) { w.Hub().SetBaseRole("acme", hub.Read) }, []string{"access-base acme"}},
	{"every member may write, and so may somebody who was given it", func(w *world) { w.Hub().SetBaseRole("acme", hub.Write); w.Central.SetRole("rita", hub.Write) },
		func(w *world) { w.Hub().SetBaseRole("acme", hub.Read); w.Central.SetRole("rita", hub.NoRole) }, []string{"access-base acme", "access-person rita"}},
	{"a deploy key may write", func(w *world) { w.Central.AddDeployKey("ci", false) },
		func(w *world) { w.Central.RemoveDeployKey("ci") }, []string{"access-deploy-key deploy key ci"}},
	{"another App may write", func(w *world) { w.other(w.Repository()) }, func(w *world) { w.Hub().Uninstall(w.another.ID) }, []string{"access-app App bumper"}},
	{"another App may write everywhere", func(w *world) { w.other() }, func(w *world) { w.Hub().Uninstall(w.another.ID) }, []string{"access-app App bumper"}},
	{"the App is not installed", func(w *world) { w.Hub().Uninstall(w.on.ID); w.on.ID = 0 },
		func(w *world) { w.install() }, []string{"app-missing acme"}},
	{"the App is not installed on the source repository", func(w *world) { w.installOn(w.Repository()) },
		func(w *world) { w.install() }, []string{"app-missing App sdk-app"}},
	{"the App is installed everywhere", func(w *world) { w.installOn() },
		func(w *world) { w.install() }, []string{"app-elsewhere App sdk-app"}},
	{"the App is installed on more", func(w *world) { w.installOn(w.Repository(), w.Name(), "acme/sdk-more") },
		func(w *world) { w.install() }, []string{"app-elsewhere App sdk-app"}},
	{"the App is suspended", func(w *world) { w.Hub().Suspend(w.on.ID) },
		func(w *world) { w.install() }, []string{"app-suspended App sdk-app"}},
	{"nobody reviews the default branch", func(w *world) { w.Central.Unprotect("main") }, protected,
		[]string{"default-branch-force branch main", "default-branch-unreviewed branch main"}},
	{"a pull request needs no review", func(w *world) { w.protect(w.Central, hub.Protection{Reviews: 1}) }, protected,
		[]string{"default-branch-unreviewed branch main"}},
	{"anybody reviews the default branch", func(w *world) { w.protect(w.Central, hub.Protection{CodeOwners: true}) }, protected,
		[]string{"default-branch-code-owners branch main"}},
	{"the default branch may be overwritten", func(w *world) { w.protect(w.Central, hub.Protection{AllowForce: true}) }, protected,
		[]string{"default-branch-force branch main"}},
	{"administrators are not bound", func(w *world) { w.protect(w.Central, hub.Protection{EnforceAdmins: true}) }, protected,
		[]string{"default-branch-bypass branch main"}},
	{"somebody is not bound", func(w *world) { w.protect(w.Central, hub.Protection{Bypass: hub.Bypass{Users: []string{"rita"}}}) }, protected,
		[]string{"default-branch-bypass branch main"}},
	{"a ruleset does not bind administrators", func(w *world) {
		w.Central.Unprotect("main")
		w.ruleset(hub.BypassActor{Type: "RepositoryRole", ID: 5, Mode: "pull_request"})
	}, func(w *world) { w.Hub().RemoveRuleset(w.rules); protected(w) }, []string{"default-branch-bypass branch main"}},
	{"a ruleset binds everybody", func(w *world) { w.Central.Unprotect("main"); w.ruleset() },
		func(w *world) { w.Hub().RemoveRuleset(w.rules); protected(w) }, nil},
	{"there is no CODEOWNERS", func(w *world) { w.push(map[string]string{"CODEOWNERS": ""}) },
		func(w *world) { w.push(map[string]string{"CODEOWNERS": "/.github/ @acme/sdk-owners\n"}) }, []string{"code-owners-missing CODEOWNERS"}},
	{"CODEOWNERS names nobody", func(w *world) { w.push(map[string]string{"CODEOWNERS": "/.github/ @acme/nobody\n"}) },
		func(w *world) { w.push(map[string]string{"CODEOWNERS": "/.github/ @acme/sdk-owners\n"}) }, []string{"code-owners-broken CODEOWNERS:1"}},
	actionsSet("Actions are off", func(s *hub.ActionsSettings) { s.Enabled = false }, "actions-off acme/sdk-publish"),
	actionsSet("any action may run", func(s *hub.ActionsSettings) { s.Allowed = "all" }, "actions-any acme/sdk-publish"),
	actionsSet("any verified action may run", func(s *hub.ActionsSettings) { s.Selected.Verified = true }, "actions-any acme/sdk-publish"),
	actionsSet("only own actions may run", func(s *hub.ActionsSettings) { s.Allowed = "local_only" }),
	actionsSet("jobs may write", func(s *hub.ActionsSettings) { s.DefaultToken = hub.WriteAccess }, "token-default-write acme/sdk-publish"),
	actionsSet("jobs may approve", func(s *hub.ActionsSettings) { s.MayApprove = true }, "token-approves acme/sdk-publish"),
	actionsSet("first-time contributors alone wait", func(s *hub.ActionsSettings) { s.ForkApproval = "first_time_contributors" }, "fork-approval acme/sdk-publish"),
	actionsSet("logs are gone in a day", func(s *hub.ActionsSettings) { s.Retention = 1 }, "retention-short acme/sdk-publish"),
	{"forks get secrets", func(w *world) {
		w.Central.SetPrivate(true)
		w.actions(w.Central, func(s *hub.ActionsSettings) { s.ForkRuns = hub.ForkRuns{Run: true, Secrets: true} })
	}, func(w *world) { w.Central.SetPrivate(false); w.actions(w.Central, nil) }, []string{"fork-secrets acme/sdk-publish"}},
	{"nobody reviews the base", func(w *world) { w.Source.Unprotect("main") },
		func(w *world) { w.protect(w.Source, hub.Protection{}) }, []string{"base-unreviewed acme/sdk main"}},
	{"there are more bases than can be looked at", func(w *world) {
		for i := range 11 {
			w.Git("olivia", w.Source.Repository().Dir, "update-ref", fmt.Sprintf("refs/heads/1.%d", i), "main")
		}
		w.Source.Protect(hub.Protection{Pattern: "1.*", Reviews: 1})
		w.policy("targets:\n  npm", "bases: [\"1.*\"]\ntargets:\n  npm")
	}, func(w *world) { w.policy("bases: [\"1.*\"]\n", "") }, []string{"bases-many acme/sdk"}},
	toggle("releases can be changed", func(w *world, on bool) { w.Source.SetImmutableReleases(!on) }, "releases-mutable acme/sdk"),
	{"the source repository was renamed", func(w *world) { w.Source.Rename("kit") }, func(w *world) { w.Source.Rename("sdk") },
		[]string{"app-elsewhere App sdk-app", "app-missing App sdk-app", "source-moved acme/sdk"}},
	{"sweep has not run", func(w *world) { w.Hub().Advance(2 * time.Hour) }, func(w *world) { w.sweep() }, []string{"sweep-late workflow sweep.yml"}},
	{"a token is due", func(w *world) { w.Hub().Advance(81 * 24 * time.Hour); w.sweep() },
		func(w *world) { w.Central.AddEnvironmentSecret("npm", "NPM_TOKEN", "new") }, []string{"token-due environment npm"}},
}

func protected(w *world) { w.protect(w.Central, hub.Protection{}) }

func actionsSet(name string, change func(*hub.ActionsSettings), want ...string) variant {
	return variant{name, func(w *world) { w.actions(w.Central, change) }, func(w *world) { w.actions(w.Central, nil) }, want}
}
