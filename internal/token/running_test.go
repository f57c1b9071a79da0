package token

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/github"
)

// runs are the jobs of one publish run, one list for each look.
type runs struct {
	secretHub
	looks [][]github.Job
	err   error
}

func (r *runs) RunsInState(_ context.Context, _, file, state string) ([]github.Run, error) {
	switch {
	case file != "publish.yml":
		return nil, errors.New("no such file")
	case r.looks == nil:
		return nil, &github.Error{Status: 404}
	case state == "in_progress", state == "queued": // it moved between two calls
		return []github.Run{{ID: 7}}, nil
	}
	return nil, nil
}

func (r *runs) Jobs(context.Context, string, int64) ([]github.Job, error) {
	now := r.looks[0]
	if len(r.looks) > 1 {
		r.looks = r.looks[1:]
	}
	return now, r.err
}

// timed is a rotator whose clock only waiting moves.
func timed(h secretHub) (*Rotator, *time.Duration) {
	waited := new(time.Duration)
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	return &Rotator{Hub: h, Repository: "acme/publish", Step: func(string, ...any) {}, Now: func() time.Time { return start.Add(*waited) }, Wait: func(ctx context.Context, d time.Duration) error {
		*waited += d
		return ctx.Err()
	}}, waited
}

func job(name, status string) github.Job { return github.Job{Name: name, Status: status, URL: name} }

func TestAwait_waitsForJobsThatHaveTheOldValue(t *testing.T) {
	began := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	runs1 := []github.Job{job("publish npm 0123456789ab", "in_progress")}
	late := []github.Job{{Name: "publish npm 0123456789ab", Status: "in_progress", StartedAt: began.Add(time.Second)}}
	for name, test := range map[string]struct {
		looks    [][]github.Job
		before   time.Time
		patience time.Duration
		left     int
		waited   time.Duration
	}{
		"nothing ever ran":            {nil, time.Time{}, time.Hour, 0, 0},
		"another target":              {[][]github.Job{{job("publish npm-mirror 0123", "in_progress"), job("gate", "in_progress"), job("report", "in_progress")}}, time.Time{}, time.Hour, 0, 0},
		"it only waits to be run":     {[][]github.Job{{job("publish npm 01", "queued"), job("publish npm 01", "waiting"), job("publish npm 01", "pending")}}, time.Time{}, time.Hour, 0, 0},
		"it ends":                     {[][]github.Job{runs1, runs1, {job("publish npm 0123456789ab", "completed")}}, time.Time{}, time.Hour, 0, 3*time.Second + 4500*time.Millisecond},
		"a rehearsal has it too":      {[][]github.Job{{job("publish npm 0123 rehearsal", "in_progress")}, {}}, time.Time{}, time.Hour, 0, 3 * time.Second},
		"a state that is not known":   {[][]github.Job{{job("publish npm 0123", "strange")}, {}}, time.Time{}, time.Hour, 0, 3 * time.Second},
		"the time is over":            {[][]github.Job{runs1}, time.Time{}, 4 * time.Second, 1, 4 * time.Second},
		"a look":                      {[][]github.Job{runs1}, time.Time{}, 0, 1, 0},
		"it began with the new one":   {[][]github.Job{late}, began, time.Hour, 0, 0},
		"it began in the same second": {[][]github.Job{late, {}}, began.Add(time.Second), time.Hour, 0, 3 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			r, waited := timed(&runs{looks: test.looks})
			shown := 0
			left, err := r.Await(t.Context(), []string{"npm"}, test.before, test.patience, func([]Job) { shown++ })
			if err != nil || len(left) != test.left || *waited != test.waited || (shown == 1) != (test.waited > 0) {
				t.Errorf("%v, %v, waited %s, shown %d times", left, err, *waited, shown)
			}
		})
	}
}

// Whoever cannot see whether a job runs has seen no job end.
func TestAwait_takesNoErrorForSilence(t *testing.T) {
	r, _ := timed(&runs{looks: [][]github.Job{{}}, err: errors.New("the network is down")})
	if _, err := r.Await(t.Context(), []string{"npm"}, time.Time{}, time.Hour, nil); err == nil || !strings.Contains(err.Error(), "down") {
		t.Error(err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	r, _ = timed(&runs{looks: [][]github.Job{{job("publish npm 01", "in_progress")}}})
	if left, err := r.Await(stopped, []string{"npm"}, time.Time{}, time.Hour, func([]Job) {}); !errors.Is(err, context.Canceled) || len(left) != 1 {
		t.Error(left, err)
	}
}
