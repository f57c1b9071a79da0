package main

import (
	"encoding/json"
	"io"
	"os"
	"testing"
)

// played is what a host saw of a run.
type played struct {
	questions  map[string]JobQuestion
	jobs       map[string]JobReport // the last report of each
	steps      map[string][]StepReport
	logs       map[string][]string
	notes      []NoteReport
	summaries  []string
	groups     []Concurrency // that calls asked for
	left       []string
	conclusion string
}

// stage is a host for tests. Each order goes through the protocol, as from
// another process.
type stage struct {
	text     string
	event    map[string]any
	name     string // of the event; issues if empty
	finished map[string]FinishedJob
	called   map[string]CalledFile
	minute   int64
	answer   func(JobQuestion) JobAnswer
	onLog    func(line string) (cancel bool)
	then     func() // after the runner has taken a cancellation
}

// github is the context of the tests' runs.
func (s stage) github() map[string]any {
	name := s.name
	if name == "" {
		name = "issues"
	}
	return map[string]any{
		"event_name": name, "event": s.event, "repository": "acme/publish", "run_id": "77", "sha": "0123456789",
		"ref": "refs/heads/main", "ref_name": "main", "actor": "bob", "triggering_actor": "carol's",
		"workflow_ref": "acme/sdk/.github/workflows/release.yml@refs/heads/main",
	}
}

func (s stage) play(t *testing.T) played {
	t.Helper()
	orders, in := io.Pipe()
	out, reports := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := serve(orders, reports)
		reports.Close()
		ended <- err
	}()
	encoder := json.NewEncoder(in)
	minute := s.minute
	if minute == 0 {
		minute = 60_000
	}
	send := func(order Order) {
		if err := encoder.Encode(order); err != nil {
			t.Errorf("sending an order: %v", err)
		}
	}
	send(Order{Run: &RunOrder{
		Path: ".github/workflows/test.yml", Text: s.text, GitHub: s.github(),
		Dir: t.TempDir(), Minute: minute, Finished: s.finished, Called: s.called,
	}})
	p := played{
		questions: map[string]JobQuestion{}, jobs: map[string]JobReport{},
		steps: map[string][]StepReport{}, logs: map[string][]string{},
	}
	decoder := json.NewDecoder(out)
	for p.conclusion == "" {
		var r Report
		if err := decoder.Decode(&r); err != nil {
			t.Fatalf("reading a report: %v; the runner says: %v", err, <-ended)
		}
		switch {
		case r.Question != nil:
			p.questions[r.Question.Job] = *r.Question
			if r.Question.Calls {
				p.groups = append(p.groups, *r.Question.Concurrency)
			}
			go send(Order{Answer: new(s.answered(*r.Question))})
		case r.Job != nil:
			p.jobs[r.Job.Job] = *r.Job
		case r.Step != nil:
			p.steps[r.Step.Job] = append(p.steps[r.Step.Job], *r.Step)
		case r.Log != nil:
			p.logs[r.Log.Job] = append(p.logs[r.Log.Job], r.Log.Line)
			if s.onLog != nil && s.onLog(r.Log.Line) {
				go func() {
					send(Order{Cancel: &CancelOrder{}})
					if s.then != nil {
						s.then()
					}
				}()
			}
		case r.Note != nil:
			p.notes = append(p.notes, *r.Note)
		case r.Summary != nil:
			p.summaries = append(p.summaries, r.Summary.Text)
		case r.Left != nil:
			p.left = append(p.left, r.Left.Job)
		case r.Run != nil:
			p.conclusion = r.Run.Conclusion
		}
	}
	in.Close()
	if err := <-ended; err != nil {
		t.Errorf("the runner ended with: %v", err)
	}
	return p
}

func (s stage) answered(q JobQuestion) JobAnswer {
	a := JobAnswer{Job: q.Job}
	if s.answer != nil {
		a = s.answer(q)
		a.Job = q.Job
	}
	if a.Env == nil {
		a.Env = map[string]string{}
	}
	a.Env["PATH"] = os.Getenv("PATH")
	return a
}

// conclusions is the outcome of each job.
func (p played) conclusions() map[string]string {
	m := map[string]string{}
	for id, job := range p.jobs {
		m[id] = job.Conclusion
	}
	return m
}

// stepConclusions is the outcome of each step of a job, in order of reports.
func (p played) stepConclusions(job string) []string {
	var all []string
	for _, step := range p.steps[job] {
		if step.Status == "completed" {
			all = append(all, step.Name+": "+step.Conclusion)
		}
	}
	return all
}
