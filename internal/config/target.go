package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

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

// Variable is an environment variable that is no secret.
type Variable struct{ Name, Value string }

// The longest that the jobs of one release may take together: what they are
// handed lives an hour.
const longestPublish = 50 * time.Minute

func (d *decoder) targets(into *[]Target) reader {
	return d.each(func(e entry) {
		t := Target{Name: e.key, Craft: []string{e.key}, RunsOn: []string{"ubuntu-latest"}, Timeout: 15 * time.Minute}
		if err := release.CheckTarget(e.key); err != nil {
			d.report(e.at, "%v", err)
		}
		d.target(&t)(e.value)
		*into = append(*into, t)
	})
}

func (d *decoder) target(t *Target) reader {
	var auth, token string
	read := d.object(
		field{key: "environment", read: d.text(&t.Environment, checkEnvironment)}.must("write the Actions environment that holds the target's secrets"),
		field{key: "secrets", read: d.texts(&t.Secrets, "names of secrets ([] for none)", true, checkVariable)},
		field{key: "craft", read: d.filled(d.texts(&t.Craft, "craft's target ids", true, checkCraftID), "leave it out for the target's own name")},
		field{key: "auth", read: d.choice(&auth, "", "oidc")},
		field{key: "env", read: d.variables(&t.Variables)},
		field{key: "runs-on", read: d.runsOn(&t.RunsOn)},
		field{key: "timeout", read: d.timeout(&t.Timeout)},
		field{key: "source-token", read: d.choice(&token, "", "write")},
		field{key: "seal", read: d.text(&t.SealKey, checkSealKey)},
	)
	return func(n *node) {
		read(n)
		t.OIDC, t.SourceWrite = auth != "", token != ""
	}
}

func (d *decoder) variables(into *[]Variable) reader {
	return d.each(func(e entry) {
		v := Variable{Name: e.key}
		if err := checkVariable(e.key); err != nil {
			d.report(e.at, "%v", err)
		}
		d.text(&v.Value, checkLiteral)(e.value)
		*into = append(*into, v)
	})
}

func (d *decoder) runsOn(into *[]string) reader {
	return func(n *node) {
		if n.kind == text {
			var label string
			if d.text(&label, checkRunner)(n); label != "" {
				*into = []string{label}
			}
			return
		}
		d.filled(d.texts(into, "runner labels", false, checkRunner), "write the label of a runner, such as ubuntu-latest")(n)
	}
}

// timeout reads what Actions can keep: whole minutes.
func (d *decoder) timeout(into *time.Duration) reader {
	return func(n *node) {
		before := *into
		d.duration(into, span{least: time.Minute, most: longestPublish})(n)
		if *into%time.Minute != 0 {
			d.wrong(n, "it must be whole minutes")
			*into = before
		}
	}
}

var (
	environmentForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)
	variableForm    = regexp.MustCompile(`^[A-Z_][A-Z0-9_]{0,99}$`)
	craftForm       = regexp.MustCompile(`^[A-Za-z0-9@][!-~]{0,199}$`)
	runnerForm      = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)
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
