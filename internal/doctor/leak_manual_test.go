package doctor

import (
	"fmt"
	"strings"
)

const leakManualHead = `
## What is left in source repositories

What people leave in source repositories when they move to a central one: doctor goes by the names of secrets, and by what workflow files say.

**Secrets.** A secret of a repository, or one that the organisation shows it, can be read from every branch: whoever may push one writes a
workflow that hands the value on. So the name alone counts, whether any workflow uses it or not, and so do those of the repository's
environments. Names of the policy are errors, and of others those in the table below, also behind something and a low line, such as
` + "`ACME_NPM_TOKEN`" + `. ` + "`RELEASE_PUSH_TOKEN`" + ` belongs into source repositories. Of an organisation's secret there is one finding, which names the source
repositories that can read it. Delete what is found, and have it revoked: who has read it before, nobody knows.

**Publish steps.** Each script and each action in the workflow files at the head of the default branch, and in the repository's own actions that they
use (` + "`uses: ./…`" + `), with file and line. What only rehearses (` + "`--dry-run`" + ` and its like), and what goes to a registry on the same machine, is none.
Where an expression decides, it counts. Images and GitHub releases are warnings, since CI makes them for its own ends too.

**Pull requests of others.** A workflow that starts at ` + "`pull_request_target`" + ` or ` + "`workflow_run`" + ` has the repository's secrets, and a checkout of the
pull request in it runs what anybody wrote.

**Not looked at** is what a step calls: scripts of the repository, ` + "`Makefile`" + `, the scripts of ` + "`package.json`" + `; programs in other languages than shell,
except that lines of PowerShell are read roughly; workflows and actions of other repositories; workflows of other branches; the secrets of Dependabot
and Codespaces, variables, and tokens written into files; other CI systems. A file that is no YAML, or longer than 256 KiB or 10,000 lines, is
[` + "`leak-unread`" + `](#leak-unread).
`

// leakManual writes what the tables of names, commands and actions hold.
func leakManual() string {
	var b strings.Builder
	b.WriteString(leakManualHead)
	b.WriteString("\n| secrets that end in | are for | found as |\n|---|---|---|\n")
	for _, s := range secretForms {
		of := string(s.of)
		if of == "" {
			of = "signing"
		}
		fmt.Fprintf(&b, "| `%s` | [%s](%s) | [`%s`](#%s) |\n", strings.ReplaceAll(s.names, " ", "`, `"), of, s.source, s.kind.code, s.kind.code)
	}
	b.WriteString("\n| publish to | commands and actions |\n|---|---|\n")
	var places []place
	with := map[place][]string{}
	add := func(to place, name, source string) {
		if with[to] == nil {
			places = append(places, to)
		}
		with[to] = append(with[to], fmt.Sprintf("[`%s`](%s)", name, source))
	}
	for _, p := range publishers {
		add(p.to, p.String(), p.source)
	}
	for _, a := range actions {
		add(a.to, a.name, a.source)
	}
	for _, to := range places {
		fmt.Fprintf(&b, "| %s | %s |\n", to, strings.Join(with[to], ", "))
	}
	return b.String()
}
