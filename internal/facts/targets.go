package facts

import (
	"fmt"
	"strings"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// PublishStep is the name of the step that publishes. A job whose step of that
// name succeeded is the proof that its target is out.
const PublishStep = "publish"

// JobName returns the name of the job that publishes a target of a digest; it
// is how what happened is found again.
func JobName(target string, digest release.Digest) string {
	return fmt.Sprintf("publish %s %s", target, digest.Short())
}

type job struct {
	github.Job
	run int64
}

// targetsOf says what became of each target of a digest, from all attempts of
// all runs.
func targetsOf(targets []string, digest release.Digest, jobs []job) map[string]policy.TargetFact {
	out := map[string]policy.TargetFact{}
	for _, target := range targets {
		out[target] = targetOf(JobName(target, digest), jobs)
	}
	return out
}

// anyTargets says what became of every target that any job is named for,
// whatever the digest: for a request whose record no longer parses.
func anyTargets(jobs []job) map[string]policy.TargetFact {
	out := map[string]policy.TargetFact{}
	for _, j := range jobs {
		if words := strings.Fields(j.Name); len(words) == 3 && words[0] == "publish" {
			if fact := targetOf(j.Name, jobs); fact.State != policy.TargetLeft {
				out[words[1]] = fact
			}
		}
	}
	return out
}

// targetOf: published by one success is published for good; lost once and
// never published is unknown. Of a target that is left, the last job that
// failed is told.
func targetOf(name string, jobs []job) policy.TargetFact {
	out := policy.TargetFact{State: policy.TargetLeft}
	for _, j := range jobs {
		if j.Name != name {
			continue
		}
		fact := policy.TargetFact{Run: j.run, URL: j.URL}
		switch fact.State, fact.Why = stateOf(j.Job); {
		case fact.State == policy.TargetPublished:
			return fact
		case fact.State == policy.TargetUnknown, out.State == policy.TargetLeft && fact.Why != "":
			out = fact
		}
	}
	return out
}

// stateOf reads one job: what its publish step came to decides. A step that
// began and has no clear end is unknown, unless the job still runs: whether
// another run is publishing is a question of its own (the rule alone).
func stateOf(j github.Job) (state policy.TargetState, why string) {
	for _, step := range j.Steps {
		if step.Name != PublishStep {
			continue
		}
		switch {
		case step.Conclusion == "success":
			return policy.TargetPublished, ""
		case step.Conclusion == "failure":
			return policy.TargetLeft, "its publisher failed"
		case step.Conclusion == "skipped", step.Status == "queued", step.Status == "pending", j.Status != "completed":
			return policy.TargetLeft, before(j)
		}
		return policy.TargetUnknown, fmt.Sprintf("its publish step ended as %q, so nobody can tell what got out", step.Conclusion)
	}
	return policy.TargetLeft, before(j)
}

// before says of a job that never came to publish why not; empty when nothing
// was wrong with it.
func before(j github.Job) string {
	switch j.Conclusion {
	case "failure", "cancelled", "timed_out":
		return "its job ended before publishing: " + j.Conclusion
	}
	return ""
}
