package scaffold

import (
	"strings"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/record"
)

// FormPath is where the form stands in the central repository with which a
// release is asked for in the browser.
const FormPath = ".github/ISSUE_TEMPLATE/release.yml"

// noOption is what GitHub takes for no answer, and refuses as one.
// https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/common-validation-errors-when-creating-issue-forms
const noOption = "none"

// form is what the issue form is rendered from.
type form struct {
	Project, Version, Branch, Notes string   // labels
	Projects                        []string // to choose from
}

// forms renders the issue form. There is none without a project to choose, which
// GitHub would not take.
func forms(p *config.Policy) []file {
	if len(p.Projects) == 0 {
		return nil
	}
	f := form{Project: record.FormProject, Version: record.FormVersion, Branch: record.FormBranch, Notes: record.FormNotes}
	for _, project := range p.Projects {
		name := project.Name
		if strings.EqualFold(name, noOption) {
			name = project.Source.String()
		}
		f.Projects = append(f.Projects, name)
	}
	return []file{{FormPath, stamp(fill("form.yml", f), "#", "")}}
}
