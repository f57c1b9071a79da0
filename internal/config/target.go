package config

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/lazyregexp"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/seal"
)

// GateEnvironment is the Actions environment of the gate and the report. No
// target may use it: whatever runs there can read the key to the source
// repositories.
const GateEnvironment = "release-gate"

// Target is one place to publish to.
type Target struct {
	Name        string
	Environment string        // that holds its secrets
	Secrets     []string      // names, in the file's order
	Craft       []string      // ids of craft that it stands for
	OIDC        bool          // the job may ask for an OIDC token of its own
	Variables   []Variable    // for the publisher, in the file's order
	RunsOn      []string      // labels of the runner
	Timeout     time.Duration // of its job, whole minutes
	SourceWrite bool          // it needs a token with write on the source repository
	SealKey     string        // base64 of the environment's public key; empty: none
}

// targetForm is what release.CheckTarget accepts.
var targetForm = lazyregexp.New(`^[a-z][a-z0-9-]{0,39}$`)

// Variable is an environment variable that is no secret.
type Variable struct{ Name, Value string }

// The longest that the jobs of one release may take together: what they are
// handed lives an hour.
const longestPublish = 50 * time.Minute

func (d *decoder) targets(into *[]Target) reader {
	begin := func(name string) Target {
		return Target{Name: name, RunsOn: []string{"ubuntu-latest"}, Timeout: 15 * time.Minute}
	}
	one := begin("")
	return d.each(targetForm.String(), d.target(&one).form, func(e entry) {
		t := begin(e.key)
		t.Craft = []string{e.key}
		if err := release.CheckTarget(e.key); err != nil {
			d.report(e.at, "%v", err)
		}
		d.target(&t).read(e.value)
		*into = append(*into, t)
	})
}

func (d *decoder) target(t *Target) reader {
	var auth, token string
	read := d.object(
		field{key: "environment", about: "Actions environment that holds the target's secrets, and no other target's.", read: d.text(&t.Environment, checkEnvironment).like(environmentForm)}.must("write the Actions environment that holds the target's secrets"),
		field{key: "secrets", about: "Names of the secrets that its publisher gets.", read: d.texts(&t.Secrets, "names of secrets ([] for none)", true, checkVariable).like(variableForm)},
		field{key: "craft", about: "Ids of craft's targets that it stands for. Left out: its own name.", read: d.filled(d.texts(&t.Craft, "craft's target ids", true, checkCraftID).like(craftForm), "leave it out for the target's own name")},
		field{key: "auth", about: "oidc: the job may ask for an OIDC token, as trusted publishing wants.", read: d.choice(&auth, "", "oidc")},
		field{key: "env", about: "Environment variables for the publisher that are no secrets.", read: d.variables(&t.Variables)},
		field{key: "runs-on", about: "Label of the runner of its job, or a list of them.", read: d.runsOn(&t.RunsOn)},
		field{key: "timeout", about: "Time after which its job is stopped, in whole minutes. Those of a project's targets are 50m together at most.", read: d.timeout(&t.Timeout)},
		field{key: "source-token", about: "write: the publisher gets a token that may write to the source repository.", read: d.choice(&token, "", "write")},
		field{key: "seal", about: "Public key, in base64, that tokens for the job are sealed to.", read: d.text(&t.SealKey, checkSealKey)},
	)
	return reader{read.form, func(n *node) {
		read.read(n)
		t.OIDC, t.SourceWrite = auth != "", token != ""
	}}
}

func (d *decoder) variables(into *[]Variable) reader {
	value := d.text(new(string), checkLiteral).form
	return d.each(variableForm.String(), value, func(e entry) {
		v := Variable{Name: e.key}
		if err := checkVariable(e.key); err != nil {
			d.report(e.at, "%v", err)
		}
		d.text(&v.Value, checkLiteral).read(e.value)
		*into = append(*into, v)
	})
}

func (d *decoder) runsOn(into *[]string) reader {
	var label string
	one := d.text(&label, checkRunner).like(runnerForm)
	several := d.filled(d.texts(into, "runner labels", false, checkRunner).like(runnerForm), "write the label of a runner, such as ubuntu-latest")
	return split(text, reader{one.form, func(n *node) {
		if one.read(n); label != "" {
			*into = []string{label}
		}
	}}, several).otherwise(several.form.left)
}

// timeout reads what Actions can keep: whole minutes.
func (d *decoder) timeout(into *time.Duration) reader {
	span := span{least: time.Minute, most: longestPublish}
	return reader{span.form(*into), func(n *node) {
		before := *into
		d.duration(into, span).read(n)
		if *into%time.Minute != 0 {
			d.wrong(n, "it must be whole minutes")
			*into = before
		}
	}}
}

var (
	environmentForm = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)
	variableForm    = lazyregexp.New(`^[A-Z_][A-Z0-9_]{0,99}$`)
	craftForm       = lazyregexp.New(`^[A-Za-z0-9@][!-~]{0,199}$`)
	runnerForm      = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)
)

func checkEnvironment(s string) error {
	switch {
	case !environmentForm.MatchString(s):
		return fmt.Errorf("%q is no name of an environment; it is 1 to 100 of A-Z a-z 0-9 . _ -, beginning with a letter or digit", s)
	case strings.EqualFold(s, GateEnvironment):
		return fmt.Errorf("%s is the gate's own environment; a target needs another, so that no publisher reads the gate's key", GateEnvironment)
	}
	return nil
}

// checkVariable checks the name of a secret or variable. GitHub keeps names of
// secrets in upper case and GITHUB_ for itself:
// https://docs.github.com/en/actions/reference/security/secrets
func checkVariable(s string) error {
	prefix := func(p string) bool { return strings.HasPrefix(s, p) }
	switch {
	case !variableForm.MatchString(s):
		return fmt.Errorf("%q is no name of a secret or variable; it is upper-case letters, digits and _, such as NPM_TOKEN", s)
	case prefix("RELEASE_"), prefix("GITHUB_"):
		return fmt.Errorf("%s begins with RELEASE_ or GITHUB_; those names belong to the workflow and to GitHub", s)
	case prefix("ACTIONS_"), prefix("RUNNER_"), slices.Contains([]string{"PATH", "HOME", "TMPDIR", "CI", "GH_TOKEN"}, s):
		return fmt.Errorf("%s is set by the workflow or the runner; choose another name", s)
	}
	return nil
}

// checkLiteral refuses what Actions would replace when the workflow runs: an
// expression could name another target's secret.
func checkLiteral(s string) error {
	if strings.Contains(s, "${{") {
		return fmt.Errorf("%q holds an expression; only literal text is allowed", s)
	}
	if s == "" {
		return nil
	}
	return oneLine(s)
}

func checkCraftID(s string) error {
	if !craftForm.MatchString(s) {
		return fmt.Errorf("%q is no target id of craft; write one such as npm or npm[@acme/*]", s)
	}
	return nil
}

func checkRunner(s string) error {
	if !runnerForm.MatchString(s) {
		return fmt.Errorf("%q is no label of a runner; write one such as ubuntu-latest", s)
	}
	return nil
}

func checkSealKey(s string) error {
	_, err := seal.ParsePublic(s)
	return err
}
