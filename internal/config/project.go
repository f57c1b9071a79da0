package config

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/robfig/cron/v3"

	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// Project is one project of the policy.
type Project struct {
	Name       string          // short name
	Source     release.Project // where it lives
	Targets    []string        // names, in publishing order; nil: those that craft lists
	Prepare    Step
	Publish    Step
	Versioning Versioning
	Workflow   string // path of the source repository's release workflow
	Schedule   string // cron expression in UTC, empty for none

	policy *Policy
	rules  policy.Rules // without targets and scheme
}

func (d *decoder) projects(p *Policy) reader {
	return d.each(func(e entry) {
		project := &Project{
			Name:       e.key,
			Prepare:    Step{By: ByCraft},
			Publish:    Step{By: ByCraft},
			Versioning: Versioning{Scheme: semverName},
			Workflow:   ".github/workflows/release.yml",
			policy:     p,
			rules:      p.defaults,
		}
		d.project(project)(e)
		p.Projects = append(p.Projects, project)
	})
}

func (d *decoder) project(p *Project) func(entry) {
	repository, folder := "", ""
	r := &p.rules
	read := d.object(
		field{key: "repository", read: d.text(&repository, checkRepository)},
		field{key: "path", read: d.text(&folder, checkFolder)},
		field{key: "targets", read: d.filled(d.texts(&p.Targets, "targets", true, release.CheckTarget), "a project is published to one target at least")},
		field{key: "prepare", read: d.prepare(&p.Prepare)},
		field{key: "publish", read: d.publish(&p.Publish)},
		field{key: "versioning", read: d.versioning(&p.Versioning)},
		field{key: "workflow", read: d.text(&p.Workflow, checkWorkflow)},
		field{key: "schedule", read: d.text(&p.Schedule, checkSchedule)},
		field{key: "auto-approve", read: d.truth(&r.AutoApprove)},
		field{key: "release-files", read: d.texts(&r.ReleaseFiles, "files", true, checkFile)},
		field{key: "approval", read: d.object(d.projectApproval(&r.Approval)...)},
		field{key: "requests", read: d.object(d.projectRequests(&r.Requests)...)},
		field{key: "blockers", read: d.blockers(&r.Blockers)},
		field{key: "ci", read: d.ci(&r.CI)},
		field{key: "bases", read: d.bases(&r.Bases)},
		field{key: "branch", read: d.text(&r.Branch, checkPattern)},
		field{key: "tag", read: d.text(&r.Tag, checkPattern)},
		field{key: "release-commits", read: d.whole(&r.ReleaseCommits, 0, 100)},
	)
	return func(e entry) {
		read(e.value)
		if err := checkShortName(e.key); err != nil {
			d.report(e.at, "%v", err)
		} else if err := p.locate(d.owner, repository, folder); err != nil {
			d.report(e.at, "%s: %v", e.value.path, err)
		}
	}
}

// locate puts together where the project lives. A repository is by default
// called like the project, and belongs to the owner of the central one.
func (p *Project) locate(owner, repository, folder string) error {
	switch {
	case repository == "" && strings.Contains(p.Name, "/"):
		return errors.New("write repository: OWNER/REPO; a short name with a slash does not stand for one")
	case repository == "":
		repository = p.Name
	}
	if !strings.Contains(repository, "/") {
		repository = owner + "/" + repository
	}
	source, err := release.ParseProject(repository)
	if err != nil {
		return err
	}
	source.Path = folder
	p.Source = source
	return nil
}

func checkRepository(s string) error {
	full := s
	if !strings.Contains(s, "/") {
		full = "owner/" + s
	}
	p, err := release.ParseProject(full)
	if err != nil || p.Path != "" {
		return fmt.Errorf("%q is no repository; write OWNER/REPO, or REPO for one of the central repository's owner", s)
	}
	return nil
}

func checkFolder(s string) error {
	if s == "" {
		return errors.New("it is empty; leave it out for the whole repository")
	}
	return release.Project{Owner: "owner", Repo: "repo", Path: s}.Check()
}

var workflowForm = regexp.MustCompile(`^\.github/workflows/[A-Za-z0-9_][A-Za-z0-9._-]*\.ya?ml$`)

func checkWorkflow(s string) error {
	if !workflowForm.MatchString(s) {
		return fmt.Errorf("%q is no workflow; it is a path such as .github/workflows/release.yml", s)
	}
	return nil
}

// checkSchedule allows what Actions does: five fields, without a time zone.
// https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
func checkSchedule(s string) error {
	five := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)
	// The parser would read TZ= and @daily, which Actions does not.
	if !strings.ContainsAny(s, "=@") {
		if _, err := five.Parse(s); err == nil {
			return nil
		}
	}
	return fmt.Errorf(`%q is no schedule; it is a cron expression of five fields in UTC, such as "0 17 15 * *"`, s)
}

func checkFile(s string) error {
	if err := oneLine(s); err != nil {
		return err
	}
	if path.Clean(s) != s || path.IsAbs(s) || s == "." || strings.HasPrefix(s, "..") || strings.ContainsAny(s, `*\`) {
		return fmt.Errorf("%q is no file of the repository; write its path from the top, such as CHANGELOG.md", s)
	}
	return nil
}
