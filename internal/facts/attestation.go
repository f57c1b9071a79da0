package facts

import (
	"context"
	"fmt"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// recordJob is the job of the central repository's request.yml that attests.
// GitHub writes the job that calls the file in front of its name.
const recordJob = "record"

// Attestation is what an attempt of a source repository's workflow asked for.
type Attestation struct {
	ID        release.Run
	Message   string // the record's JSON
	Request   release.Request
	Changelog string
	Run       policy.SourceRun
	Trunk     string // default branch of the source repository
}

// readSourceRun reads what the run attests that the record names. Only what the
// workflow wrote is asked about: in anybody else's issue the run says nothing.
func (r *Reader) readSourceRun(ctx context.Context, reading *Reading) error {
	request, f := reading.Parsed.Request, &reading.Facts
	if !f.ThroughRun(request) {
		return nil
	}
	id, err := release.ParseRun(request.Run)
	if err != nil {
		return err // a record with another run does not parse
	}
	attested, err := attestation(ctx, r.Source, reading.Project, id)
	digest := release.DigestOf([]byte(attested.Message))
	if attested.Run.Issue != 0 {
		_, digest = record.Filled(attested.Request, request.Requester)
	}
	if attested.Run.Attests && digest != reading.Parsed.Digest {
		attested.Run = policy.SourceRun{Why: "it attests another record"}
	}
	if err == nil && attested.Run.Issue != 0 {
		attested.Run.ByKey, err = r.byKey(ctx, reading, attested.Run)
	}
	f.SourceRun, err = fact(attested.Run, err, "run "+request.Run+" of "+request.Project)
	return err
}

// byKey reports whether the account of the gate's key started a run first. Only
// a job that holds that key, or is handed its word, can tell.
func (r *Reader) byKey(ctx context.Context, reading *Reading, run policy.SourceRun) (policy.Fact[bool], error) {
	switch {
	case r.KeyLogin != nil:
		var err error
		if reading.key, err = r.KeyLogin(ctx); err != nil {
			return policy.Fact[bool]{}, err
		}
	case r.Attested != nil:
		reading.key = r.Attested.Key
	}
	if reading.key == "" {
		return policy.Withheld[bool]("only the gate knows the account of its key"), nil
	}
	return policy.Known(len(run.Starters) > 0 && release.SameLogin(run.Starters[0].Login, reading.key)), nil
}

// attestation reads what an attempt of a project's workflow asked for. If it
// counts for nothing, Run says why.
func attestation(ctx context.Context, source *github.Client, project *config.Project, id release.Run) (Attestation, error) {
	repository := project.Source.Repository()
	attempt, err := source.Attempt(ctx, repository, id)
	if err != nil {
		return Attestation{}, err
	}
	var trunk github.Trunk
	var shadowed bool
	var notices []notice
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		trunk, err = source.Trunk(gctx, repository, attempt.HeadSHA)
		return err
	})
	g.Go(func() (err error) {
		shadowed, err = source.Tagged(gctx, repository, attempt.HeadBranch)
		return err
	})
	g.Go(func() (err error) {
		notices, err = readNotices(gctx, source, repository, id)
		return err
	})
	if err := g.Wait(); err != nil {
		return Attestation{}, err
	}
	why := againstAttempt(attempt, id, project, trunk, shadowed)
	a := Attestation{}
	if why == "" {
		a, why = takeNotices(notices)
	}
	if why == "" {
		why = againstRecord(a, attempt, id, repository)
	}
	if why != "" {
		return Attestation{Run: policy.SourceRun{Why: why}}, nil
	}
	a.ID, a.Trunk, a.Run = id, trunk.Name, sourceRun(attempt, a.Run.Issue)
	a.Run.Began, err = began(ctx, source, repository, attempt)
	return a, err
}

// againstAttempt says why nothing counts that an attempt says; empty: it does.
func againstAttempt(a github.Attempt, id release.Run, project *config.Project, trunk github.Trunk, shadowed bool) string {
	path, _, _ := strings.Cut(a.Path, "@") // GitHub may write the ref behind it
	repository := project.Source.Repository()
	switch {
	case a.ID != id.ID || a.Attempt != id.Attempt:
		return "GitHub answers with another run"
	case !a.Finished():
		return "it is not over"
	case !asks(a.Event):
		return fmt.Sprintf("the event %s started it, and only workflow_dispatch and schedule ask", a.Event)
	case !release.SameRepository(a.Repository.FullName, repository), !release.SameRepository(a.HeadRepository.FullName, repository):
		return fmt.Sprintf("it is of %q at a commit of %q, not of %s", a.Repository.FullName, a.HeadRepository.FullName, repository)
	case path != project.Workflow:
		return fmt.Sprintf("it is of the workflow %s, not of %s", path, project.Workflow)
	case trunk.Name == "" || a.HeadBranch != trunk.Name:
		return fmt.Sprintf("it is of %q, not of the default branch %q", a.HeadBranch, trunk.Name)
	case shadowed:
		return fmt.Sprintf("a tag is called %s, too, so that it may be of that", a.HeadBranch)
	case !trunk.Holds:
		return fmt.Sprintf("its commit %.12s is not on %s", a.HeadSHA, trunk.Name)
	}
	return ""
}

