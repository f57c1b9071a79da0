package publish

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
)

func TestDrift_warnsOfWorkflowsThatThePolicyDoesNotAskFor(t *testing.T) {
	w := factstest.New(t, "drift")
	clone := filepath.Join(t.TempDir(), "central")
	w.Git("olivia", "", "clone", "-q", "https://github.com/"+w.Repository()+".git", clone)
	there, err := os.ReadFile(filepath.Join(clone, facts.WorkflowPath))
	if err != nil {
		t.Fatal(err)
	}
	const sweep = ".github/workflows/sweep.yml"
	for name, c := range map[string]struct {
		rendered map[string]string
		reader   *facts.Reader
		says     []string // none: nothing is said
	}{
		"as rendered":  {rendered: map[string]string{facts.WorkflowPath: string(there)}},
		"one is other": {rendered: map[string]string{facts.WorkflowPath: string(there) + "\n"}, says: []string{"::warning title=workflows and policy differ::Not what the policy asks for: .github/workflows/publish.yml. ", "init central"}},
		"one is not there": {rendered: map[string]string{facts.WorkflowPath: string(there), sweep: "x"},
			says: []string{"asks for: .github/workflows/sweep.yml. "}},
		"both": {rendered: map[string]string{facts.WorkflowPath: "y", sweep: "x"},
			says: []string{"asks for: .github/workflows/publish.yml, .github/workflows/sweep.yml. "}},
		"the policy cannot be read": {reader: &facts.Reader{Repository: w.Repository(), Central: w.ClientThrough("olivia", factstest.On("GraphQL", func(a *factstest.Answer) { a.Refuse(403, "no") }))},
			says: []string{"could not be looked up"}},
	} {
		t.Run(name, func(t *testing.T) {
			if c.reader == nil {
				c.reader = w.Reader("olivia", false)
			}
			j := openJob(t, w)
			d := &Drift{Policies: c.reader, Files: w.Client("olivia"), Runtime: j.Runtime, Rendered: func(*config.Policy) map[string][]byte {
				contents := map[string][]byte{}
				for path, content := range c.rendered {
					contents[path] = []byte(content)
				}
				return contents
			}}
			d.Warn(t.Context())
			said := j.out.String()
			if len(c.says) == 0 && said != "" || strings.Count(said, "\n") > 1 {
				t.Errorf("it says %q", said)
			}
			for _, part := range c.says {
				if !strings.Contains(said, part) {
					t.Errorf("it says %q, not %q", said, part)
				}
			}
		})
	}
}
