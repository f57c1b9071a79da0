package hub

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// logLine is a line that a step printed.
type logLine struct {
	step int
	text string
}

// Log is what a job or one of its steps printed.
type Log struct {
	Name  string // within the archive of a run: JOB/2_STEP.txt
	Lines []string
}

// LogJob adds a line to a job's log. It is the one change that does not move
// the clock, since a log may be long.
func (h *Hub) LogJob(id int64, step int, line string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if j := h.jobs[id]; j != nil {
		j.log = append(j.log, logLine{step, h.now.Format("2006-01-02T15:04:05.0000000Z") + " " + line})
	}
}

// JobLogAddress is a path at which LogsAt finds a job's log without asking who
// wants it, as GitHub's signed addresses do.
func (h *Hub) JobLogAddress(c Caller, repoID, id int64) (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	j, err := h.findJob(c, repoID, id)
	if err != nil {
		return "", err
	}
	return j.logAddress(), nil
}

// RunLogAddress is the same for the logs of an attempt of a run, 0 for the
// latest.
func (h *Hub) RunLogAddress(c Caller, repoID, id int64, attempt int) (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	run, err := h.findRun(c, repoID, id, actionsRead)
	if err != nil {
		return "", err
	}
	if attempt == 0 {
		attempt = len(run.attempts)
	}
	if attempt > len(run.attempts) {
		return "", notFound()
	}
	return run.logAddress(attempt), nil
}

// LogsAt returns what is at an address: one log of a job, whole, or the logs of
// all steps of a run.
func (h *Hub) LogsAt(address string) ([]Log, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, j := range h.jobs {
		if j.logAddress() == address {
			return []Log{{Lines: j.lines(0)}}, true
		}
	}
	for _, run := range h.runs {
		for i, a := range run.attempts {
			if run.logAddress(i+1) == address {
				return a.logs(), true
			}
		}
	}
	return nil, false
}

// logs are those of every step that printed something.
func (a *attempt) logs() []Log {
	// GitHub leaves out of names what file systems do not take.
	plain := strings.NewReplacer("/", "", ":", "", "<", "", ">", "", `"`, "", "\\", "", "|", "", "?", "", "*", "")
	var logs []Log
	for _, j := range a.jobs {
		for _, s := range j.steps {
			if lines := j.lines(s.Number); len(lines) > 0 {
				name := fmt.Sprintf("%s/%d_%s.txt", plain.Replace(j.check.Name), s.Number, plain.Replace(s.Name))
				logs = append(logs, Log{Name: name, Lines: lines})
			}
		}
	}
	return logs
}

// lines are those of one step, or with 0 of all.
func (j *job) lines(step int) []string {
	var lines []string
	for _, l := range j.log {
		if step == 0 || l.step == step {
			lines = append(lines, l.text)
		}
	}
	return lines
}

func (j *job) logAddress() string { return signed("job-%d.txt", j.check.ID) }

func (r *run) logAddress(attempt int) string { return signed("run-%d-%d.zip", r.common.ID, attempt) }

// signed makes a name that cannot be guessed from another.
func signed(format string, a ...any) string {
	name := fmt.Sprintf(format, a...)
	return fmt.Sprintf("%x/%s", sha256.Sum256([]byte("sandbox log "+name)), name)
}
