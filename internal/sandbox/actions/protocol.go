package actions

// The host and the runner speak JSON, one object a line: orders on the
// runner's standard input, reports on its standard output. Each object has
// exactly one of its fields set. Nothing else is ever written to standard
// output; what a step prints travels inside a LogReport.
//
// The planning conversation: any number of PlanOrders, each answered by one
// PlanReport with the same ID.
//
// The conversation of a run: one RunOrder, then for each job in turn a
// JobQuestion that the host answers with one JobAnswer, followed by JobReports,
// StepReports, LogReports, NoteReports and SummaryReports as they happen; a
// job that is skipped is reported without a question. A CancelOrder may come
// at any time. A RunReport is the last word. A job that calls a workflow asks
// only if a concurrency group is to be waited for, and reports its end; the jobs
// of the called workflow do all that jobs do, under names CALLER/JOB. At the end of standard input the
// runner kills what it started and leaves.
//
// This file is kept twice, word for word but for the package clause: here and
// in the host's package. A test compares the two.

// Order is what the host asks for.
type Order struct {
	Plan   *PlanOrder   `json:"plan,omitempty"`
	Run    *RunOrder    `json:"run,omitempty"`
	Answer *JobAnswer   `json:"answer,omitempty"`
	Cancel *CancelOrder `json:"cancel,omitempty"`
}

// PlanOrder asks whether an event starts a workflow, and how its run begins.
type PlanOrder struct {
	ID     int            `json:"id"`
	Path   string         `json:"path"`   // .github/workflows/publish.yml
	Text   string         `json:"text"`   // the file, unchanged
	GitHub map[string]any `json:"github"` // the github context, event included

	Called map[string]CalledFile `json:"called,omitzero"` // what jobs of the file call, by what stands in uses
}

// CalledFile is a workflow file that a job calls.
type CalledFile struct {
	Text    string                `json:"text"`
	Problem string                `json:"problem,omitempty"` // not empty: why there is no text
	Called  map[string]CalledFile `json:"called,omitzero"`   // what its own jobs call
}

// RunOrder asks to run every job of a workflow that is not in Finished.
type RunOrder struct {
	Path     string                 `json:"path"`
	Text     string                 `json:"text"`
	GitHub   map[string]any         `json:"github"`
	Called   map[string]CalledFile  `json:"called,omitzero"`
	Dir      string                 `json:"dir"`               // where jobs get their directories
	Minute   int64                  `json:"minute"`            // milliseconds that a minute of a time limit lasts
	Finished map[string]FinishedJob `json:"finished,omitzero"` // jobs of an earlier attempt that keep their outcome
}

// FinishedJob is the outcome of a job that later jobs look at.
type FinishedJob struct {
	Result  string            `json:"result"` // success, failure, cancelled or skipped
	Outputs map[string]string `json:"outputs,omitempty"`
}

// JobAnswer lets a job start, or not.
type JobAnswer struct {
	Job       string            `json:"job"`
	Refusal   string            `json:"refusal,omitempty"`   // not empty: the job fails before its first step, with this message
	Cancelled bool              `json:"cancelled,omitempty"` // the job ends as cancelled before its first step
	Token     string            `json:"token,omitempty"`     // GITHUB_TOKEN of this job
	Secrets   map[string]string `json:"secrets,omitempty"`   // for a job of a called workflow: of its environment alone
	Passable  map[string]string `json:"passable,omitempty"`  // secrets of the repository, of which such a job sees what its caller passes on
	Env       map[string]string `json:"env,omitempty"`       // added to the environment of each step; PATH is required
}

// CancelOrder cancels the run.
type CancelOrder struct{}

// Report is what the runner says.
type Report struct {
	Plan     *PlanReport    `json:"plan,omitempty"`
	Question *JobQuestion   `json:"question,omitempty"`
	Job      *JobReport     `json:"job,omitempty"`
	Step     *StepReport    `json:"step,omitempty"`
	Log      *LogReport     `json:"log,omitempty"`
	Note     *NoteReport    `json:"note,omitempty"`
	Summary  *SummaryReport `json:"summary,omitempty"`
	Left     *LeftReport    `json:"left,omitempty"`
	Run      *RunReport     `json:"run,omitempty"`
}

