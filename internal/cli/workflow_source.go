package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/git"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/request"
)

// sourceJob is a job of the source repository's release workflow.
type sourceJob struct {
	runtime   *actions.Runtime
	source    *github.Client
	requester *request.Requester
	wish      request.Wish
}

// sourceJob reads what the workflow file says. What a person typed comes
// through the environment, and is checked like an argument.
func (env *Env) sourceJob(ctx context.Context) (*sourceJob, error) {
	runtime, source, err := env.workflowJob()
	if err != nil {
		return nil, err
	}
	project, err := sourceProject(runtime)
	if err != nil {
		return nil, err
	}
	rehearsal, err := strconv.ParseBool(runtime.Env(actions.EnvRehearsal))
	if err != nil {
		return nil, fault.New(fault.Failed, "%s is %q, and should be true or false", actions.EnvRehearsal, runtime.Env(actions.EnvRehearsal))
	}
	issue := 0
	if runtime.Env(actions.EnvIssue) != "" {
		if issue, err = runtime.NumberEnv(actions.EnvIssue); err != nil {
			return nil, err
		}
	}
	run := &request.Run{Issue: issue, ID: runtime.Run, Ref: runtime.Ref, Workflow: runtime.WorkflowPath(), Event: runtime.Env("GITHUB_EVENT_NAME")}
	if run.Event != "schedule" {
		if run.Requester = runtime.Env("GITHUB_TRIGGERING_ACTOR"); run.Requester == "" {
			return nil, fault.New(fault.Failed, "GITHUB_TRIGGERING_ACTOR is not set, so nobody knows who asks")
		}
	}
	if run.Event == "schedule" && issue != 0 {
		return nil, fault.New(fault.Failed, "a schedule started the run, and no form can have been the reason")
	}
	now, err := source.ReadSource(ctx, github.SourceQuery{Repository: runtime.Repository})
	if err != nil {
		return nil, err
	}
	run.At = now.At
	return &sourceJob{
		runtime: runtime, source: source,
		requester: &request.Requester{
			Hub: source, Run: run, Output: env.Streams.Out,
			Clone: func(repository string) string { return runtime.Server + "/" + repository + ".git" },
			Step:  func(name string) { env.Streams.Printf("%s\n", name) },
		},
		wish: request.Wish{
			Project: project, Version: runtime.Env(actions.EnvVersion), Base: runtime.Env(actions.EnvBase), Rehearsal: rehearsal,
		},
	}, nil
}

// sourceProject finds the project in the excerpt of the policy. A workflow asks
// for releases of its own repository only.
func sourceProject(runtime *actions.Runtime) (*config.Project, error) {
	owner, _, _ := strings.Cut(runtime.Repository, "/")
	policy, err := config.Parse(actions.EnvProjects, []byte(runtime.Env(actions.EnvProjects)), owner)
	if err != nil {
		return nil, fault.Wrap(err, "reading the projects that the central repository's workflow carries")
	}
	var own []string
	for _, p := range policy.Projects {
		if release.SameRepository(p.Source.Repository(), runtime.Repository) {
			own = append(own, p.Name)
		}
	}
	name := runtime.Env(actions.EnvProject)
	project, ok := policy.Lookup(name)
	switch {
	case len(own) == 0:
		return nil, fault.New(fault.Failed, "%s is the repository of no project in the policy", runtime.Repository)
	case !ok || !slices.Contains(own, project.Name):
		return nil, fault.New(fault.Failed, "%q is no project of %s; its projects are %s", name, runtime.Repository, strings.Join(own, ", "))
	}
	return project, nil
}

func runSourcePrepare(ctx context.Context, env *Env) error {
	job, err := env.sourceJob(ctx)
	if err != nil {
		return err
	}
	token, push := job.runtime.Secret(actions.EnvToken), job.runtime.Secret(actions.EnvPushToken)
	if push == "" {
		push = token
		env.Streams.Printf("There is no token to push with but the job's own, so the push starts no CI.\n")
	}
	bot, err := job.source.User(ctx, facts.WorkflowAccount)
	if err != nil {
		return fault.Wrap(err, "reading whose name to commit in")
	}
	settings := [][2]string{{"user.name", bot.Login}, {"user.email", noReply(bot, job.runtime.Host())}}
	url := job.requester.Clone(job.runtime.Repository)
	job.requester.Git = git.Repository{Config: slices.Concat(settings, git.Access(url, push))}
	if job.requester.Environ, err = git.WithSettings(ownEnviron(env.Environ(), token), slices.Concat(settings, git.Access(url, token))); err != nil {
		return err
	}
	var plan *request.Plan
	var done request.Prepared
	err = job.runtime.Unheard(func() (err error) { // programs of the project print
		if plan, err = job.requester.Look(ctx, job.wish); err != nil {
			return err
		}
		env.Streams.Printf("%s %s, from %s at %.12s\n", plan.Rules.Name, plan.Version, plan.Base, plan.BaseCommit)
		done, err = job.requester.Prepare(ctx, plan)
		return err
	})
	if err != nil {
		return err
	}
	for _, output := range [][2]string{
		{actions.OutputVersion, string(plan.Version)}, {actions.OutputBase, plan.Base},
		{actions.OutputCommit, done.Commit}, {actions.OutputChangelog, done.Changelog},
		{actions.OutputTargets, strings.Join(plan.Targets(), " ")},
	} {
		if err := job.runtime.SetOutput(output[0], output[1]); err != nil {
			return err
		}
	}
	env.Streams.Printf("%s is at %s\n", plan.Branch, done.Commit)
	return nil
}

// ownEnviron is what the project's program finds: what any step would, with the
// job's token by the name that programs look for, and nothing of this
// program's.
func ownEnviron(environ []string, token string) []string {
	own := slices.DeleteFunc(slices.Clone(environ), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return strings.HasPrefix(name, "RELEASE_") || name == actions.EnvToken
	})
	return append(own, "GITHUB_TOKEN="+token)
}

// noReply is the address by which GitHub knows an account in commits.
// https://docs.github.com/en/account-and-profile/reference/email-addresses-reference
func noReply(account github.Account, host string) string {
	return fmt.Sprintf("%d+%s@users.noreply.%s", account.ID, account.Login, host)
}

func runSourceRecord(ctx context.Context, env *Env) error {
	job, err := env.sourceJob(ctx)
	if err != nil {
		return err
	}
	message, changelog, err := job.requester.Attest(ctx, job.wish, request.Handed{
		Version: job.wish.Version, Base: job.wish.Base,
		Commit: job.runtime.Env(actions.EnvCommit), Changelog: job.runtime.Env(actions.EnvChangelog),
		Targets: strings.Fields(job.runtime.Env(actions.EnvTargets)),
	})
	if err != nil {
		return err
	}
	job.runtime.Notice(record.AttestationTitle, message)
	if changelog != "" {
		job.runtime.Notice(record.ChangelogTitle, changelog)
	}
	if issue := job.requester.Run.Issue; issue != 0 {
		job.runtime.Notice(record.IssueTitle, record.AttestIssue(issue))
	}
	return nil
}
