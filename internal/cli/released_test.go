package cli

import (
	"bytes"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template"

	"github.com/goccy/go-yaml"
	"github.com/rhysd/actionlint"

	"github.com/release-request/gh-release-request/internal/config"
)

const (
	releaseFile     = "../../.goreleaser.yaml"
	releaseWorkflow = "../../.github/workflows/release.yml"
)

// releasing is what .goreleaser.yaml says of the files of a release.
type releasing struct {
	ProjectName string `yaml:"project_name"`
	Builds      []struct {
		Env, Goos, Goarch, Flags, Ldflags []string
		ModTimestamp                      string `yaml:"mod_timestamp"`
	}
	Archives []struct {
		Formats      []string
		NameTemplate string `yaml:"name_template"`
	}
	Checksum struct {
		NameTemplate string `yaml:"name_template"`
	}
	SBOMs []struct {
		Artifacts string
		Documents []string
	} `yaml:"sboms"`
}

func readReleasing(t *testing.T) releasing {
	t.Helper()
	text, err := os.ReadFile(releaseFile)
	if err != nil {
		t.Fatal(err)
	}
	var r releasing
	if err := yaml.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Builds) != 1 || len(r.Archives) != 1 || len(r.SBOMs) != 1 || len(r.SBOMs[0].Documents) != 1 {
		t.Fatalf("there is one program, one form and one list of what is in it: %+v", r)
	}
	return r
}

// files are the names of a release's files, and of the programs among them by
// platform.
func (r releasing) files(t *testing.T, tag string) (names []string, programs map[string]string) {
	t.Helper()
	programs = map[string]string{}
	for _, goos := range r.Builds[0].Goos {
		for _, goarch := range r.Builds[0].Goarch {
			fill := func(text string) string {
				var name strings.Builder
				err := template.Must(template.New("").Option("missingkey=error").Parse(text)).
					Execute(&name, map[string]string{"ProjectName": r.ProjectName, "Tag": tag, "Os": goos, "Arch": goarch})
				if err != nil {
					t.Fatal(err)
				}
				return name.String()
			}
			program := fill(r.Archives[0].NameTemplate)
			if goos == "windows" {
				program += ".exe" // https://goreleaser.com/customization/archive/, of the format binary
			}
			programs[goos+"-"+goarch] = program
			names = append(names, program, fill(r.SBOMs[0].Documents[0]))
		}
	}
	return append(names, r.Checksum.NameTemplate), programs
}

// gh installs the first file whose name ends in OS-ARCH and, on Windows, .exe:
// Manager.installBin in https://github.com/cli/cli/blob/trunk/pkg/cmd/extension/manager.go
func TestReleased_ghFindsOneProgramForEachPlatform(t *testing.T) {
	r := readReleasing(t)
	if !slices.Equal(r.Archives[0].Formats, []string{"binary"}) {
		t.Errorf("gh installs a bare program, and the form is %v", r.Archives[0].Formats)
	}
	names, programs := r.files(t, "v1.2.3")
	if got, want := slices.Sorted(maps.Keys(programs)), slices.Sorted(slices.Values(config.Platforms())); !slices.Equal(got, want) {
		t.Errorf("released for %v; a policy can name %v", got, want)
	}
	for platform, program := range programs {
		suffix := platform
		if strings.HasPrefix(platform, "windows-") {
			suffix += ".exe"
		}
		var found []string
		for _, name := range names {
			if strings.HasSuffix(name, suffix) {
				found = append(found, name)
			}
		}
		if !slices.Equal(found, []string{program}) {
			t.Errorf("on %s gh finds %v, and the program is %s", platform, found, program)
		}
	}
}

// The workflows of central repositories download the program by its whole name.
func TestReleased_workflowsFindIt(t *testing.T) {
	script, err := os.ReadFile("../scaffold/templates/install.sh")
	if err != nil {
		t.Fatal(err)
	}
	_, programs := readReleasing(t).files(t, "${RELEASE_BINARY_VERSION}")
	for platform, program := range programs {
		name := strings.Replace(program, platform, "$platform$suffix", 1)
		if !strings.Contains(string(script), "/"+strings.TrimSuffix(name, ".exe")+`"`) {
			t.Errorf("install.sh does not ask for %s", name)
		}
	}
}

