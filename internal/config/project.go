package config

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/robfig/cron/v3"

	"github.com/release-request/gh-release-request/internal/lazyregexp"
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
	begin := func(name string) *Project {
		return &Project{
			Name:       name,
			Prepare:    Step{By: ByCraft},
			Publish:    Step{By: ByCraft},
			Versioning: Versioning{Scheme: semverName},
			Workflow:   ".github/workflows/release.yml",
			policy:     p,
			rules:      p.defaults,
		}
	}
	return d.each(shortNameForm.String(), d.project(begin(""), new(home)).form, func(e entry) {
		project, in := begin(e.key), home{}
		d.project(project, &in).read(e.value)
		if err := checkShortName(e.key); err != nil {
			d.report(e.at, "%v", err)
		} else if err := project.locate(d.owner, in); err != nil {
			d.report(e.at, "%s: %v", e.value.path, err)
		}
		p.Projects = append(p.Projects, project)
	})
}

// home is where a project lives, as the policy says it.
type home struct{ repository, folder string }

func (d *decoder) project(p *Project, in *home) reader {
	r := &p.rules
	return d.object(
		field{key: "repository", about: "The source repository, OWNER/REPO, or REPO of the central repository's owner. Left out: the short name.", read: d.text(&in.repository, checkRepository)},
		field{key: "path", about: "Folder of the project in its repository. Left out: all of it.", read: d.text(&in.folder, checkFolder)},
		field{key: "targets", about: "Names of its targets, in the policy's order. With prepare: craft they may be left out: those that craft lists.", read: d.filled(d.texts(&p.Targets, "targets", true, release.CheckTarget).like(targetForm), "a project is published to one target at least")},
		field{key: "prepare", about: "How a release is prepared. {version}, {tag} and {path} are filled into a command.", read: d.prepare(&p.Prepare)},
		field{key: "publish", about: "How one target is published. {version}, {tag}, {commit}, {target} and {path} are filled into a command.", read: d.publish(&p.Publish)},
		field{key: "versioning", about: "Which versions there may be, and which follows which.", read: d.versioning(&p.Versioning)},
		field{key: "workflow", about: "Path of the source repository's workflow that prepares releases.", read: d.text(&p.Workflow, checkWorkflow).like(workflowForm)},
		field{key: "schedule", about: "When its workflow asks for a release by itself: a cron expression of five fields, in UTC.", read: d.text(&p.Schedule, checkSchedule)},
		field{key: "auto-approve", about: "Whether a release that a schedule asks for needs no person, if it changes nothing but release-files.", read: d.truth(&r.AutoApprove)},
		field{key: "release-files", about: "Files that such a release may change.", read: d.texts(&r.ReleaseFiles, "files", true, checkFile)},
		field{key: "approval", about: "Whose approval a release of this project takes.", read: d.object(d.projectApproval(&r.Approval)...).inherited()},
		field{key: "requests", about: "Who may ask for one.", read: d.object(d.projectRequests(&r.Requests)...).inherited()},
		field{key: "blockers", about: "Labels; an open issue that bears one holds this project's releases.", read: d.blockers(&r.Blockers).inherited()},
		field{key: "ci", about: "Which checks of the commit must have passed.", read: d.ci(&r.CI).inherited()},
		field{key: "bases", about: "Branches that its releases may be made from and merged into.", read: d.bases(&r.Bases).inherited()},
		field{key: "branch", about: "Name of its release branches; {version} and {path} are filled in.", read: d.text(&r.Branch, checkPattern).like(oneVersion).inherited()},
		field{key: "tag", about: "Name of its tags; {version} and {path} are filled in.", read: d.text(&r.Tag, checkPattern).like(oneVersion).inherited()},
		field{key: "release-commits", about: "Most commits that its release branch may have and the base has not.", read: d.whole(&r.ReleaseCommits, 0, 100).inherited()},
	)
}

// locate puts together where the project lives. A repository is by default
// called like the project, and belongs to the owner of the central one.
func (p *Project) locate(owner string, in home) error {
	repository := in.repository
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
	source.Path = in.folder
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

var workflowForm = lazyregexp.New(`^\.github/workflows/[A-Za-z0-9_][A-Za-z0-9._-]*\.ya?ml$`)

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
