package facts

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// Two records that begin with the same 12 digits are made in seconds, and the
// author of an issue can put the one in the other's place.
func TestOfOtherDigests_tellsRecordsApartThatNameJobsTheSame(t *testing.T) {
	now := release.DigestOf([]byte("a record"))
	alike := now
	alike[31]++
	of := func(digest release.Digest) []Comment {
		return []Comment{{Receipt: &record.Found{Receipt: record.Receipt{
			Kind: policy.ReceiptVerdict, Request: digest, Run: "77/1", Verdict: &policy.Verdict{Decision: policy.Publish, Left: []string{"npm"}},
		}}}}
	}
	all := past{runs: map[int64]bool{77: true}, jobs: []job{{
		Job: github.Job{Name: JobName("npm", now), Status: "completed", Conclusion: "success", Steps: stepsOf("publish", "success")}, run: 77, over: true,
	}}}
	for name, test := range map[string]struct {
		comments []Comment
		want     policy.TargetState
	}{
		"let go as this record":                      {of(now), ""},
		"let go as one that names its jobs the same": {of(alike), policy.TargetUnknown},
	} {
		if got := ofOtherDigests(now, all, test.comments)["npm"]; got.State != test.want {
			t.Errorf("%s: %q (%s), want %q", name, got.State, got.Why, test.want)
		}
	}
}
