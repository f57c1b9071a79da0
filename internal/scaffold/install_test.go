package scaffold

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/config"
)

const (
	program  = "#!/bin/sh\necho installed\n"
	asset    = "/v1.2.3/gh-release-request_v1.2.3_linux-amd64"
	attested = "#!/bin/sh\nexit 0\n"
)

// runner is a machine on which the install step runs as it is rendered. Only
// the location of the download is another, and what the runner itself sets.
type runner struct {
	served map[string]string // path -> file
	sums   map[string]string // of the policy
	arch   string
	server string
	gh     string // the program gh, empty for none
	craft  string // its SHA-256 in the policy: the step is the one that installs it
}

// install runs the step and returns what it printed, the folder that it added
// to PATH, and its error.
func (r runner) install(t *testing.T) (output, folder string, err error) {
	t.Helper()
	for _, needed := range []string{"bash", "curl", "sha256sum"} {
		if _, err := exec.LookPath(needed); err != nil {
			t.Skipf("%s is not installed: the install step is not tested", needed)
		}
	}
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		content, ok := r.served[q.URL.Path]
		if !ok {
			http.NotFound(w, q)
			return
		}
		_, _ = w.Write([]byte(content))
	}))
	defer server.Close()
	temp := t.TempDir()
	write := func(name, content string, mode os.FileMode) string {
		t.Helper()
		file := filepath.Join(temp, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), mode); err != nil {
			t.Fatal(err)
		}
		return file
	}
	ca := write("ca.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})), 0o600)
	// A PATH of our own, so that no gh of this machine is found.
	bin := filepath.Join(temp, "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"bash", "curl", "sha256sum", "mkdir", "chmod", "mv", "sh"} {
		real, err := exec.LookPath(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(real, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	if r.gh != "" {
		write("bin/gh", r.gh, 0o755)
	}
	if r.craft != "" {
		write("bin/node", "#!/bin/sh\n", 0o755)
	}
	paths := write("paths", "", 0o600)

	step, location := installStep(t, r.sums), "RELEASE_BINARY_LOCATION"
	if r.craft != "" {
		step, location = installCraftStep(t, r.craft), "RELEASE_CRAFT_LOCATION"
	}
	env := map[string]string{
		"PATH": bin, "HOME": temp, "CURL_CA_BUNDLE": ca, "NO_PROXY": "127.0.0.1", "GITHUB_PATH": paths, "RUNNER_TEMP": temp,
		"RUNNER_OS": "Linux", "RUNNER_ARCH": r.arch, "GITHUB_SERVER_URL": r.server,
	}
	for name, value := range step.Env {
		env[name] = value
	}
	env["GH_TOKEN"] = "token-of-the-job"
	env[location] = server.URL
	cmd := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step.Run)
	cmd.Env = []string{}
	for name, value := range env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	var printed bytes.Buffer
	cmd.Stdout, cmd.Stderr = &printed, &printed
	err = cmd.Run()
	added, readErr := os.ReadFile(paths)
	if readErr != nil {
		t.Fatal(readErr)
	}
	return printed.String(), strings.TrimSpace(string(added)), err
}

// installStep is the step install of the gate, as publish.yml has it.
func installStep(t *testing.T, sums map[string]string) parsedStep {
	t.Helper()
	p := load(t, "released")
	p.Binary = config.Binary{Version: "v1.2.3", SHA256: sums}
	step := parseWorkflow(t, p).Jobs["gate"].Steps[0]
	if step.Name != "install" {
		t.Fatalf("the first step is %q", step.Name)
	}
	return step
}

// installCraftStep is the step of a publish job.
func installCraftStep(t *testing.T, sum string) parsedStep {
	t.Helper()
	p := load(t, "craft")
	p.Craft.SHA256 = sum
	step := parseWorkflow(t, p).Jobs["publish-npm"].Steps[0]
	if step.Name != "install craft" {
		t.Fatalf("the first step is %q", step.Name)
	}
	return step
}

func TestInstallCraft_takesTheReleaseOfThePolicyAndNoOther(t *testing.T) {
	const node = "#!/bin/sh\necho installed\n"
	for name, c := range map[string]struct {
		served map[string]string
		want   string
	}{
		"the release":    {map[string]string{"/2.30.1/craft": node}, ""},
		"another file":   {map[string]string{"/2.30.1/craft": "#!/bin/sh\necho stolen\n"}, "the policy wants " + sumOf(node)},
		"a missing file": {nil, "craft 2.30.1 cannot be downloaded"},
	} {
		t.Run(name, func(t *testing.T) {
			output, folder, err := runner{served: c.served, craft: sumOf(node)}.install(t)
			if c.want == "" {
				said, runErr := exec.CommandContext(t.Context(), filepath.Join(folder, "craft")).Output()
				if err != nil || runErr != nil || string(said) != "installed\n" {
					t.Errorf("%v; craft said %q, %v\n%s", err, said, runErr, output)
				}
				return
			}
			if err == nil || folder != "" || !strings.Contains(output, "::error title=install craft::") || !strings.Contains(output, c.want) {
				t.Errorf("error %v, PATH gets %q, and it says:\n%s", err, folder, output)
			}
		})
	}
}

func sumOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func good() runner {
	return runner{
		served: map[string]string{asset: program}, sums: map[string]string{"linux-amd64": sumOf(program)},
		arch: "X64", server: "https://github.com", gh: attested,
	}
}

func TestInstall_putsTheRightProgramOnPath(t *testing.T) {
	output, folder, err := good().install(t)
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	said, err := exec.CommandContext(t.Context(), filepath.Join(folder, "gh-release-request")).Output()
	if err != nil || string(said) != "installed\n" {
		t.Errorf("the program said %q, %v", said, err)
	}
	if strings.Contains(output, "token-of-the-job") {
		t.Errorf("the token was printed:\n%s", output)
	}
}

func TestInstall_takesThePlatformsOwnProgram(t *testing.T) {
	r := good()
	r.arch = "ARM64"
	r.served = map[string]string{strings.Replace(asset, "amd64", "arm64", 1): program}
	r.sums = map[string]string{"linux-amd64": strings.Repeat("0", 64), "linux-arm64": sumOf(program)}
	if output, folder, err := r.install(t); err != nil || folder == "" {
		t.Errorf("%v\n%s", err, output)
	}
}

func TestInstall_worksWhereGhVerifiesNothing(t *testing.T) {
	for name, change := range map[string]func(*runner){
		"without gh":           func(r *runner) { r.gh = "" },
		"with an old gh":       func(r *runner) { r.gh = "#!/bin/sh\necho 'unknown command' >&2; exit 1\n" },
		"on Enterprise Server": func(r *runner) { r.server = "https://ghe.example"; r.gh = "#!/bin/sh\nexit 1\n" },
	} {
		r := good()
		change(&r)
		output, folder, err := r.install(t)
		if err != nil || folder == "" || !strings.Contains(output, "cannot verify attestations") {
			t.Errorf("%s: %v\n%s", name, err, output)
		}
	}
}

func TestInstall_refusesWhatIsNotTheProgram(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*runner)
		want   string
	}{
		"another file":         {func(r *runner) { r.served[asset] = "#!/bin/sh\necho stolen\n" }, "the policy wants " + sumOf(program)},
		"a missing file":       {func(r *runner) { r.served = nil }, "cannot be downloaded"},
		"an unknown platform":  {func(r *runner) { r.arch = "ARM" }, "is not released for linux on ARM"},
		"a platform not named": {func(r *runner) { r.arch = "ARM64" }, "no SHA-256 for linux-arm64"},
		"no attestation": {func(r *runner) {
			r.gh = "#!/bin/sh\n[ \"$3\" = --help ] && exit 0\n[ \"$GH_TOKEN\" = token-of-the-job ] && echo no attestation && exit 1\n"
		}, "is not attested"},
	} {
		t.Run(name, func(t *testing.T) {
			r := good()
			c.change(&r)
			output, folder, err := r.install(t)
			if err == nil || folder != "" || !strings.Contains(output, "::error title=install::") || !strings.Contains(output, c.want) {
				t.Errorf("error %v, PATH gets %q, and it says:\n%s", err, folder, output)
			}
		})
	}
}
