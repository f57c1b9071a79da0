package doctor

import (
	"context"
	"strings"

	"github.com/release-request/gh-release-request/internal/lazyregexp"
)

var runnerOwn = kind{"runner-self-hosted", Warning,
	"A target's job runs on a machine of your own. What an earlier job left there, or whoever reaches that machine, can read the target's secrets.",
	"Use a runner of GitHub's, or one that is made for each job and thrown away, in a group that only the central repository may use."}

var runners = check{
	name:    "Runners",
	asks:    "where the policy has the targets' jobs run",
	kinds:   []kind{runnerOwn},
	central: findRunners,
}

// hosted are the labels of GitHub's own runners. The larger ones are named by
// their owners, so that nobody can tell those from machines of their own.
// https://docs.github.com/en/actions/reference/runners/github-hosted-runners
var hosted = lazyregexp.New(`^(?:ubuntu|windows|macos)-(?:latest|slim|[0-9][0-9a-z.-]*)$`)

func findRunners(_ context.Context, v *visit) ([]Finding, error) {
	var all []Finding
	for _, t := range v.Policy.Targets {
		if len(t.RunsOn) != 1 || !hosted.MatchString(t.RunsOn[0]) {
			all = append(all, runnerOwn.at("target "+t.Name, "it runs on "+strings.Join(t.RunsOn, ", ")+", which is no runner of GitHub's", ""))
		}
	}
	return all, nil
}
