package publish

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/git"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// attestedFor is how long the gate's word about people is good: as long as the
// tokens that it hands out.
const attestedFor = time.Hour

// workflowFiles reads the workflow files of the central repository.
type workflowFiles interface {
	FileOID(ctx context.Context, repo, commit, path string) (string, error)
}

// Handed is what a publish job was handed by the gate's outputs, as text: it
// is checked before anything of it is believed.
type Handed struct {
	Target   string
	Digest   string // all 64 digits
	Attested string // JSON
	Grant    string // output target-NAME
	SealKey  string // private half of the target's seal; empty: its environment has none
}

// Permit is what was handed on, checked in form.
type Permit struct {
	Target   string
	Digest   release.Digest
	Attested Attested
	Grant    *Grant // nil: the job was let go without a token
}

// Check refuses what is empty, short or of another attempt. A job that is run
// again gets the outputs of the old gate: that is never a way around a new one.
func (h Handed) Check(run release.Run) (Permit, error) {
	var problems []error
	digest, err := release.ParseDigest(h.Digest)
	if err != nil {
		problems = append(problems, err)
	}
	grant, err := openGrant(h.Grant, h.SealKey)
	if err == nil && grant != nil {
		err = grant.check(h.Target, digest, run)
	}
	if err != nil {
		problems = append(problems, fault.Wrap(err, "the gate did not let target %s go", h.Target))
	}
	var attested Attested
	if err := json.Unmarshal([]byte(h.Attested), &attested); err != nil {
		problems = append(problems, fmt.Errorf("what the gate attests cannot be read: %w", err))
	} else {
		if attested.Digest != digest {
			problems = append(problems, fmt.Errorf("the gate attests digest %s, not %s", attested.Digest, digest))
		}
		if attested.Run != run.String() {
			problems = append(problems, fmt.Errorf("the gate decided in run and attempt %s, and this is %s", attested.Run, run))
		}
	}
	err = fault.All("the gate of this attempt has not let this job go", problems)
	if err != nil {
		hint := cmp.Or(fault.HintOf(err), "gh release-request retry asks the gate again; running jobs again does not")
		return Permit{}, fault.Wrap(err, "target %s is not published", h.Target).WithKind(fault.Refused).WithHint("%s", hint)
	}
	return Permit{Target: h.Target, Digest: digest, Attested: attested, Grant: grant}, nil
}

// Checkout decides once more, over facts read now, whether the target may be
// published, and only then fetches the approved commit. It leaves a Plan for
// the step that publishes.
type Checkout struct {
	Case
	Files  workflowFiles
	Permit Permit
	Dir    string // the workspace
}

// Run returns the plan that it left, or the reason why nothing may be
// published.
func (c *Checkout) Run(ctx context.Context) (Plan, error) {
	if c.Permit.Grant != nil {
		c.Runtime.Mask(c.Permit.Grant.Token)
	}
	reading, err := c.Reader.Read(ctx, c.Number)
	if err != nil {
		return Plan{}, err
	}
	if err := c.refuse(ctx, reading); err != nil {
		return Plan{}, fault.Wrap(err, "target %s is not published", c.Permit.Target).WithKind(fault.Refused).
			WithHint("gh release-request view %d says how things stand", c.Number)
	}
	plan, err := c.plan(reading)
	if err != nil {
		return Plan{}, err
	}
	request := reading.Parsed.Request
	fetched := git.Fetched{
		URL:    fmt.Sprintf("%s/%s.git", c.Runtime.Server, request.Project),
		Commit: request.Commit, Branch: request.Branch,
	}
	if c.Permit.Grant != nil {
		fetched.Token = c.Permit.Grant.Token
	}
	// A runner that serves many jobs still has what the one before checked out.
	if err := os.RemoveAll(plan.Dir); err != nil {
		return Plan{}, fmt.Errorf("making room for the checkout: %w", err)
	}
	if _, err = git.Checkout(ctx, plan.Dir, fetched); err != nil {
		return Plan{}, fault.Wrap(err, "checking out %s of %s", request.Commit, request.Project)
	}
	if plan.Token {
		if err := saveToken(c.Runtime.Temp, c.Permit.Grant.Token); err != nil {
			return Plan{}, err
		}
	}
	return plan, plan.save(c.Runtime.Temp)
}

// refuse returns everything that is against publishing now.
func (c *Checkout) refuse(ctx context.Context, reading *facts.Reading) error {
	var problems []error
	add := func(err error) {
		if err != nil {
			problems = append(problems, err)
		}
	}
	verdict := reading.Verdict()
	add(sameDigest(c.Permit.Digest, reading.Parsed.Digest))
	add(decided(verdict))
	add(fresh(c.Permit.Attested, reading.Facts.Now))
	add(earlierPublished(c.Permit.Target, reading))
	add(c.sameWorkflow(ctx, reading))
	add(c.demanded(reading))
	return fault.All("the request is not what the gate let go", problems)
}

func sameDigest(gate, now release.Digest) error {
	if gate != now {
		return fmt.Errorf("the gate decided about digest %s, and the request's is %s", gate, now)
	}
	return nil
}

func decided(verdict policy.Verdict) error {
	if verdict.Decision == policy.Publish {
		return nil
	}
	var problems []error
	for _, f := range verdict.Against() {
		problems = append(problems, fmt.Errorf("%s: %s", f.Reason, f.Sentence))
	}
	if len(problems) == 0 {
		return fmt.Errorf("the verdict is now %s", verdict.Decision)
	}
	return fault.All(fmt.Sprintf("the verdict is now %s", verdict.Decision), problems)
}

