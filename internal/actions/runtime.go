// Package actions is the door to the Actions runtime: what a job is told about
// itself, and the files and lines by which it answers. It stands on the doors
// floor. It alone writes outputs, masks, annotations and summaries, because
// their forms can be forged by text that is not escaped.
package actions

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/release"
)

// Runtime is one job's view of its run.
// https://docs.github.com/en/actions/reference/workflows-and-actions/variables
type Runtime struct {
	Repository string // OWNER/REPO of the central repository
	Ref        string // full ref that the run is of, such as refs/heads/main
	SHA        string // commit whose workflow file runs
	Run        release.Run
	Actor      string
	Server     string // such as https://github.com
	Workspace  string // folder that the job works in
	Temp       string // folder of the job, outside the workspace

	getenv func(string) string
	stdout io.Writer
}

// Open reads what the job is told about itself. Outside Actions it fails, and
// says so.
func Open(getenv func(string) string, stdout io.Writer) (*Runtime, error) {
	if getenv("GITHUB_ACTIONS") != "true" {
		return nil, fault.New(fault.Failed, "this command runs inside a GitHub Actions job only").
			WithHint("gh release-request --help")
	}
	r := &Runtime{getenv: getenv, stdout: stdout}
	var missing []error
	for name, field := range map[string]*string{
		"GITHUB_REPOSITORY": &r.Repository, "GITHUB_REF": &r.Ref, "GITHUB_SHA": &r.SHA,
		"GITHUB_SERVER_URL": &r.Server, "RUNNER_TEMP": &r.Temp, "GITHUB_WORKSPACE": &r.Workspace,
		"GITHUB_ACTOR": &r.Actor,
	} {
		if *field = getenv(name); *field == "" {
			missing = append(missing, fmt.Errorf("%s is not set", name))
		}
	}
	run, err := release.ParseRun(getenv("GITHUB_RUN_ID") + "/" + getenv("GITHUB_RUN_ATTEMPT"))
	if err != nil {
		missing = append(missing, err)
	}
	r.Run = run
	return r, fault.All("this job's environment is not that of Actions", missing)
}

// Host returns the host of the server, such as github.com.
func (r *Runtime) Host() string {
	_, host, _ := strings.Cut(r.Server, "://")
	return host
}

// RunURL returns the page of this run's attempt.
func (r *Runtime) RunURL() string {
	return fmt.Sprintf("%s/%s/actions/runs/%d/attempts/%d", r.Server, r.Repository, r.Run.ID, r.Run.Attempt)
}

// Env returns a variable that the workflow file set for this step.
func (r *Runtime) Env(name string) string { return r.getenv(name) }

// Secret returns a secret that the workflow file handed to this step, and hides
// it in the job's logs.
func (r *Runtime) Secret(name string) string {
	secret := r.getenv(name)
	r.Mask(secret)
	return secret
}

// NumberEnv returns a variable that is a positive number.
func (r *Runtime) NumberEnv(name string) (int, error) {
	n, err := strconv.Atoi(r.getenv(name))
	if err != nil || n <= 0 {
		return 0, fault.New(fault.Failed, "%s is %q, not the number of an issue", name, r.getenv(name))
	}
	return n, nil
}

// SetOutput sets an output of the step.
func (r *Runtime) SetOutput(name, value string) error {
	return r.append("GITHUB_OUTPUT", name, value)
}

// append writes NAME<<DELIMITER, with a delimiter that the value cannot know.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#multiline-strings
func (r *Runtime) append(file, name, value string) (err error) {
	path := r.getenv(file)
	if path == "" {
		return fmt.Errorf("%s is not set, so %s cannot be handed on", file, name)
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("setting %s: %w", name, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	delimiter := "end-" + rand.Text()
	_, err = fmt.Fprintf(f, "%s<<%s\n%s\n%s\n", name, delimiter, value, delimiter)
	return err
}

// Summary adds Markdown to the summary page of the run.
func (r *Runtime) Summary(markdown string) error {
	path := r.getenv("GITHUB_STEP_SUMMARY")
	if path == "" {
		return nil
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("writing the summary: %w", err)
	}
	_, err = io.WriteString(f, markdown+"\n")
	return errors.Join(err, f.Close())
}

// Mask makes GitHub hide a value in this job's logs; each line of it, since
// logs are masked line by line.
func (r *Runtime) Mask(secret string) {
	for line := range strings.Lines(secret) {
		if line = strings.TrimSpace(line); line != "" {
			fmt.Fprintf(r.stdout, "::add-mask::%s\n", escapeData(line))
		}
	}
}

// Unheard runs what prints as it likes: until it ends the runner obeys no
// command in the log, nor one that ends this, since the word for that is random.
// Masks that were set before stay.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#stopping-and-starting-workflow-commands
func (r *Runtime) Unheard(print func() error) error {
	word := rand.Text()
	fmt.Fprintf(r.stdout, "::stop-commands::%s\n", word)
	defer fmt.Fprintf(r.stdout, "\n::%s::\n", word) // on a line of its own, however the last one ended
	return print()
}

// Notice leaves a notice annotation on the run.
func (r *Runtime) Notice(title, message string) { r.annotate("notice", title, message) }

// Warning leaves a warning annotation on the run.
func (r *Runtime) Warning(title, message string) { r.annotate("warning", title, message) }

// Error leaves an error annotation on the run.
func (r *Runtime) Error(title, message string) { r.annotate("error", title, message) }

func (r *Runtime) annotate(kind, title, message string) {
	fmt.Fprintf(r.stdout, "::%s title=%s::%s\n", kind, escapeProperty(title), escapeData(message))
}

// The escapes are those of GitHub's own toolkit:
// https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
var (
	dataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func escapeData(s string) string     { return dataEscapes.Replace(s) }
func escapeProperty(s string) string { return propertyEscapes.Replace(s) }
