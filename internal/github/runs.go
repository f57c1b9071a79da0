package github

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"time"
)

// Run is a workflow run.
type Run struct {
	ID              int64     `json:"id"`
	Title           string    `json:"display_title"` // run-name, evaluated
	Attempt         int       `json:"run_attempt"`
	Event           string    `json:"event"`
	Status          string    `json:"status"`
	Conclusion      string    `json:"conclusion"`
	HeadBranch      string    `json:"head_branch"`
	HeadSHA         string    `json:"head_sha"`
	Path            string    `json:"path"`
	CreatedAt       time.Time `json:"created_at"`
	StartedAt       time.Time `json:"run_started_at"` // of the newest attempt
	UpdatedAt       time.Time `json:"updated_at"`
	URL             string    `json:"html_url"`
	Actor           *Account  `json:"actor"`
	TriggeringActor *Account  `json:"triggering_actor"`
}

// Finished reports whether nothing of the run will happen any more.
func (r Run) Finished() bool { return r.Status == "completed" }

// RunsSince reads all runs of a workflow file created at or after a time,
// newest first.
func (c *Client) RunsSince(ctx context.Context, repo, file string, since time.Time) ([]Run, error) {
	return c.runs(ctx, repo, file, "", stamp(since))
}

// RecentRuns reads the newest hundred runs of a workflow file, in one call.
func (c *Client) RecentRuns(ctx context.Context, repo, file string) ([]Run, error) {
	var page struct {
		Runs []Run `json:"workflow_runs"`
	}
	_, err := c.call(ctx, "GET", runsPath(repo, file), nil, &page)
	return page.Runs, err
}

func runsPath(repo, file string) string {
	return fmt.Sprintf("repos/%s/actions/workflows/%s/runs?per_page=100&exclude_pull_requests=true", repo, url.PathEscape(file))
}

// unfinished are all states of a run that is not completed.
var unfinished = []string{"requested", "pending", "queued", "waiting", "in_progress"}

// UnfinishedStates returns the states to ask RunsInState for.
func UnfinishedStates() []string { return unfinished }

// RunsInState reads all runs of a workflow file in a state.
func (c *Client) RunsInState(ctx context.Context, repo, file, state string) ([]Run, error) {
	return c.runs(ctx, repo, file, "&status="+state, "")
}

// mostRuns is how many runs GitHub lists of those that fit a filter; the others
// it leaves out without a word.
// https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-workflow
const mostRuns = 1000

// runs reads all runs that fit a filter, those created at or after a time if
// one is given. Where GitHub stops, it asks for those before the last one that
// it listed.
func (c *Client) runs(ctx context.Context, repo, file, filter, since string) ([]Run, error) {
	base := runsPath(repo, file) + filter
	path := base
	if since != "" {
		path += "&created=" + url.QueryEscape(">="+since)
	}
	var all []Run
	seen := map[int64]bool{}
	for until := ""; ; {
		some, total, err := counted(ctx, c, path, "workflow_runs", func(r Run) int64 { return r.ID })
		if err != nil {
			return nil, err
		}
		for _, run := range some {
			if !seen[run.ID] {
				seen[run.ID] = true
				all = append(all, run)
			}
		}
		switch {
		case len(some) >= mostRuns:
		case len(some) < total:
			return nil, fmt.Errorf("GET /%s: GitHub counts %d runs and lists %d", cutQuery(path), total, len(some))
		default:
			return all, nil
		}
		before := stamp(some[len(some)-1].CreatedAt)
		if before == until {
			return nil, fmt.Errorf("GET /%s: more than %d runs were created at %s", cutQuery(path), mostRuns, until)
		}
		until = before
		path = base + "&created=" + url.QueryEscape(cmp.Or(since, "*")+".."+until)
	}
}

// stamp writes a time as filters of GitHub take it.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// Run reads one run, as its newest attempt is.
// https://docs.github.com/en/rest/actions/workflow-runs#get-a-workflow-run
func (c *Client) Run(ctx context.Context, repo string, id int64) (Run, error) {
	var run Run
	_, err := c.call(ctx, "GET", fmt.Sprintf("repos/%s/actions/runs/%d", repo, id), nil, &run)
	return run, err
}

// Job is one job of one attempt of a run.
type Job struct {
	ID          int64     `json:"id"`
	Attempt     int       `json:"run_attempt"`
	Name        string    `json:"name"`
	Status      string    `json:"status"`
	Conclusion  string    `json:"conclusion"`
	StartedAt   time.Time `json:"started_at"`
	CompletedAt time.Time `json:"completed_at"` // zero while it is not
	URL         string    `json:"html_url"`
	CheckRunURL string    `json:"check_run_url"` // its last part is the check run's id
	Steps       []Step    `json:"steps"`
}

// Step is one step of a job.
type Step struct {
	Name       string `json:"name"`
	Status     string `json:"status"`
	Conclusion string `json:"conclusion"`
}

// Jobs reads the jobs of all attempts of a run.
// https://docs.github.com/en/rest/actions/workflow-jobs#list-jobs-for-a-workflow-run
func (c *Client) Jobs(ctx context.Context, repo string, run int64) ([]Job, error) {
	path := fmt.Sprintf("repos/%s/actions/runs/%d/jobs?per_page=100&filter=all", repo, run)
	return whole(ctx, c, path, "jobs", func(j Job) int64 { return j.ID })
}

// Dispatch starts a workflow on a branch with inputs.
// https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event
func (c *Client) Dispatch(ctx context.Context, repo, file, branch string, inputs map[string]string) error {
	in := map[string]any{"ref": branch, "inputs": inputs}
	_, err := c.call(ctx, "POST", fmt.Sprintf("repos/%s/actions/workflows/%s/dispatches", repo, url.PathEscape(file)), in, nil)
	return err
}