// asks reports whether a run that an event started can ask: the others anybody
// could cause, or they would say nothing of who asks.
func asks(event string) bool { return event == "workflow_dispatch" || event == "schedule" }

// againstRecord says why a record is not the attempt's own; empty: it is.
func againstRecord(a Attestation, attempt github.Attempt, id release.Run, repository string) string {
	switch nobody := a.Request.Requester == ""; {
	case a.Request.Run != id.String():
		return "its record names run " + a.Request.Run
	case !release.SameRepository(a.Request.Project, repository):
		return "its record is of " + a.Request.Project
	case nobody != (a.Run.Issue != 0 || attempt.Event == "schedule"):
		return "its record names nobody who asks, or somebody where it was started for a form or by a schedule"
	case record.HashChangelog(a.Changelog) != a.Request.Changelog:
		return "its changelog is not the one that its record names"
	}
	return ""
}

// sourceRun says who had an attempt ask. A schedule is nobody's doing, but its
// run can be started once more by somebody.
func sourceRun(a github.Attempt, issue int) policy.SourceRun {
	run := policy.SourceRun{Attests: true, Scheduled: a.Event == "schedule", Issue: issue}
	starter := a.TriggeringActor.Person()
	switch {
	case !run.Scheduled:
		run.Requester = starter
		run.Starters = []release.Person{a.Actor.Person(), starter}
	case a.Attempt > 1:
		run.Starters = []release.Person{starter}
	}
	return run
}

// began is when the first attempt of a run was started: what the run was given
// then, all its attempts are given.
func began(ctx context.Context, source *github.Client, repository string, a github.Attempt) (time.Time, error) {
	if a.Attempt > 1 {
		first, err := source.Attempt(ctx, repository, release.Run{ID: a.ID, Attempt: 1})
		return first.CreatedAt, err
	}
	return a.CreatedAt, nil
}

// notice is one that attests, or says that it does.
type notice struct {
	job github.Job
	github.Annotation
}

// readNotices reads all notices of an attempt that bear the titles of those that
// attest, whichever job left them.
func readNotices(ctx context.Context, source *github.Client, repository string, id release.Run) ([]notice, error) {
	jobs, err := source.AttemptJobs(ctx, repository, id)
	if err != nil {
		return nil, err
	}
	found := make([][]notice, len(jobs))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for i, job := range jobs {
		if job.CheckRun() == 0 {
			return nil, fmt.Errorf("GitHub does not tell the check run of the job %s of run %s", job.Name, id)
		}
		g.Go(func() error {
			remarks, err := source.Annotations(ctx, repository, job.CheckRun())
			for _, a := range remarks {
				if attests(a.Title) {
					found[i] = append(found[i], notice{job, a})
				}
			}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	var all []notice
	for _, some := range found {
		all = append(all, some...)
	}
	return all, nil
}

func attests(title string) bool {
	return title == record.AttestationTitle || title == record.ChangelogTitle || title == record.IssueTitle
}

// takeNotices reads the record, its changelog and the form that it is for out of
// an attempt's notices. Of
// each there is one, and the job that attests left it: where another job, in
// which the project's code runs, left one beside it, neither counts.
func takeNotices(notices []notice) (Attestation, string) {
	var a Attestation
	count := map[string]int{}
	for _, n := range notices {
		count[n.Title]++
		switch {
		case n.Level != "notice" || n.job.Conclusion != "success" || n.job.Name != recordJob && !strings.HasSuffix(n.job.Name, " / "+recordJob):
			return Attestation{}, fmt.Sprintf("the job %q left a remark called %s, which only the job %s may leave", n.job.Name, n.Title, recordJob)
		case n.Title == record.AttestationTitle:
			a.Message = n.Message
		case n.Title == record.ChangelogTitle:
			a.Changelog = n.Message
		default:
			issue, ok := record.ParseIssue(n.Message)
			if !ok {
				return Attestation{}, fmt.Sprintf("%q is no number of a form", n.Message)
			}
			a.Run.Issue = issue
		}
	}
	switch {
	case count[record.AttestationTitle] == 0:
		return Attestation{}, "it left no record"
	case count[record.AttestationTitle] > 1 || count[record.ChangelogTitle] > 1 || count[record.IssueTitle] > 1:
		return Attestation{}, "it left more than one record, changelog or number of a form"
	}
	request, problems := record.ParseAttestation(a.Message)
	if len(problems) > 0 {
		return Attestation{}, "its record cannot be read: " + problems[0].Sentence
	}
	a.Request = request
	return a, ""
}
