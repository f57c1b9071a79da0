package facts

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// PublishStep is the name of the step that publishes. A job whose step of that
// name succeeded is the proof that its target is out.
const PublishStep = "publish"

// JobName returns the name of the job that publishes a target of a digest; it
// is how what happened is found again.
func JobName(target string, digest release.Digest) string {
	return jobName(target, JobSuffix(digest, false))
}

func jobName(target, suffix string) string { return "publish " + target + " " + suffix }

// PublishesTo reports whether a job of that name publishes a target, of whatever
// request, or rehearses it.
func PublishesTo(name, target string) bool { return strings.HasPrefix(name, jobName(target, "")) }

// JobSuffix is what the names of the publish jobs of a digest end with, which
// the gate hands them. Those of a rehearsal are told by it from those that
// publish: by GitHub's own word, whatever a record says later.
func JobSuffix(digest release.Digest, rehearsal bool) string {
	if rehearsal {
		return digest.Short() + " rehearsal"
	}
	return digest.Short()
}

// rehearsed says what became of each target of a rehearsal. Nothing gets out of
// one, so nothing gets lost.
func rehearsed(targets []string, digest release.Digest, jobs []job) map[string]policy.TargetFact {
	out := map[string]policy.TargetFact{}
	for _, target := range targets {
		out[target] = targetOf(jobName(target, JobSuffix(digest, true)), jobs)
		if fact := out[target]; fact.State == policy.TargetUnknown {
			out[target] = policy.TargetFact{State: policy.TargetLeft, Run: fact.Run, URL: fact.URL, Why: "its rehearsal was interrupted"}
		}
	}
	return out
}

type job struct {
	github.Job
	run   int64
	over  bool      // its run is
	ended time.Time // when that was; zero while it is not
}

// running reports whether more of the job is to come.
func (j job) running() bool { return j.Status != "completed" && !j.over }

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
// whatever the digest, but for those that are left, and for rehearsals.
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
		fact := policy.TargetFact{Run: j.run, URL: j.URL, Check: j.CheckRun()}
		switch fact.State, fact.Why = stateOf(j); {
		case fact.State == policy.TargetPublished:
			return fact
		case fact.State == policy.TargetUnknown:
			fact.At = j.ended
			if out.State == policy.TargetUnknown {
				fact.At = lastEnd(out.At, j.ended)
			}
			out = fact
		case out.State == policy.TargetLeft && fact.Why != "":
			out = fact
		}
	}
	return out
}

// lastEnd is when the last of two runs ended, zero while one has not: who
// settles a target must know of every run in which it got lost.
func lastEnd(a, b time.Time) time.Time {
	switch {
	case a.IsZero() || b.IsZero():
		return time.Time{}
	case a.After(b):
		return a
	}
	return b
}

// stateOf reads one job: what its publish step came to decides. A step that
// began and has no clear end is unknown, unless the job still runs: whether
// another run is publishing is a question of its own (the rule alone). A step
// that GitHub does not list says nothing, unless something else tells that it
// was never come to.
func stateOf(j job) (state policy.TargetState, why string) {
	i := slices.IndexFunc(j.Steps, func(s github.Step) bool { return s.Name == PublishStep })
	if i < 0 {
		if j.running() || neverBegan(j) {
			return policy.TargetLeft, before(j)
		}
		return policy.TargetUnknown, fmt.Sprintf("its job ended as %q, and GitHub does not list its publish step", j.Conclusion)
	}
	step := j.Steps[i]
	begun := !slices.ContainsFunc(j.Steps[:i], func(s github.Step) bool { return s.Conclusion != "success" })
	switch {
	case step.Conclusion == "success":
		return policy.TargetPublished, ""
	case step.Conclusion == "failure":
		return policy.TargetLeft, "its publisher failed"
	case step.Conclusion == "skipped", j.running(), !begun:
		return policy.TargetLeft, before(j)
	}
	return policy.TargetUnknown, fmt.Sprintf("its publish step ended as %q, so nobody can tell what got out", step.Conclusion)
}

// neverBegan reports whether a job that is over, and lists no publish step,
// ended before it: it never ran, or a step before did not end well.
func neverBegan(j job) bool {
	switch j.Conclusion {
	case "skipped":
		return true
	case "failure", "cancelled", "timed_out":
		return len(j.Steps) == 0 || slices.ContainsFunc(j.Steps, func(s github.Step) bool { return s.Conclusion != "success" })
	}
	return false
}

// before says of a job that never came to publish why not; empty when nothing
// was wrong with it.
func before(j job) string {
	switch j.Conclusion {
	case "failure", "cancelled", "timed_out":
		return "its job ended before publishing: " + j.Conclusion
	}
	return ""
}

// againstReceipts holds what the runs say against what the receipts say of a
// digest: where a receipt knows more, the target is unknown, for runs can be
// deleted and expire.
func againstReceipts(targets map[string]policy.TargetFact, receipts []record.Found, digest release.Digest, past past) {
	doubt := func(target string, fact policy.TargetFact) {
		fact.State = policy.TargetUnknown
		if known, ok := targets[target]; !ok || known.State == policy.TargetLeft {
			targets[target] = fact
		}
	}
	lost := func(target string, fact policy.TargetFact) {
		doubt(target, fact)
		if known := targets[target]; known.State == policy.TargetUnknown {
			known.At = lastEnd(known.At, fact.At) // settled before that, it would have been let go again
			targets[target] = known
		}
	}
	for _, found := range receipts {
		r := found.Receipt
		if r.Request != digest || r.Rehearsal() {
			continue
		}
		if run, err := release.ParseRun(r.Run); r.Verdict != nil && r.Verdict.Decision == policy.Publish && (err != nil || !past.runs[run.ID]) {
			for _, target := range r.Verdict.Left {
				lost(target, policy.TargetFact{Run: run.ID, URL: r.URL, At: r.At, Why: fmt.Sprintf("the gate let it go in run %s, and that run is not there any more", r.Run)})
			}
		}
		if r.Result == nil {
			continue
		}
		for _, t := range r.Result.Targets {
			if t.State == policy.TargetPublished {
				doubt(t.Name, policy.TargetFact{Run: t.Run, URL: t.URL, At: r.At, Why: fmt.Sprintf("a receipt says that run %d published it, and no run shows it", t.Run)})
			}
		}
	}
}
