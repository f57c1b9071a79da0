package scaffold

import (
	"strings"

	"github.com/release-request/gh-release-request/internal/config"
)

// RequestPath is where the workflow that source repositories call stands in the
// central repository.
const RequestPath = ".github/workflows/request.yml"

// callable is what request.yml is rendered from.
type callable struct {
	Projects []string // the excerpt of the policy, line by line
	Install  *install // nil: the program is on the runner's PATH
	Craft    *install // nil: no project needs it, or it is on the runner's PATH
}

func requestWorkflow(p *config.Policy) []byte {
	lines := strings.Split(strings.TrimSuffix(string(p.Excerpt()), "\n"), "\n")
	c := callable{Projects: lines, Install: installOf(p.Binary)}
	if p.PreparesWithCraft() {
		c.Craft = installOfCraft(p.Craft)
	}
	return stamp(fill("request.yml", c), "#", "")
}