// PlanReport answers a PlanOrder. A file with problems still says whether the
// event triggers it, as far as that can be read, because GitHub then shows a
// run that failed.
type PlanReport struct {
	ID          int               `json:"id"`
	Triggered   bool              `json:"triggered"`
	Problems    []string          `json:"problems,omitempty"` // the run fails at once, with these
	Refusal     string            `json:"refusal,omitempty"`  // why a workflow_dispatch is not accepted
	Name        string            `json:"name"`               // the workflow's name, or its path
	RunName     string            `json:"run_name,omitempty"` // empty: GitHub chooses
	Inputs      map[string]string `json:"inputs,omitempty"`   // of a workflow_dispatch, defaults filled in
	Concurrency *Concurrency      `json:"concurrency,omitempty"`
	Jobs        []PlannedJob      `json:"jobs,omitempty"` // in the order of the file
}

// Concurrency is a concurrency group, evaluated.
type Concurrency struct {
	Group            string `json:"group"`
	CancelInProgress bool   `json:"cancel_in_progress,omitempty"`
}

// PlannedJob is a job as the file has it.
type PlannedJob struct {
	ID    string   `json:"id"`
	Name  string   `json:"name"` // not evaluated
	Needs []string `json:"needs,omitempty"`
	Calls bool     `json:"calls,omitempty"` // it runs nothing itself; the jobs whose names begin with its own and / do
}

// JobQuestion is asked once the condition of a job holds.
type JobQuestion struct {
	Job         string       `json:"job"`
	Name        string       `json:"name"`             // evaluated
	Called      bool         `json:"called,omitempty"` // it is a job of a called workflow
	Calls       bool         `json:"calls,omitempty"`  // it calls a workflow, and asks for its turn in Concurrency only
	Environment string       `json:"environment,omitempty"`
	Permissions *Permissions `json:"permissions,omitempty"` // nil: the file has none, the repository's default holds
	Concurrency *Concurrency `json:"concurrency,omitempty"`
}

// Permissions are those of the job, or else of the workflow: for all scopes at
// once, or scope by scope, where a scope that is not named is "none".
type Permissions struct {
	All    string            `json:"all,omitempty"` // read or write
	Scopes map[string]string `json:"scopes,omitempty"`
}

// JobReport says where a job stands.
type JobReport struct {
	Job        string            `json:"job"`
	Name       string            `json:"name"`
	Status     string            `json:"status"`               // in_progress or completed
	Conclusion string            `json:"conclusion,omitempty"` // success, failure, cancelled or skipped
	Outputs    map[string]string `json:"outputs,omitempty"`
}

// StepReport says where a step stands. Numbers count from 1, with "Set up job"
// as the first and "Complete job" as the last.
type StepReport struct {
	Job        string `json:"job"`
	Number     int    `json:"number"`
	Name       string `json:"name"`
	Status     string `json:"status"`               // queued, in_progress or completed
	Conclusion string `json:"conclusion,omitempty"` // success, failure, cancelled or skipped
}

// LogReport is one line of a step's log, with secrets masked.
type LogReport struct {
	Job  string `json:"job"`
	Step int    `json:"step"`
	Line string `json:"line"`
}

// NoteReport is an annotation.
type NoteReport struct {
	Job         string `json:"job"`
	Step        int    `json:"step"`
	Level       string `json:"level"` // notice, warning or failure
	Title       string `json:"title,omitempty"`
	Message     string `json:"message"`
	Path        string `json:"path"`
	StartLine   int    `json:"start_line"`
	EndLine     int    `json:"end_line"`
	StartColumn int    `json:"start_column,omitempty"`
	EndColumn   int    `json:"end_column,omitempty"`
}

// SummaryReport is what a step wrote to GITHUB_STEP_SUMMARY.
type SummaryReport struct {
	Job  string `json:"job"`
	Step int    `json:"step"`
	Text string `json:"text"`
}

// LeftReport says that a called workflow is over: the job that called it gives
// its turns in concurrency groups back.
type LeftReport struct {
	Job string `json:"job"`
}

// RunReport ends a run.
type RunReport struct {
	Conclusion string `json:"conclusion"` // success, failure, cancelled or skipped
}
