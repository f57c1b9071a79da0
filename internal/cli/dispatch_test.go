package cli

import (
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
)

// tree is a small one, with a command that takes a project.
func tree() *cobra.Command {
	root := &cobra.Command{Use: "gh-release-request"}
	root.PersistentFlags().StringP("repo", "R", "", "")
	root.PersistentFlags().BoolP("help", "h", false, "")
	request := &cobra.Command{Use: "request PROJECT [VERSION]"}
	request.Flags().Bool("dry-run", false, "")
	request.Flags().StringP("base", "b", "", "")
	root.AddCommand(request, &cobra.Command{Use: "status", Aliases: []string{"list", "ls"}}, &cobra.Command{Use: "approve"})
	return root
}

func TestDispatch_commandsComeBeforeProjects(t *testing.T) {
	for line, want := range map[string]string{
		"":                            "",
		"--help":                      "",
		"status":                      "",
		"ls --bogus":                  "",
		"-R acme/publish status":      "",
		"--repo=acme/publish status":  "",
		"--repo sdk status":           "",
		"request sdk 1.2.3":           "",
		"__complete st":               "",
		"--bogus sdk":                 "",
		"sdk 1.2.3":                   "request",
		"aprove 42":                   "request",
		". 1.2.3":                     "request",
		"acme/sdk 1.2.3":              "request",
		"-R acme/publish sdk 1.2.3":   "request",
		"--dry-run sdk 1.2.3":         "request",
		"--base status sdk 1.2.3":     "request",
		"-b status sdk":               "request",
		"-bstatus sdk":                "request",
		"-- sdk":                      "request",
		"--dry-run -R a/b -- sdk 1.0": "request",
	} {
		args := strings.Fields(line)
		env := &Env{}
		got, err := dispatch(tree(), env, args)
		wanted := args
		if want != "" {
			wanted = slices.Concat([]string{want}, args)
		}
		if err != nil || !slices.Equal(got, wanted) || (len(env.commands) > 0) != (want != "") {
			t.Errorf("%q became %q, %v", line, got, err)
		}
	}
}

// A policy can have no project of such a name, so none is looked for.
func TestDispatch_aReservedWordIsNoProject(t *testing.T) {
	for word, hint := range map[string]string{"STATUS": "gh release-request status", "audit": "gh release-request --help", "Reject": "gh release-request reject"} {
		for _, args := range [][]string{{word}, {word, "--help"}, {"-R", "acme/publish", word, "1.2.3"}} {
			env, _, _ := world{}.env(t)
			_, err := dispatch(newRootCmd(env), env, args)
			if err == nil || fault.HintOf(err) != hint {
				t.Errorf("%q: %v, hint %q", args, err, fault.HintOf(err))
			}
		}
	}
}

func TestDispatch_helpTellsOfACommandThatWasMeant(t *testing.T) {
	for line, want := range map[string]string{
		"aprove --help":       "\"aprove\" is no command; did you mean approve?",
		"-h aprove":           "\"aprove\" is no command; did you mean approve?",
		"sdk --help":          "",
		"aprove 42":           "",
		"aprove -- 42 --help": "",
	} {
		env, _, stderr := world{}.env(t)
		if _, err := dispatch(newRootCmd(env), env, strings.Fields(line)); err != nil {
			t.Fatal(err)
		}
		if got := stderr.String(); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%q: %q is said, want %q", line, got, want)
		}
	}
}

func TestDispatch_aNumberIsNoProject(t *testing.T) {
	for _, word := range []string{"42", "#42"} {
		_, err := dispatch(tree(), &Env{}, []string{word, "1.2.3"})
		if got := fault.HintOf(err); got != "gh release-request view 42" {
			t.Errorf("%s: %v, hint %q", word, err, got)
		}
	}
}

const policyText = `version: 1
binary: path
targets: {npm: {environment: npm, secrets: [NPM_TOKEN]}}
projects:
  sdk: {targets: [npm]}
  relay/py: {repository: acme/relay, path: py, targets: [npm]}
  approver: {targets: [npm]}
`

func TestProject_isExactOrAnErrorThatHelps(t *testing.T) {
	p, err := config.Parse("policy.yml", []byte(policyText), "acme")
	if err != nil {
		t.Fatal(err)
	}
	commands := commandNames(tree())
	for name, test := range map[string]struct {
		word     string
		implicit bool
		project  string
		hint     string
	}{
		"short name":           {"sdk", true, "sdk", ""},
		"full name":            {"Acme/SDK", true, "sdk", ""},
		"where one stands":     {".", true, "sdk", ""},
		"a misspelt project":   {"sdkk", true, "", "did you mean sdk?"},
		"a misspelt command":   {"aprove", true, "", "did you mean approve or approver?"},
		"but not after a verb": {"aprove", false, "", "did you mean approver?"},
		"nothing like it":      {"zzzzz", true, "", "the projects are sdk, relay/py, approver"},
		"another repository":   {"acme/unknown", true, "", "the projects are sdk, relay/py, approver"},
	} {
		t.Run(name, func(t *testing.T) {
			env, _, _ := world{standing: standingInSDK}.env(t)
			if test.implicit {
				env.commands = commands
			}
			got, err := env.Project(p, test.word)
			if err == nil && got.Name != test.project || err != nil && (test.project != "" || fault.HintOf(err) != test.hint) {
				t.Errorf("Project(%q) = %+v, %v; hint %q", test.word, got, err, fault.HintOf(err))
			}
		})
	}
}
