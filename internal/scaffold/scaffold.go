// Package scaffold writes the files of a central repository: a starter policy,
// the workflow that publishes, and what surrounds them. It stands on the work
// floor. Rendering is a pure function of the policy and the Template number:
// the same two give the same bytes on every machine, so that anybody can tell
// whether a workflow file is the one that the policy asks for. It must never
// overwrite what people wrote; Plan says what it would do to each file.
package scaffold

import (
	"bytes"
	"embed"
	"fmt"
	"strings"
	"text/template"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/release"
)

// Template is the number of the templates. It grows whenever one changes, so
// that a file written by an older program can be told from one that was
// changed by hand.
const Template = 1

// WorkflowPath is where the publishing workflow stands in the central
// repository.
const WorkflowPath = ".github/workflows/publish.yml"

// file is a rendered file with its path in the repository.
type file struct {
	path    string
	content []byte
}

//go:embed templates
var templates embed.FS

// render returns the files that follow from the policy, the workflows first.
func render(central release.Project, p *config.Policy) []file {
	return append(append(workflows(p), forms(p)...), []file{
		{".github/ISSUE_TEMPLATE/config.yml", stamp(fill("config.yml", nil), "#", "")},
		codeOwners(p),
		{"README.md", stamp(fill("README.md", central), "<!--", " -->")},
	}...)
}

// codeOwners has GitHub ask those for a review who may change what is published.
func codeOwners(p *config.Policy) file {
	return file{"CODEOWNERS", stamp(fill("CODEOWNERS", struct{ Owners []string }{owners(p.Access.Write)}), "#", "")}
}

// starter returns the policy of a new central repository, without the key
// binary.
func starter(central release.Project) []byte { return fill("release-requests.yml", central) }

// owners writes people as CODEOWNERS does: everyone with an @.
func owners(people []string) []string {
	list := make([]string, len(people))
	for i, person := range people {
		list[i] = "@" + strings.TrimPrefix(person, "@")
	}
	return list
}

// fill renders a template. They are part of the program and every policy that
// was accepted fits them, so that a failure is a fault of the program.
func fill(name string, data any) []byte {
	functions := template.FuncMap{"join": strings.Join, "yaml": scalar}
	parsed := template.Must(template.New(name).Delims("<<", ">>").Funcs(functions).ParseFS(templates, "templates/"+name, "templates/install.yml"))
	var out bytes.Buffer
	if err := parsed.Execute(&out, data); err != nil {
		panic(fmt.Sprintf("template %s does not fit: %v", name, err))
	}
	return out.Bytes()
}
