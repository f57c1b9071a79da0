package scaffold

import (
	"fmt"
	"strings"

	"github.com/release-request/gh-release-request/internal/actions"
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

// mostOfPolicy is how much of the policy request.yml can carry, in bytes: Linux
// takes no longer string for one variable of a process, MAX_ARG_STRLEN, in which
// its name and the byte after it count.
// https://man7.org/linux/man-pages/man2/execve.2.html
const mostOfPolicy = 128<<10 - len(actions.EnvProjects+"=") - 1

// CheckSize refuses a policy of so many projects that request.yml cannot carry
// them to the jobs of source repositories.
func CheckSize(p *config.Policy) error {
	if n := len(p.Excerpt()); n > mostOfPolicy {
		return fmt.Errorf("its %d projects take %d bytes in %s, and a job takes %d at most: let fewer projects be asked for here, or give them shorter settings of their own",
			len(p.Projects), n, RequestPath, mostOfPolicy)
	}
	return nil
}

func requestWorkflow(p *config.Policy) []byte {
	lines := strings.Split(strings.TrimSuffix(string(p.Excerpt()), "\n"), "\n")
	c := callable{Projects: lines, Install: installOf(p.Binary)}
	if p.PreparesWithCraft() {
		c.Craft = installOfCraft(p.Craft)
	}
	return stamp(fill("request.yml", c), "#", "")
}