func fresh(attested Attested, now time.Time) error {
	if age := now.Sub(attested.At); age < 0 || age > attestedFor {
		return fmt.Errorf("what the gate attested at %s is too old at %s", attested.At.Format(time.RFC3339), now.Format(time.RFC3339))
	}
	return nil
}

// earlierPublished holds the order of targets: what jobs depend on each other
// in the workflow file is not enough, since jobs can be run again one by one.
func earlierPublished(target string, reading *facts.Reading) error {
	states, known := reading.Facts.Targets.Get()
	if !known {
		return fmt.Errorf("what was published is not known: %s", reading.Facts.Targets.Why())
	}
	order := reading.Parsed.Request.Targets
	place := slices.Index(order, target)
	if place < 0 {
		return fmt.Errorf("the request does not name %s", target)
	}
	for _, earlier := range order[:place] {
		if states[earlier].State != policy.TargetPublished {
			return fmt.Errorf("%s comes before %s and is %s", earlier, target, states[earlier].State)
		}
	}
	if states[target].State == policy.TargetPublished {
		return fmt.Errorf("%s is published already: %s", target, states[target].URL)
	}
	return nil
}

// sameWorkflow refuses a run of another branch, or of a workflow file that has
// been replaced since.
func (c *Checkout) sameWorkflow(ctx context.Context, reading *facts.Reading) error {
	central := reading.Central
	if want := "refs/heads/" + central.DefaultBranch; c.Runtime.Ref != want {
		return fmt.Errorf("this run is of %s, not of %s", c.Runtime.Ref, want)
	}
	var ids [2]string
	for i, commit := range []string{c.Runtime.SHA, central.Head} {
		id, err := c.Files.FileOID(ctx, c.Runtime.Repository, commit, facts.WorkflowPath)
		if err != nil {
			return err
		}
		ids[i] = id
	}
	if ids[0] == "" || ids[0] != ids[1] {
		return fmt.Errorf("%s at %s is not the one on %s", facts.WorkflowPath, c.Runtime.SHA, central.DefaultBranch)
	}
	return nil
}

// demanded refuses a grant that is not what the policy demands now.
func (c *Checkout) demanded(reading *facts.Reading) error {
	target, ok := reading.Policy.Target(c.Permit.Target)
	if !ok || reading.Source == nil {
		return errors.New("what token it needs is not known")
	}
	return demanded(c.Permit.Grant, reading.Project.SourceToken(target, reading.Source.Private), reading.Source.Private)
}

// plan resolves what the policy says about publishing the target.
func (c *Checkout) plan(reading *facts.Reading) (Plan, error) {
	target, ok := reading.Policy.Target(c.Permit.Target)
	if !ok {
		return Plan{}, fault.New(fault.Failed, "the policy has no target %s", c.Permit.Target)
	}
	request := reading.Parsed.Request
	plan := Plan{
		Target: target.Name, Rehearsal: request.Rehearsal, Commit: request.Commit, Dir: filepath.Join(c.Dir, "source"), Secrets: target.Secrets, OIDC: target.OIDC,
		Token: target.SourceWrite,
	}
	if reading.Project.Publish.By == config.ByCraft {
		plan.Token = true
		plan.Craft = &Craft{Version: request.Version, Repository: request.Project, Folder: request.Path, Branch: request.Branch, IDs: target.Craft, Claimed: reading.Project.CraftClaims()}
	} else {
		plan.Command = config.Fill(reading.Project.Publish.Command, config.Values{
			Version: request.Version, Tag: reading.Rules.TagOf(request.Version),
			Commit: request.Commit, Target: target.Name, Path: request.Path,
		})
	}
	for _, v := range target.Variables {
		plan.Variables = append(plan.Variables, v.Name+"="+v.Value)
	}
	return plan, nil
}

// Plan is what a publish job does once it may. It lies outside the checkout,
// where only the job's own steps write.
type Plan struct {
	Target    string   `json:"target"`
	Rehearsal bool     `json:"rehearsal"` // the publisher is not run
	Commit    string   `json:"commit"`
	Dir       string   `json:"dir"`     // the checkout
	Command   []string `json:"command"` // program and arguments; empty with Craft
	Craft     *Craft   `json:"craft"`   // craft publishes; nil: the command does
	Secrets   []string `json:"secrets"` // names of the variables that hold them
	Variables []string `json:"variables"`
	OIDC      bool     `json:"oidc"`  // the publisher may ask for an OIDC token
	Token     bool     `json:"token"` // the publisher gets the token for the source repository
}

const planFile = "release-request-plan.json"

func (p Plan) save(temp string) error {
	b, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(temp, planFile), b, 0o600)
}

// LoadPlan reads the plan that checkout left for this job.
func LoadPlan(temp string) (Plan, error) {
	b, err := os.ReadFile(filepath.Join(temp, planFile))
	if errors.Is(err, os.ErrNotExist) {
		return Plan{}, fault.New(fault.Failed, "there is no plan: the step checkout has not run in this job")
	}
	if err != nil {
		return Plan{}, err
	}
	var p Plan
	if err := json.Unmarshal(b, &p); err != nil {
		return Plan{}, fmt.Errorf("the plan of this job cannot be read: %w", err)
	}
	return p, nil
}
