package facts

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// steps are "name conclusion" in turn; "-" for none yet, in_progress, and
// "queued" for a step that waits.
func stepsOf(pairs ...string) []github.Step {
	var steps []github.Step
	for i := 0; i < len(pairs); i += 2 {
		s := github.Step{Name: pairs[i], Status: "completed", Conclusion: pairs[i+1]}
		switch s.Conclusion {
		case "-":
			s.Status, s.Conclusion = "in_progress", ""
		case "queued":
			s.Status, s.Conclusion = "queued", ""
		}
		steps = append(steps, s)
	}
	return steps
}

func TestStateOf_onlyAClearEndTells(t *testing.T) {
	ended := func(conclusion string, pairs ...string) job {
		return job{Job: github.Job{Status: "completed", Conclusion: conclusion, Steps: stepsOf(pairs...)}, over: true}
	}
	running := func(pairs ...string) job {
		return job{Job: github.Job{Status: "in_progress", Steps: stepsOf(pairs...)}}
	}
	cut := running("checkout", "success", "publish", "-")
	cut.over = true
	for name, test := range map[string]struct {
		job  job
		want policy.TargetState
	}{
		"published":                                  {ended("success", "checkout", "success", "publish", "success"), policy.TargetPublished},
		"published, and cancelled afterwards":        {ended("cancelled", "checkout", "success", "publish", "success", "post", "cancelled"), policy.TargetPublished},
		"published, and not over":                    {running("checkout", "success", "publish", "success", "post", "-"), policy.TargetPublished},
		"its publisher failed":                       {ended("failure", "checkout", "success", "publish", "failure"), policy.TargetLeft},
		"checkout refused":                           {ended("failure", "checkout", "failure", "publish", "skipped"), policy.TargetLeft},
		"cancelled while it was checked out":         {ended("cancelled", "checkout", "cancelled", "publish", "cancelled"), policy.TargetLeft},
		"skipped":                                    {ended("skipped"), policy.TargetLeft},
		"no runner took it":                          {ended("cancelled"), policy.TargetLeft},
		"the environment refused it":                 {ended("failure"), policy.TargetLeft},
		"it could not be set up":                     {ended("failure", "Set up job", "failure"), policy.TargetLeft},
		"it waits for a runner":                      {job{Job: github.Job{Status: "queued"}}, policy.TargetLeft},
		"it publishes":                               {running("checkout", "success", "publish", "-"), policy.TargetLeft},
		"cancelled while it published":               {ended("cancelled", "checkout", "success", "publish", "cancelled"), policy.TargetUnknown},
		"timed out while it published":               {ended("failure", "checkout", "success", "publish", "timed_out"), policy.TargetUnknown},
		"its runner was lost while it published":     {ended("failure", "checkout", "success", "publish", "-"), policy.TargetUnknown},
		"its runner was lost, and the step unheard":  {ended("failure", "checkout", "success", "publish", "queued"), policy.TargetUnknown},
		"it runs on in a run that is over":           {cut, policy.TargetUnknown},
		"an end that nobody knows":                   {ended("success", "checkout", "success", "publish", "neutral"), policy.TargetUnknown},
		"a success whose steps are gone":             {ended("success"), policy.TargetUnknown},
		"a success without the step":                 {ended("success", "checkout", "success"), policy.TargetUnknown},
		"a failure whose step is gone":               {ended("failure", "checkout", "success"), policy.TargetUnknown},
		"an end of the job that nobody knows":        {ended("stale"), policy.TargetUnknown},
		"a step that is only called like the target": {ended("success", "publish npm", "success"), policy.TargetUnknown},
	} {
		if got, why := stateOf(test.job); got != test.want {
			t.Errorf("%s: %s (%s), want %s", name, got, why, test.want)
		}
	}
}

func TestTargetsOf_allAttemptsCount(t *testing.T) {
	digest := release.DigestOf([]byte("a record"))
	other := release.DigestOf([]byte("another"))
	of := func(id int64, name, publish string) job {
		return job{Job: github.Job{ID: id, Name: name, Status: "completed", Conclusion: "failure", Steps: stepsOf("publish", publish)}, run: id, over: true}
	}
	npm := JobName("npm", digest)
	for name, test := range map[string]struct {
		jobs []job
		want policy.TargetState
		run  int64
	}{
		"none":                       {nil, policy.TargetLeft, 0},
		"failed, then out":           {[]job{of(1, npm, "failure"), of(2, npm, "success")}, policy.TargetPublished, 2},
		"out, then run again":        {[]job{of(1, npm, "success"), of(2, npm, "cancelled")}, policy.TargetPublished, 1},
		"lost, then out":             {[]job{of(1, npm, "cancelled"), of(2, npm, "success")}, policy.TargetPublished, 2},
		"lost, then failed":          {[]job{of(1, npm, "cancelled"), of(2, npm, "failure")}, policy.TargetUnknown, 1},
		"failed twice":               {[]job{of(1, npm, "failure"), of(2, npm, "failure")}, policy.TargetLeft, 2},
		"of another digest":          {[]job{of(1, JobName("npm", other), "success")}, policy.TargetLeft, 0},
		"of another target":          {[]job{of(1, JobName("docs", digest), "success")}, policy.TargetLeft, 0},
		"of a name that goes on":     {[]job{of(1, npm+" (2)", "success")}, policy.TargetLeft, 0},
		"of a name that begins late": {[]job{of(1, "re"+npm, "success")}, policy.TargetLeft, 0},
	} {
		if got := targetsOf([]string{"npm"}, digest, test.jobs)["npm"]; got.State != test.want || got.Run != test.run {
			t.Errorf("%s: %s in run %d, want %s in %d", name, got.State, got.Run, test.want, test.run)
		}
	}
}
