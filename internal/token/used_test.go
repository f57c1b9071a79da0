package token

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/github"
)

// past is publish runs, the newest first, each with its jobs.
type past struct {
	titles []string
	jobs   [][]github.Job
	err    error
	asked  atomic.Int32
}

func (p *past) RecentRuns(context.Context, string, string) ([]github.Run, error) {
	var runs []github.Run
	for i, title := range p.titles {
		runs = append(runs, github.Run{ID: int64(i), Title: title})
	}
	return runs, p.err
}

func (p *past) Jobs(_ context.Context, _ string, run int64) ([]github.Job, error) {
	p.asked.Add(1)
	if int(run) < len(p.jobs) {
		return p.jobs[run], nil
	}
	return nil, nil
}

func TestLastUse_isTheNewestJobThatHadTheToken(t *testing.T) {
	at := planned0
	published := func(target string, ago time.Duration, step github.Step) github.Job {
		step.Name = "publish"
		return github.Job{Name: "publish " + target + " 0123456789ab", CompletedAt: at.Add(-ago), URL: fmt.Sprint(target, ago), Steps: []github.Step{{Name: "checkout", Status: "completed"}, step}}
	}
	done, skipped := github.Step{Status: "completed", Conclusion: "failure"}, github.Step{Status: "completed", Conclusion: "skipped"}
	goesOn := github.Job{Name: "publish npm 0123456789ab rehearsal", StartedAt: at, URL: "now", Steps: []github.Step{{Name: "publish", Status: "in_progress"}}}
	for name, test := range map[string]struct {
		past *past
		want string
	}{
		"never":                  {&past{}, ""},
		"no such workflow":       {&past{err: &github.Error{Status: 404}}, ""},
		"nobody tells":           {&past{err: &github.Error{Status: 403}}, ""},
		"the newest":             {&past{titles: []string{"#1", "#2"}, jobs: [][]github.Job{{published("npm", 2, done)}, {published("npm", 3, done)}}}, "npm2ns"},
		"tried again":            {&past{titles: []string{"#1"}, jobs: [][]github.Job{{published("npm", 5, done), published("npm", 4, done)}}}, "npm4ns"},
		"it never came to it":    {&past{titles: []string{"#1", "#2"}, jobs: [][]github.Job{{published("npm", 2, skipped)}, {published("npm", 3, done)}}}, "npm3ns"},
		"another target":         {&past{titles: []string{"#1"}, jobs: [][]github.Job{{published("npm-mirror", 2, done)}}}, ""},
		"it goes on, rehearsing": {&past{titles: []string{"#1"}, jobs: [][]github.Job{{goesOn}}}, "now"},
		"another label's run":    {&past{titles: []string{"ignored"}, jobs: [][]github.Job{{goesOn}}}, ""},
	} {
		stored := []Stored{{Target: "npm"}}
		if err := LastUse(t.Context(), test.past, "acme/publish", stored); err != nil || stored[0].Used.URL != test.want {
			t.Errorf("%s: %+v, %v", name, stored[0].Used, err)
		}
	}
	if err := LastUse(t.Context(), &past{err: errors.New("the network is down")}, "acme/publish", nil); err == nil {
		t.Error("no answer is taken for no use")
	}
}

func TestLastUse_looksNoFurtherThanItHasTo(t *testing.T) {
	many := &past{titles: make([]string, 100), jobs: [][]github.Job{{{Name: "publish npm 01", StartedAt: planned0, Steps: []github.Step{{Name: "publish", Status: "in_progress"}}}}}}
	for i := range many.titles {
		many.titles[i] = fmt.Sprint("#", i)
	}
	for target, most := range map[string]int{"npm": atOnce, "never": mostRuns} {
		many.asked.Store(0)
		if err := LastUse(t.Context(), many, "acme/publish", []Stored{{Target: target}}); err != nil || int(many.asked.Load()) > most {
			t.Errorf("%s: %d runs were looked at, %v", target, many.asked.Load(), err)
		}
	}
}
