package scaffold

import (
	_ "embed"
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/config"
)

// Releases is where the program itself is downloaded from.
const Releases = "https://github.com/release-request/gh-release-request/releases/download"

// workflow is what publish.yml is rendered from. It holds names only: every
// value that Actions knows goes through the environment of a step.
type workflow struct {
	GateMinutes int
	Key         string   // name of the secret that reaches the source repositories
	Install     *install // nil: the program is on the runner's PATH
	Targets     []job
	Needs       []string // jobs that report waits for
}

// job publishes one target.
type job struct {
	Name, Environment string
	Needs             []string // the gate and the targets before this one
	RunsOn            string
	Minutes           int
	OIDC              bool
	Sealed            bool // it may be handed a token, and has a key to open it
	Secrets           []string
	Craft             *install // nil: the job needs none, or it is on the runner's PATH
}

// CraftReleases is where craft is downloaded from, as its own action does:
// https://github.com/getsentry/craft/blob/master/action.yml
const CraftReleases = "https://github.com/getsentry/craft/releases/download"

//go:embed templates/install.sh
var installScript string

//go:embed templates/install-craft.sh
var installCraftScript string

// install is the step that brings a program into a job.
type install struct {
	Location, Version string
	Sums              []string // PLATFORM SHA256
	Script            string   // indented for the file
}

// Workflow renders the publishing workflow that the policy asks for.
func Workflow(p *config.Policy) []byte {
	w := workflow{GateMinutes: gateMinutes(p), Key: gateKey(p), Install: installOf(p.Binary), Needs: []string{"gate"}}
	for _, t := range p.Targets {
		w.Targets = append(w.Targets, job{
			Name: t.Name, Environment: t.Environment, Needs: w.Needs[:len(w.Needs):len(w.Needs)],
			RunsOn: runsOn(t.RunsOn), Minutes: int(t.Timeout / time.Minute), OIDC: t.OIDC, Sealed: t.SealKey != "", Secrets: t.Secrets,
			Craft: craftFor(p, t.Name),
		})
		w.Needs = append(w.Needs, "publish-"+t.Name)
	}
	return stamp(fill("publish.yml", w), "#", "")
}

// gateKey is the secret that only the gate's environment has.
func gateKey(p *config.Policy) string {
	if p.SourceAccess.App != 0 {
		return actions.EnvAppKey
	}
	return actions.EnvSourceToken
}

// gateMinutes is the longest that any project lets the gate wait for CI, and
// ten minutes for all else that it does.
func gateMinutes(p *config.Policy) int {
	var longest time.Duration
	for _, project := range p.Projects {
		longest = max(longest, project.Rules().CI.Wait)
	}
	return int((longest+time.Minute-1)/time.Minute) + 10
}

func installOf(b config.Binary) *install {
	if b.OnPath() {
		return nil
	}
	i := &install{Location: Releases, Version: b.Version}
	for _, platform := range config.Platforms() {
		if sum, ok := b.SHA256[platform]; ok {
			i.Sums = append(i.Sums, platform+" "+sum)
		}
	}
	i.Script = indented(installScript)
	return i
}

func craftFor(p *config.Policy, target string) *install {
	if !p.InstallsCraft(target) {
		return nil
	}
	return installOfCraft(p.Craft)
}

func installOfCraft(c config.CraftRelease) *install {
	return &install{Location: CraftReleases, Version: c.Version, Sums: []string{c.SHA256}, Script: indented(installCraftScript)}
}

// indented is a script as it stands in a step.
func indented(script string) string {
	var out strings.Builder
	for line := range strings.Lines(strings.TrimSuffix(script, "\n")) {
		if line != "\n" {
			line = "          " + line
		}
		out.WriteString(line)
	}
	return out.String()
}

func runsOn(labels []string) string {
	if len(labels) == 1 {
		return scalar(labels[0])
	}
	list := make([]string, len(labels))
	for i, label := range labels {
		list[i] = scalar(label)
	}
	return "[" + strings.Join(list, ", ") + "]"
}

var (
	plainForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)
	wordForm  = regexp.MustCompile(`^(?i:true|false|null|yes|no|on|off|y|n)$`)
)

// scalar writes text so that every YAML reader takes it for text. JSON's
// quoted form is YAML's too.
func scalar(s string) string {
	if plainForm.MatchString(s) && !wordForm.MatchString(s) {
		return s
	}
	quoted, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always has a JSON form
	}
	return string(quoted)
}
