package rehearsal

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// formScenario is a release that is asked for with the form of issues.
func formScenario() Scenario {
	return Scenario{Name: "form", Summary: "a form in the browser becomes a request, in the same issue",
		Before: slices.Concat(setUpSteps(), enrolSteps("sdk")), Steps: slices.Concat(strangerSteps(), formSteps())}
}

func strangerSteps() []Step {
	return []Step{
		{Who: reader, Title: "rita, who only reads, fills in the form in the browser", Happens: fill(reader, map[string]string{"project": "sdk", "version": "6.6.6"}), Settle: true,
			Holds: []Claim{
				{"the workflow says that she may not ask", said(1, "rita may not ask for this")},
				{"nothing was started in acme/sdk", notRun(sdkRepo)},
			}},
		{Who: reader, Title: "she closes it again", Happens: closed(reader, centralRepo, 1), Settle: true},
	}
}

func formSteps() []Step {
	return []Step{
		{Who: junior, Title: "nina, who may push to the SDK, fills it in; she mistypes the branch",
			Happens: fill(junior, map[string]string{"project": "sdk", "version": "1.2.3", "branch": "mian"}), Settle: true,
			Holds: []Claim{
				{"what is wrong stands there, and nothing was started", all(said(2, "mian", "Nothing was started"), notRun(sdkRepo))},
			}},
		{Who: junior, Title: "she corrects it: the project's own workflow prepares the release",
			Happens: refill(junior, 2, map[string]string{"project": "sdk", "version": "1.2.3", "notes": "For the fair on Friday"}), Settle: true,
			Holds: []Claim{
				{"the run attests what it prepared", attested(sdkRepo)},
				{"the release branch is one commit on main", oneCommit(sdkRepo, "1.2.3")},
			}},
		{Title: "sweep puts the request into nina's issue", Time: sweepTime,
			Holds: []Claim{
				{"there is no other issue", issues(2)},
				{"it is a request now, by nina", requestOf(2, junior)},
				{"nothing is published", published()},
			}},
		{Who: approver, Title: "alex approves it like any other", Run: []string{ours, "approve", "2", "--yes", "-R", centralRepo}, Settle: true,
			Holds: []Claim{
				{"all three targets are out, each once", published("npm/sdk@1.2.3", "docs/sdk@1.2.3", "docker/sdk@1.2.3")},
				{"the tag 1.2.3 stands at the approved commit, main holds it, and the release branch is gone", landed(2)},
				{"the request is closed as completed, with its receipt", ended(2, hub.Completed)},
			}},
	}
}

// issueForm is the part of a form that its text is made of.
type issueForm struct {
	Title string
	Body  []struct {
		Type, ID   string
		Attributes struct{ Label string }
	}
}

// answered is the text of an issue whose form was filled in, as GitHub writes it.
// Source: docs.github.com, "Syntax for GitHub's form schema", and issues made so.
func (s *Stage) answered(answers map[string]string) (title, text string, err error) {
	file, err := s.gitIn(centralRepo, "show", "main:.github/ISSUE_TEMPLATE/release.yml")
	if err != nil {
		return "", "", err
	}
	var form issueForm
	if err := yaml.Unmarshal([]byte(file), &form); err != nil {
		return "", "", err
	}
	var parts []string
	for _, part := range form.Body {
		if part.Type != "markdown" {
			parts = append(parts, fmt.Sprintf("### %s\n\n%s", part.Attributes.Label, cmp.Or(answers[part.ID], "_No response_")))
		}
	}
	return form.Title, strings.Join(parts, "\n\n"), nil
}

// fill has somebody open the form, answer it, and submit it.
func fill(who string, answers map[string]string) func(context.Context, *Stage) error {
	return func(_ context.Context, s *Stage) error {
		title, text, err := s.answered(answers)
		if err != nil {
			return err
		}
		h := s.Box.Hub()
		_, err = h.CreateIssue(h.As(who), h.Settings(centralRepo).ID(), hub.NewIssue{Title: title, Body: text})
		return err
	}
}

// refill has somebody edit what they answered.
func refill(who string, number int, answers map[string]string) func(context.Context, *Stage) error {
	return func(_ context.Context, s *Stage) error {
		issue, err := s.issue(number)
		if err != nil {
			return err
		}
		_, text, err := s.answered(answers)
		if err != nil {
			return err
		}
		h := s.Box.Hub()
		_, err = h.UpdateIssue(h.As(who), issue.ID, hub.IssueChange{Body: &text})
		return err
	}
}

// notRun is true while no workflow of a project has run.
func notRun(repo string) func(*Stage) error {
	return func(s *Stage) error {
		runs, err := s.runs(repo)
		if err == nil && len(runs) > 0 {
			err = fmt.Errorf("there are %d runs", len(runs))
		}
		return err
	}
}

// requestOf is true when an issue by somebody holds a record.
func requestOf(number int, who string) func(*Stage) error {
	return func(s *Stage) error {
		issue, err := s.issue(number)
		if err != nil {
			return err
		}
		if issue.Author.Login != who || !strings.HasPrefix(issue.Body, "<!-- release-request {") {
			return fmt.Errorf("it is by %s, and says\n%s", issue.Author.Login, issue.Body)
		}
		return nil
	}
}
