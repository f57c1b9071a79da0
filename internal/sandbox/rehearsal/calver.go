package rehearsal

import (
	"slices"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// monthly is the schedule of relay's releases.
const monthly = "0 17 15 * *"

// When it comes for the first and for the second time.
var (
	march = time.Date(2026, time.March, 15, 17, 0, 0, 0, time.UTC)
	april = time.Date(2026, time.April, 15, 17, 0, 0, 0, time.UTC)
)

// calverScenario is a release that nobody asks for and nobody approves.
func calverScenario() Scenario {
	return Scenario{Name: "calver", Summary: "a monthly release goes by itself, and nobody presses anything",
		Before: setUpSteps(), Steps: slices.Concat(calendarSteps(), enrolSteps("relay"), idesSteps())}
}

// calendarSteps is how an owner has a project released by the calendar.
func calendarSteps() []Step {
	return policySteps("olivia has relay released by the calendar, on every 15th",
		"  relay:\n", `  relay:
    versioning: {scheme: calver, format: YY.M.MICRO}
    schedule: "`+monthly+`"
    auto-approve: true  # unless more than these files changes:
    release-files: [VERSION]
    blockers: [release-blocker]
`)
}

// enrolSteps is how the owner of a source repository has its own workflow ask.
func enrolSteps(project string) []Step {
	return []Step{
		{Who: owner, Title: "olivia clones " + project + ", whose own workflow is to ask",
			Run: []string{"git", "clone", "--quiet", "https://github.com/acme/" + project, project}},
		{Who: owner, Title: "init writes the file: it calls the central repository, and holds no key to it", Dir: project,
			Run: []string{ours, "init", "source", "--yes", "-R", centralRepo}, Says: []string{".github/workflows/release.yml"}},
		{Who: owner, Title: "she commits and pushes", Dir: project,
			Run: []string{"sh", "-c", "git add .github && git commit --quiet --message 'Ask for releases' && git push --quiet origin main"}},
		{Who: owner, Title: "in the browser she sets the secret RELEASE_PUSH_TOKEN, so that what it pushes starts CI", Happens: pushToken("acme/" + project)},
	}
}

func idesSteps() []Step {
	return []Step{
		{Title: "15 March, 17:00: relay's workflow prepares the release", Happens: passUntil(march), Time: monthly, Of: relayRepo,
			Holds: []Claim{
				{"the release branch is one commit on main", oneCommit(relayRepo, "26.3.0")},
				{"nothing is published, nothing is filed", all(published(), issues(0))},
			}},
		{Title: "sweep finds what the run attests, files it, and has it published", Time: sweepTime,
			Holds: []Claim{
				{"all jobs ran", ran("gate", "publish docker", "report")},
				{"relay 26.3.0 is out", published("docker/relay@26.3.0")},
				{"nobody has set a label", labels(1)},
				{"the receipt says why nobody had to approve", said(1, "**Publishing", "asked for it, and it changes nothing but VERSION")},
				{"the tag 26.3.0 stands at the commit, main holds it, and the release branch is gone", landedIn(relayRepo, "26.3.0", 1)},
				{"the request is closed as completed, with its receipt", ended(1, hub.Completed)},
			}},
		{Who: reader, Title: "on Monday rita sees what happened, and that a schedule asked", Run: []string{ours, "view", "1", "-R", centralRepo},
			Says: []string{"schedule", "published"}},
	}
}

// heldScenario is such a release that a person holds.
func heldScenario() Scenario {
	return Scenario{Name: "calver-held", Summary: "a blocker holds a monthly release, and another takes a fix",
		Before: slices.Concat(setUpSteps(), calendarSteps(), enrolSteps("relay"), relaySteps()), Steps: slices.Concat(heldSteps(), mendedSteps())}
}

func heldSteps() []Step {
	return []Step{
		{Who: junior, Title: "nina opens a release blocker in acme/relay", Happens: block(junior, relayRepo, "The new setting does not work"),
			Holds: []Claim{{"it is open", blocked(relayRepo, true)}}},
		{Title: "15 March, 17:00: relay's workflow prepares the release all the same", Happens: passUntil(march), Time: monthly, Of: relayRepo,
			Holds: []Claim{{"the release branch is one commit on main", oneCommit(relayRepo, "26.3.0")}}},
		{Title: "sweep files it: what the gate would say stands on it, and nothing is started", Time: sweepTime,
			Holds: []Claim{
				{"the blocker is named", said(1, "blocker-open", relayRepo+"/issues/1")},
				{"no publish run was started", noRun("publish.yml")},
				{"nothing is published", published()},
			}},
		{Who: reader, Title: "rita sees what holds it", Run: []string{ours, "status", "-R", centralRepo}, Says: []string{"refused", "open: acme/relay"}},
		{Title: "half an hour later it is held as before, and nobody is told twice", Time: sweepTime,
			Holds: []Claim{
				{"one comment stands there", spoke(1, 1)},
				{"nothing is published", published()},
			}},
		{Who: junior, Title: "the setting works: nina had mistyped it. So the commit of 17:00 is good, and she closes the blocker", Happens: closed(junior, relayRepo, 1),
			Holds: []Claim{{"it is closed", blocked(relayRepo, false)}}},
		{Title: "sweep lets it go", Time: sweepTime,
			Holds: []Claim{
				{"nobody has set a label", labels(1)},
				{"relay 26.3.0 is out", published("docker/relay@26.3.0")},
				{"the tag 26.3.0 stands at the commit, main holds it, and the release branch is gone", landedIn(relayRepo, "26.3.0", 1)},
				{"the request is closed as completed, with its receipt", ended(1, hub.Completed)},
			}},
	}
}

// relaySteps gives nina a clone of relay.
func relaySteps() []Step {
	return []Step{{Who: junior, Title: "nina clones relay", Run: []string{"git", "clone", "--quiet", "https://github.com/" + relayRepo, "relay"}}}
}

// mendedSteps is a blocker that takes a commit to settle: one that the release
// which it holds was made without.
func mendedSteps() []Step {
	return []Step{
		{Who: junior, Title: "in April nina opens another release blocker", Happens: block(junior, relayRepo, "It forgets what it was told")},
		{Title: "15 April, 17:00: relay's workflow prepares the next release", Happens: passUntil(april), Time: monthly, Of: relayRepo},
		{Title: "sweep files it, and it is held", Time: sweepTime, Holds: []Claim{{"the blocker is named", said(2, "blocker-open", relayRepo+"/issues/2")}}},
		{Who: junior, Title: "this one is real, and nina corrects it on main; the release was made before that", Dir: "relay",
			Run: []string{"sh", "-c", "git pull --quiet && echo remember > memory.txt && git add memory.txt && git commit --quiet --message 'Remember' && git push --quiet origin main"}},
		{Who: approver, Title: "so alex rejects it: with the blocker closed it would go as it is",
			Run: []string{ours, "reject", "2", "--reason", "made before the fix", "--yes", "-R", centralRepo}, Settle: true,
			Holds: []Claim{{"it is closed as not planned", ended(2, hub.NotPlanned)}}},
		{Who: junior, Title: "nina deletes the branch that was made without the fix, and closes the blocker", Happens: closed(junior, relayRepo, 2), Dir: "relay",
			Run: []string{"git", "push", "--quiet", "origin", "--delete", "release/26.4.0"}},
		{Who: junior, Title: "and has the workflow ask again", Happens: start(junior, relayRepo, map[string]any{"version": "calver"}), Settle: true},
		{Title: "sweep files it and has it published", Time: sweepTime,
			Holds: []Claim{
				{"relay 26.4.0 is out", published("docker/relay@26.3.0", "docker/relay@26.4.0")},
				{"the tag 26.4.0 holds the fix", holdsFile(relayRepo, "26.4.0", "memory.txt")},
				{"the request is closed as completed, with its receipt", ended(3, hub.Completed)},
			}},
	}
}

// holdsFile is true when a file is there at a tag.
func holdsFile(repo, tag, path string) func(*Stage) error {
	return func(s *Stage) error {
		_, err := s.gitIn(repo, "cat-file", "-e", "refs/tags/"+tag+":"+path)
		return err
	}
}
