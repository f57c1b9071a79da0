package publish

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/git"
)

// handedOn are the variables of the job that a publisher gets: what programs
// need to run and to reach the network, and nothing that is a key.
var handedOn = []string{
	"PATH", "HOME", "TMPDIR", "TEMP", "TMP", "LANG", "LANGUAGE", "TZ", "CI",
	"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "no_proxy", "all_proxy",
	"SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "GIT_SSL_CAINFO", "NODE_EXTRA_CA_CERTS",
}

// oidc are the variables by which a publisher asks GitHub for a token of its
// own, for trusted publishing.
// https://docs.github.com/en/actions/reference/security/oidc
var oidc = []string{"ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"}

// Target runs the publisher of one target in the checkout.
type Target struct {
	Plan      Plan
	Token     string    // for the source repository; empty: the publisher gets none
	Artifacts artifacts // of the source repository, where craft publishes
	Runtime   *actions.Runtime
	Environ   []string // of this job
	Stdout    io.Writer
	Stderr    io.Writer
}

// publication is a program that publishes, ready to be run.
type publication struct {
	dir     string
	command []string // program and arguments
	env     []string
	judge   func(ended error) error // whether it published, by how it ended
}

// Run publishes: the publisher decides whether it did. A checkout that is not at
// the approved commit is refused before; one that was moved by a publisher that
// ended well is only reported, because failed means not out. Of a rehearsal
// everything is done but running the publisher.
func (t *Target) Run(ctx context.Context) error {
	repository := git.Repository{Dir: t.Plan.Dir}
	if err := t.atCommit(ctx, repository); err != nil {
		return err
	}
	env, err := t.environment()
	if err != nil {
		return err
	}
	find := t.byCommand
	if t.Plan.Craft != nil {
		find = t.byCraft
	}
	p, err := find(ctx, env)
	if err != nil {
		return err
	}
	if t.Plan.Rehearsal {
		return t.rehearse(p)
	}
	cmd := exec.CommandContext(ctx, p.command[0], p.command[1:]...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = p.dir, p.env, t.Stdout, t.Stderr
	// A publisher could else hide what is remarked below, or remark on others.
	if err := p.judge(t.Runtime.Unheard(cmd.Run)); err != nil {
		return err
	}
	if err := t.atCommit(ctx, repository); err != nil {
		t.Runtime.Error("release-request exception", fmt.Sprintf("after target %s was published: %v", t.Plan.Target, err))
	}
	return nil
}

// byCommand is the project's own command: its exit status decides.
func (t *Target) byCommand(_ context.Context, env []string) (publication, error) {
	if len(t.Plan.Command) == 0 {
		return publication{}, fault.New(fault.Failed, "the plan of target %s names no program", t.Plan.Target)
	}
	judge := func(err error) error {
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			return fault.New(fault.Failed, "the publisher of %s ended with exit status %d: it is not published", t.Plan.Target, exit.ExitCode())
		}
		if err != nil {
			return fault.Wrap(err, "the publisher of %s could not be run", t.Plan.Target)
		}
		return nil
	}
	return publication{t.Plan.Dir, t.Plan.Command, env, judge}, nil
}

// rehearse does all that can be done without publishing: it looks whether there
// is a publisher.
func (t *Target) rehearse(p publication) error {
	program := p.command[0]
	if strings.ContainsRune(program, filepath.Separator) && !filepath.IsAbs(program) {
		program = filepath.Join(p.dir, program)
	}
	if _, err := exec.LookPath(program); err != nil {
		return fault.Wrap(err, "the publisher of %s could not be run", t.Plan.Target)
	}
	fmt.Fprintf(t.Stdout, "rehearsal: %s is not published; it would be by: %s\n", t.Plan.Target, strings.Join(p.command, " "))
	return nil
}

func (t *Target) atCommit(ctx context.Context, repository git.Repository) error {
	head, err := repository.Head(ctx)
	if err != nil {
		return fault.Wrap(err, "the checkout of target %s", t.Plan.Target)
	}
	if head != t.Plan.Commit {
		return fault.New(fault.Refused, "the checkout is at %s, not at the approved commit %s", head, t.Plan.Commit)
	}
	return nil
}

// environment is what the publisher gets, with the target's own secrets. They
// are masked in the log whatever their form; an empty one is told before it
// becomes a registry's riddle.
func (t *Target) environment() ([]string, error) {
	all := map[string]string{}
	for _, entry := range t.Environ {
		name, value, _ := strings.Cut(entry, "=")
		all[name] = value
	}
	var env []string
	for name, value := range all {
		if slices.Contains(handedOn, name) || strings.HasPrefix(name, "LC_") || t.Plan.OIDC && slices.Contains(oidc, name) {
			env = append(env, name+"="+value)
		}
	}
	slices.Sort(env)
	env = append(env, t.Plan.Variables...)
	if t.Token != "" {
		t.Runtime.Mask(t.Token)
		env = append(env, "GITHUB_TOKEN="+t.Token)
	}
	var missing []error
	for _, name := range t.Plan.Secrets {
		value := all[name]
		if value == "" {
			missing = append(missing, fmt.Errorf("secret %s is empty or not set in the environment of this job", name))
			continue
		}
		t.Runtime.Mask(value)
		env = append(env, name+"="+value)
	}
	if err := fault.All("target "+t.Plan.Target+" cannot be published", missing); err != nil {
		return nil, fault.Wrap(err, "secrets are missing").WithHint("an owner sets them in the central repository's Actions environment")
	}
	return env, nil
}