func TestReleased_isStampedAsTheMakefileDoes(t *testing.T) {
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	pick := func(name string) string {
		found := regexp.MustCompile(`(?m)^` + name + ` *:= *(.+)$`).FindSubmatch(makefile)
		if found == nil {
			t.Fatalf("the Makefile sets no %s", name)
		}
		return string(found[1])
	}
	want := strings.NewReplacer("$(PACKAGE)", pick("PACKAGE"), "$(VERSION)", "{{ .Summary }}", "$(COMMIT)", "{{ .FullCommit }}").Replace(pick("LDFLAGS"))
	if got := strings.Join(readReleasing(t).Builds[0].Ldflags, " "); got != want {
		t.Errorf("released with %s\nmade with     %s", got, want)
	}
}

func TestReleased_sameSourceGivesTheSameBytes(t *testing.T) {
	build := readReleasing(t).Builds[0]
	if !slices.Contains(build.Flags, "-trimpath") || !slices.Contains(build.Env, "CGO_ENABLED=0") || build.ModTimestamp != "{{ .CommitTimestamp }}" {
		t.Errorf("paths, a C compiler or the time of the build get into the program: %+v", build)
	}
}

// The recipe itself is run, but for where the program goes.
func TestMake_buildsAProgramThatKnowsItsVersion(t *testing.T) {
	if err := exec.Command("git", "-C", "../..", "rev-parse", "HEAD").Run(); err != nil {
		t.Skip("this is no checkout of git's: there is no version to know")
	}
	recipe, err := exec.Command("make", "-C", "../..", "--no-print-directory", "--dry-run", "build").Output()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "gh-release-request.exe")
	here := " -o gh-release-request "
	if !bytes.Contains(recipe, []byte(here)) {
		t.Fatalf("the recipe is %q", recipe)
	}
	build := exec.Command("sh", "-c", strings.Replace(string(recipe), here, " -o '"+program+"' ", 1))
	build.Dir = "../.."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	out, err := exec.Command(program, "--version").Output()
	said := regexp.MustCompile(`^gh-release-request version (\S+) \([0-9a-f]{40,64}\)\n$`).FindSubmatch(out)
	if err != nil || said == nil || string(said[1]) == "dev" {
		t.Errorf("--version writes %q, %v", out, err)
	}
}

func TestReleaseWorkflow_mayLittleAndIsPinned(t *testing.T) {
	text, err := os.ReadFile(releaseWorkflow)
	if err != nil {
		t.Fatal(err)
	}
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	found, err := linter.Lint(releaseWorkflow, text, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range found {
		t.Error(e)
	}
	var workflow struct {
		Permissions map[string]string
		Jobs        map[string]struct {
			Permissions map[string]string
			Minutes     int `yaml:"timeout-minutes"`
			Steps       []struct{ Run string }
		}
	}
	if err := yaml.Unmarshal(text, &workflow); err != nil {
		t.Fatal(err)
	}
	if workflow.Permissions == nil || len(workflow.Permissions) > 0 {
		t.Errorf("a job may by default %v", workflow.Permissions)
	}
	least := map[string]string{"contents": "write", "id-token": "write", "attestations": "write"}
	for name, job := range workflow.Jobs {
		if !maps.Equal(job.Permissions, least) || job.Minutes == 0 {
			t.Errorf("job %s may %v for %d minutes", name, job.Permissions, job.Minutes)
		}
		for _, step := range job.Steps {
			if strings.Contains(step.Run, "${{") {
				t.Errorf("job %s: a value stands in a script: %s", name, step.Run)
			}
		}
	}
	pinned := regexp.MustCompile(`^actions/[a-z-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+$`)
	uses := regexp.MustCompile(`(?m)uses: *(.+)$`).FindAllSubmatch(text, -1)
	for _, use := range uses {
		if !pinned.Match(use[1]) {
			t.Errorf("%s is no action of GitHub's by its commit, with its version", use[1])
		}
	}
	if len(uses) == 0 {
		t.Error("no action is used, so nothing was looked at")
	}
}
